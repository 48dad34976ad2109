"""How the text messages stand, as the desk is told."""

from datetime import timedelta

import pytest

from tests.desk.counsellor import Counsellor
from tests.queue.world import Server
from triage_api.clock import seconds, utc_now, written
from triage_api.command.doctor import texting_found
from triage_api.desk.texting import Texting


def test_where_nobody_can_text_the_desk_is_told_that(maja: Counsellor, server: Server) -> None:
    assert maja.call("GET", "texting").json() == {
        **{"on": False, "copies": None, "copies_checked": None, "copies_gone": None},
        **{"spent": 0.0, "ceiling": 0.0, "stopped": False, "opts_out": False},
    }


def test_the_desk_is_told_what_the_texting_part_says_at_that_moment(maja: Counsellor, server: Server) -> None:
    says = [
        Texting(
            on=True,
            copies=2,
            copies_checked="2026-11-21T03:02:00Z",
            copies_gone="2026-11-21T03:01:00Z",
            spent=12.65,
            ceiling=500.0,
        ),
        Texting(on=True, copies=None, spent=500.5, ceiling=500.0, stopped=True),
    ]
    for one in says:
        server.app.state.desk.texting = lambda one=one: one
        answer = maja.call("GET", "texting").json()
        assert (answer["on"], answer["copies"], answer["copies_checked"]) == (True, one.copies, one.copies_checked)
        assert answer["copies_gone"] == one.copies_gone
        assert (answer["spent"], answer["ceiling"], answer["stopped"]) == (one.spent, 500.0, one.stopped)


@pytest.mark.parametrize(("minutes", "good"), [(5, True), (65, False)])
def test_the_doctor_complains_of_copies_that_do_not_go_within_an_hour(minutes: int, good: bool, server: Server) -> None:
    now = utc_now()
    server.app.state.desk.texting = lambda: Texting(
        on=True,
        copies=1,
        copies_checked=written(seconds(now)),
        copies_gone=written(seconds(now - timedelta(minutes=minutes))),
        ceiling=500.0,
    )
    settings = server.settings.model_copy(update={"sms_number": "+46701740605", "routes_url": "redis://127.0.0.1:9"})
    copies, cost = texting_found(settings, server.url)
    assert (copies.good, cost.good) == (good, True)
    assert copies.says.startswith("1 copies at the provider are not confirmed gone")


def test_the_doctor_complains_of_an_opt_out_of_the_services_own(server: Server) -> None:
    gone = written(seconds(utc_now()))
    server.app.state.desk.texting = lambda: Texting(True, 0, gone, gone, ceiling=500.0, opts_out=True)
    settings = server.settings.model_copy(update={"sms_number": "+46701740605", "routes_url": "redis://127.0.0.1:9"})
    copies, opt_out, cost = texting_found(settings, server.url)
    assert (copies.good, opt_out.good, cost.good) == (True, False, True)
    assert "112" in opt_out.says
