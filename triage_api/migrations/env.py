"""Alembic's entry: runs the steps on the connection `triage_api.migrate` hands over, and nowhere else."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()
