"""Bring a database to the newest shape (or back), for commands, tests and the first start."""

from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from sqlalchemy import Engine

from app.config import ROOT

VERSIONS = ROOT / "migrations" / "versions"


def _config(engine: Engine, *more_versions: Path) -> AlembicConfig:
    config = AlembicConfig()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(str(path) for path in (VERSIONS, *more_versions)))
    config.attributes["engine"] = engine
    return config


def upgrade(engine: Engine, revision: str = "head", *more_versions: Path) -> None:
    """`more_versions`: further folders of migrations, for tests."""
    command.upgrade(_config(engine, *more_versions), revision)


def downgrade(engine: Engine, revision: str, *more_versions: Path) -> None:
    command.downgrade(_config(engine, *more_versions), revision)


def check(engine: Engine) -> None:
    """Raises alembic.util.CommandError when the models say something else than the migrations made."""
    command.check(_config(engine))


def draft_revision(engine: Engine, message: str) -> None:
    """For developers: write a new migration from the difference between models and database."""
    command.revision(_config(engine), message=message, autogenerate=True, rev_id=None)
