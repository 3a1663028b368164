"""For test_db_migrations: changes to tables that others hang on, which SQLite can only make by building them anew."""

import sqlalchemy as sa
from alembic import op

revision = "t001"
down_revision = "0001"

PARENTS = ("units", "users", "forms", "submissions")


def upgrade() -> None:
    for table in PARENTS:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("remark", sa.String(20), nullable=False, server_default="none"))
    with op.batch_alter_table("units") as batch:
        batch.alter_column("kind", type_=sa.String(50), existing_type=sa.String(40), existing_nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("units") as batch:
        batch.alter_column("kind", type_=sa.String(40), existing_type=sa.String(50), existing_nullable=False)
    for table in reversed(PARENTS):
        with op.batch_alter_table(table) as batch:
            batch.drop_column("remark")
