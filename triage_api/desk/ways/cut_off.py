"""Ending everything somebody has open, because what she signs in by has changed."""

from triage_api.desk.audit.row import Deed
from triage_api.desk.desk import Desk
from triage_api.desk.reading_along import stop_if_signed_out
from triage_api.queue.queue import LINE, bell_of_counsellor


def cut_off(desk: Desk, counsellor_id: str) -> None:
    """Ends every session of an account, its streams and its duty. Cases it holds lapse unless she comes back."""
    was_on = desk.duty.is_on(counsellor_id)
    desk.sessions.end_all_of(counsellor_id)
    stop_if_signed_out(desk, counsellor_id)
    desk.duty.set(counsellor_id, False)
    if was_on:
        desk.audit.note_after(counsellor_id, Deed.duty_off)
    desk.queue.bells.ring(LINE, bell_of_counsellor(counsellor_id))
