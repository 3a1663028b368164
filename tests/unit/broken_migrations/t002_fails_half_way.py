"""For test_db_migrations: a migration that changes a table and then fails."""

import sqlalchemy as sa
from alembic import op

revision = "t002"
down_revision = "0001"


def upgrade() -> None:
    with op.batch_alter_table("units") as batch:
        batch.add_column(sa.Column("remark", sa.String(20)))
    op.execute("INSERT INTO no_such_table VALUES (1)")


def downgrade() -> None:
    pass
