"""On the server: writes out what one counsellor's page sealed to the organisation. The server itself can open none."""

from datetime import datetime
from pathlib import Path

from triage_api.clock import rounded
from triage_api.command.audit import accounts_of
from triage_api.command.recovery.carried import Exported, write_carried
from triage_api.command.remove import whose
from triage_api.command.roster.exchange import read_signed
from triage_api.command.trouble import Trouble
from triage_api.desk.audit.chain import append
from triage_api.desk.audit.row import OPERATOR, Deed
from triage_api.desk.ways.organisation import name_in_force, wrap_of
from triage_api.roster import RosterFile
from triage_api.safe_postgresql import refuse_unsafe_databases
from triage_api.settings import Settings


def export(settings: Settings, name: str, file: Path, now: datetime) -> None:
    """For whoever signs in with this name, or has it on duty. It is noted in the audit, and the desk shows it.

    Raises:
        Trouble: no recovery key is on, nobody is called that, or her page has sealed nothing to it yet.
    """
    refuse_unsafe_databases(settings)
    on, roster = name_in_force(RosterFile(settings.roster_file).view()), read_signed(settings.roster_file)
    if not on or roster is None:
        raise Trouble("The roster in force carries no recovery key, so there is nothing that one could open.")
    with accounts_of(settings) as database:
        counsellor_id = whose(database, name)
        with database.writing() as connection:
            wrap = wrap_of(connection, counsellor_id)
            if wrap is None or wrap.recovery_key != on:
                raise Trouble(
                    "Nothing of theirs is sealed to the recovery key: they have not signed in since it is on."
                )
            append(connection, rounded(now), OPERATOR, Deed.org_key_exported, counsellor_id)
            write_carried(file, Exported(v=1, counsellor_id=counsellor_id, wrap=wrap, roster=roster))
