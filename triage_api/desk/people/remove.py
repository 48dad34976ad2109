"""Removing somebody: at once out of the account, the rota and every case; off the roster when it is signed anew.

The server cannot take anybody off the roster, since it holds no root key. It needs not: whoever is removed is given
nothing by it, and after the next signing nobody seals for them either.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, select, update

from triage_api.clock import days
from triage_api.desk.refusals import LastAdministrator, NoSuchPerson
from triage_api.desk.rota.kept import leave_rota
from triage_api.desk.rota.local_time import local
from triage_api.desk.tables import accounts, metadata

REMOVALS = "removals"
"""The turn of whoever removes: two administrators who remove each other at once would leave none."""

NAME_TAKEN_BY_NOBODY = " "
"""Before a removed account's id in the place of its sign-in name: a name that anybody could choose has no space there,
so the old one is free again."""


@dataclass(frozen=True)
class Removed:
    """`shifts` of every week and of single days stood in their name, and stand empty now."""

    shifts: int


def remove_account(connection: Connection, counsellor_id: str, now: datetime) -> Removed:
    """Takes the account's ways in, its wrapped private keys and its shifts; the name stays, for the audit to show.

    Raises:
        NoSuchPerson: nobody active has this id.
        LastAdministrator: nobody could remove or plan any more.
    """
    active = accounts.c.state == "active"
    role = connection.scalar(select(accounts.c.role).where(accounts.c.counsellor_id == counsellor_id, active))
    if role is None:
        raise NoSuchPerson
    if role == "administrator":
        others = select(func.count()).where(active, accounts.c.role == role, accounts.c.counsellor_id != counsellor_id)
        if not connection.scalar(others):
            raise LastAdministrator
    connection.execute(
        update(accounts)
        .where(accounts.c.counsellor_id == counsellor_id)
        .values(
            state="removed",
            sign_in_name=NAME_TAKEN_BY_NOBODY + counsellor_id,
            removed_on=days(now),
            kdf_salt="",
            auth_salt=b"",
            auth_hash=b"",
            totp_sealed=b"",
            wrapped_nonce="",
            wrapped_ciphertext="",
        )
    )
    for table in metadata.sorted_tables:  # whatever belongs to an account is a way in, or opens one
        if table is not accounts and any(key.references(accounts) for key in table.foreign_keys):
            connection.execute(delete(table).where(table.c.counsellor_id == counsellor_id))
    return Removed(leave_rota(connection, counsellor_id, local(now).date()))
