"""Nobody is told any more who has no account: with it goes where they were told."""

from sqlalchemy import select

from triage_api.database import Database
from triage_api.desk.alerts.outbox import drop_channel
from triage_api.desk.alerts.tables import channels
from triage_api.desk.tables import accounts
from triage_api.refusing import tell_of


def sweep_channels(database: Database) -> None:
    """One round; what fails is told and tried again in the next."""
    living = select(accounts.c.counsellor_id).where(accounts.c.state == "active")
    left = select(channels.c.channel_id).where(channels.c.counsellor_id.not_in(living))
    try:
        with database.reading() as connection:
            found = connection.scalars(left).all()
        if not found:
            return
        with database.writing() as connection:
            for channel_id in connection.scalars(left).all():
                drop_channel(connection, channel_id)
        database.forget_deleted(channels)
    except Exception as error:  # noqa: BLE001 (it must not end the sweep that it is a part of)
        tell_of(error)
