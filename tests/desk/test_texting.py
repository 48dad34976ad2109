"""How the text messages stand, as the desk is told."""

from tests.desk.counsellor import Counsellor
from tests.queue.world import Server
from triage_api.desk.texting import Texting


def test_where_nobody_can_text_the_desk_is_told_that(maja: Counsellor, server: Server) -> None:
    assert maja.call("GET", "texting").json() == {
        **{"on": False, "copies": None, "copies_checked": None},
        **{"spent": 0.0, "ceiling": 0.0, "stopped": False},
    }


def test_the_desk_is_told_what_the_texting_part_says_at_that_moment(maja: Counsellor, server: Server) -> None:
    says = [
        Texting(on=True, copies=2, copies_checked="2026-11-21T03:02:00Z", spent=12.65, ceiling=500.0),
        Texting(on=True, copies=None, spent=500.5, ceiling=500.0, stopped=True),
    ]
    for one in says:
        server.app.state.desk.texting = lambda one=one: one
        answer = maja.call("GET", "texting").json()
        assert (answer["on"], answer["copies"], answer["copies_checked"]) == (True, one.copies, one.copies_checked)
        assert (answer["spent"], answer["ceiling"], answer["stopped"]) == (one.spent, 500.0, one.stopped)
