"""Who may go on reading along: whoever is signed in, at her page, and on the roster. Nobody else is given another line,
and the person is told that it is over."""

from datetime import timedelta

from triage_api.desk.audit.row import SERVER, Deed
from triage_api.desk.colleagues import on_roster_of
from triage_api.desk.desk import Desk
from triage_api.queue.along import end_along_of, who_read_along
from triage_api.queue.wishes import forget_wishes


def stop_reading(desk: Desk, counsellor_id: str, noted_by: str) -> None:
    """She reads along nowhere any more, and asks nobody to."""
    forget_wishes(desk.queue, counsellor_id)
    for case_id in end_along_of(desk.queue, counsellor_id):
        desk.audit.note_after(noted_by, Deed.along_ended, desk.audit.tags.of(case_id))


def stop_if_signed_out(desk: Desk, counsellor_id: str) -> None:
    """After a session of hers was ended."""
    if not desk.sessions.of(counsellor_id):
        stop_reading(desk, counsellor_id, counsellor_id)


def sweep_reading(desk: Desk, lapse: timedelta) -> None:
    """One round: whose page has been away too long, or who is on the roster no longer, reads no longer."""
    readers = who_read_along(desk.queue)
    if not readers:
        return
    on_roster = {one.id for one in on_roster_of(desk, readers)}
    for reader_id in readers:
        gone = desk.duty.gone_since(reader_id)
        if reader_id not in on_roster or (gone is not None and desk.now() - gone >= lapse):
            stop_reading(desk, reader_id, SERVER)
