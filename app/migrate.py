"""Bring a database to the newest shape (or back), for commands, tests and the first start."""

from alembic import command
from alembic.config import Config as AlembicConfig
from sqlalchemy import Engine

from app.config import ROOT


def _config(engine: Engine) -> AlembicConfig:
    config = AlembicConfig()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["engine"] = engine
    return config


def upgrade(engine: Engine, revision: str = "head") -> None:
    command.upgrade(_config(engine), revision)


def downgrade(engine: Engine, revision: str) -> None:
    command.downgrade(_config(engine), revision)


def draft_revision(engine: Engine, message: str) -> None:
    """For developers: write a new migration from the difference between models and database."""
    command.revision(_config(engine), message=message, autogenerate=True, rev_id=None)
