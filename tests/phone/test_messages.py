"""The double sends, lists, empties and deletes texts as the provider does, and refuses with the provider's numbers."""

from datetime import timedelta

import httpx
import pytest

from tests.door.conftest import eventually
from tests.phone.double import ANOTHER, SOMEBODY, RunningDouble, as_json, running_double
from triage_api.clock import utc_now
from triage_api.phone.account import DEMO_ACCOUNT, DEMO_NUMBER, MESSAGING_SERVICE


def status_of(double: RunningDouble, sid: str) -> str:
    return str(as_json(double.client.get(f"/Messages/{sid}.json"))["status"])


def arrives(double: RunningDouble, sid: str, status: str = "delivered") -> None:
    eventually(lambda: status_of(double, sid) == status)


def test_a_text_is_taken_on_at_once_and_arrives_by_and_by() -> None:
    with running_double(step_seconds=0.1) as double:
        answered = double.sends("Hej på dig")
        assert answered.status_code == 201
        sent = as_json(answered)
        assert (sent["status"], sent["direction"], sent["to"], sent["from"]) == (
            "queued", "outbound-api", SOMEBODY, DEMO_NUMBER,
        )  # fmt: skip
        assert sent["price"] is None
        seen: list[str] = []

        def look() -> bool:
            seen.append(status_of(double, sent["sid"]))
            return seen[-1] == "delivered"

        eventually(look)
        assert list(dict.fromkeys(seen)) == ["queued", "sending", "sent", "delivered"]
        assert as_json(double.client.get(f"/Messages/{sent['sid']}.json"))["price"] == "-0.55000"


def test_a_messaging_service_finds_the_number_after_the_text_was_accepted(double: RunningDouble) -> None:
    answered = double.client.post(
        "/Messages.json", data={"To": SOMEBODY, "MessagingServiceSid": MESSAGING_SERVICE, "Body": "Hej"}
    )
    sent = as_json(answered)
    assert (sent["status"], sent["from"], sent["num_segments"]) == ("accepted", None, "0")
    arrives(double, sent["sid"])
    assert as_json(double.client.get(f"/Messages/{sent['sid']}.json"))["from"] == DEMO_NUMBER


@pytest.mark.parametrize(("body", "segments"), [("a" * 160, "1"), ("a" * 161, "2"), ("สวัสดี" * 12, "2"), ("ș", "1")])
def test_segments_are_counted_as_they_are_charged(double: RunningDouble, body: str, segments: str) -> None:
    assert as_json(double.sends(body))["num_segments"] == segments


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"To": "", "From": DEMO_NUMBER, "Body": "Hej"}, 21604),
        ({"To": SOMEBODY, "Body": "Hej"}, 21603),
        ({"To": SOMEBODY, "From": DEMO_NUMBER}, 21602),
        ({"To": SOMEBODY, "From": DEMO_NUMBER, "Body": "a" * 1601}, 21617),
        ({"To": SOMEBODY, "From": ANOTHER, "Body": "Hej"}, 21606),
        ({"To": SOMEBODY, "MessagingServiceSid": "MG" + "0" * 32, "Body": "Hej"}, 21705),
        ({"To": "+46701740604", "From": DEMO_NUMBER, "Body": "Hej"}, 21211),
        ({"To": "0701740605", "From": DEMO_NUMBER, "Body": "Hej"}, 21211),
        ({"To": DEMO_NUMBER, "From": DEMO_NUMBER, "Body": "Hej"}, 21211),
    ],
)
def test_what_cannot_be_sent_is_refused_with_the_providers_number(
    double: RunningDouble, form: dict[str, str], code: int
) -> None:
    answered = double.client.post("/Messages.json", data=form)
    assert (answered.status_code, as_json(answered)["code"]) == (400, code)
    assert double.texts_to() == []


def test_without_the_token_nothing_is_told(double: RunningDouble) -> None:
    bare = httpx.Client(base_url=f"{double.url}{double.account.path}", trust_env=False)
    for auth in (None, (DEMO_ACCOUNT, "wrong"), ("AC" + "0" * 32, double.account.token)):
        answered = bare.get("/Messages/SM" + "0" * 32 + ".json", headers={"authorization": "Basic eA"}, auth=auth)
        assert (answered.status_code, as_json(answered)["code"]) == (401, 20003)
    other = double.client.get(f"{double.url}/2010-04-01/Accounts/AC{'0' * 32}/Messages.json")
    assert other.status_code == 401


def test_a_text_can_be_deleted_once_its_fate_is_known_and_not_before() -> None:
    with running_double(step_seconds=0.15) as double:
        sid = as_json(double.sends())["sid"]
        arrives(double, sid, "sent")
        refused = double.client.delete(f"/Messages/{sid}.json")
        assert (refused.status_code, as_json(refused)["code"]) == (409, 20009)
        arrives(double, sid)
        assert double.client.delete(f"/Messages/{sid}.json").status_code == 204
        for again in (double.client.get(f"/Messages/{sid}.json"), double.client.delete(f"/Messages/{sid}.json")):
            assert (again.status_code, as_json(again)["code"]) == (404, 20404)


def test_a_text_can_be_emptied_and_changed_in_no_other_way(double: RunningDouble) -> None:
    sid = as_json(double.sends("Hemligt"))["sid"]
    arrives(double, sid)
    for wrong in ({"Body": "Annat"}, {"Body": "", "Status": "canceled"}, {}):
        refused = double.client.post(f"/Messages/{sid}.json", data=wrong)
        assert (refused.status_code, as_json(refused)["code"]) == (400, 30400)
    emptied = double.client.post(f"/Messages/{sid}.json", data={"Body": ""})
    assert (emptied.status_code, as_json(emptied)["body"]) == (200, "")


def test_deleting_can_be_too_early_also_after_a_text_arrived(double: RunningDouble) -> None:
    double.faults.deletes_refused = 2
    sid = double.writes("Hej").sid
    answers = [double.client.delete(f"/Messages/{sid}.json").status_code for _ in range(3)]
    assert answers == [409, 409, 204]


def test_only_what_has_not_gone_yet_can_be_canceled() -> None:
    with running_double(step_seconds=0.3) as double:
        form = {"To": SOMEBODY, "MessagingServiceSid": MESSAGING_SERVICE, "Body": "Hej"}
        sid = as_json(double.client.post("/Messages.json", data=form))["sid"]
        canceled = double.client.post(f"/Messages/{sid}.json", data={"Status": "canceled"})
        assert as_json(canceled)["status"] == "canceled"
        late = double.client.post(f"/Messages/{as_json(double.sends())['sid']}.json", data={"Status": "canceled"})
        assert (late.status_code, as_json(late)["code"]) == (400, 30409)


def test_what_was_asked_not_to_be_kept_is_not_kept_and_still_arrives(double: RunningDouble) -> None:
    sent = as_json(double.sends("Hemligt", ContentRetention="discard", AddressRetention="obfuscate"))
    assert (sent["body"], sent["to"]) == ("", SOMEBODY[:-4] + "XXXX")
    arrives(double, sent["sid"])
    assert double.phones()["phones"][0]["texts"][0]["body"] == "Hemligt"


def test_lists_are_read_page_by_page_newest_first(double: RunningDouble) -> None:
    sids = [as_json(double.sends(f"Text {n}"))["sid"] for n in range(5)]
    seen: list[str] = []
    page = as_json(double.client.get("/Messages.json", params={"PageSize": 2, "To": SOMEBODY}))
    assert page["previous_page_uri"] is None
    while True:
        seen += [message["sid"] for message in page["messages"]]
        if page["next_page_uri"] is None:
            break
        page = as_json(double.client.get(f"{double.url}{page['next_page_uri']}"))
    assert seen == sids[::-1]
    before = as_json(double.client.get(f"{double.url}{page['previous_page_uri']}"))
    assert [message["sid"] for message in before["messages"]] == [sids[2], sids[1]]


def test_who_deletes_while_reading_on_misses_nothing(double: RunningDouble) -> None:
    sids = [as_json(double.sends(f"Text {n}"))["sid"] for n in range(6)]
    for sid in sids:
        arrives(double, sid)
    page = as_json(double.client.get("/Messages.json", params={"PageSize": 2}))
    seen: list[str] = []
    while True:
        for message in page["messages"]:
            seen.append(message["sid"])
            double.client.delete(f"/Messages/{message['sid']}.json")
        if page["next_page_uri"] is None:
            break
        page = as_json(double.client.get(f"{double.url}{page['next_page_uri']}"))
    assert seen == sids[::-1]
    assert as_json(double.client.get("/Messages.json"))["messages"] == []


def test_lists_can_be_narrowed_by_number_and_day(double: RunningDouble) -> None:
    mine, other = (as_json(double.sends(to=number))["sid"] for number in (SOMEBODY, ANOTHER))
    arrives(double, mine)
    arrives(double, other)
    today, yesterday = utc_now().date(), utc_now().date() - timedelta(days=1)
    expected: list[tuple[dict[str, str], set[str]]] = [
        ({"To": ANOTHER}, {other}),
        ({"From": ANOTHER}, set()),
        ({"DateSent": today.isoformat()}, {mine, other}),
        ({"DateSent<": yesterday.isoformat()}, set()),
        ({"DateSent>": yesterday.isoformat(), "To": SOMEBODY}, {mine}),
    ]
    for asked, found in expected:
        page = as_json(double.client.get("/Messages.json", params=asked))
        assert {message["sid"] for message in page["messages"]} == found, asked


@pytest.mark.parametrize("asked", [{"PageSize": "x"}, {"DateSent": "yesterday"}, {"Page": "-1"}])
def test_a_list_that_cannot_be_understood_is_refused(double: RunningDouble, asked: dict[str, str]) -> None:
    assert double.client.get("/Messages.json", params=asked).status_code == 400


def test_too_many_requests_says_when_to_come_back(double: RunningDouble) -> None:
    double.faults.refuse_too_many(retry_after=7)
    refused = double.sends()
    assert (refused.status_code, refused.headers["retry-after"], as_json(refused)["code"]) == (429, "7", 20429)
    assert double.sends().status_code == 201


def test_a_failure_sends_nothing_and_a_lost_answer_does(double: RunningDouble) -> None:
    double.faults.fail()
    assert double.sends("Ett").status_code == 500
    double.faults.lose_answers()
    assert double.sends("Två").status_code == 500
    assert double.sends("Tre").status_code == 201
    assert double.texts_to() == ["Två", "Tre"]


def test_it_can_hang_and_recover(double: RunningDouble) -> None:
    double.faults.hanging = True
    with pytest.raises(httpx.ReadTimeout):
        double.client.post("/Messages.json", data={"To": SOMEBODY, "From": DEMO_NUMBER, "Body": "Hej"}, timeout=0.2)
    double.faults.hanging = False
    assert double.sends().status_code == 201


def test_it_can_refuse_connections_and_remembers_what_was_sent(double: RunningDouble) -> None:
    sid = as_json(double.sends())["sid"]
    with double.refuses_connections(), pytest.raises(httpx.ConnectError):
        double.sends()
    assert double.client.get(f"/Messages/{sid}.json").status_code == 200
    arrives(double, sid)


def test_a_number_can_be_out_of_reach(double: RunningDouble) -> None:
    double.faults.undelivered[SOMEBODY] = 30003
    double.faults.failed[ANOTHER] = 30008
    lost, failed = as_json(double.sends())["sid"], as_json(double.sends(to=ANOTHER))["sid"]
    arrives(double, lost, "undelivered")
    arrives(double, failed, "failed")
    assert as_json(double.client.get(f"/Messages/{lost}.json"))["error_code"] == 30003
    assert double.client.delete(f"/Messages/{lost}.json").status_code == 204
