"""Alembic's environment. Works on the connection that `upgrade` gives it; reads no ini file and no setting."""

from alembic import context

from ivr.store.console.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
