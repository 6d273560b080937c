"""Run by Alembic: the steps, on the connection that is given."""

from alembic import context

from busplan.store.tables import TABLES

context.configure(connection=context.config.attributes["connection"], target_metadata=TABLES)
with context.begin_transaction():
    context.run_migrations()
