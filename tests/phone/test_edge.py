"""The simulator is for the demo, for this machine, and for its own page."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.door.conftest import eventually
from tests.phone.double import SOMEBODY, RunningDouble, as_json
from triage_api.phone.account import DEMO_NUMBER, FICTION, with_phone
from triage_api.phone.app import account_to_simulate
from triage_api.safe_start import UnsafeToStart
from triage_api.settings import Settings

PAGE = Path(__file__).parents[2] / "triage_api" / "phone" / "page"


def start(var: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "LYKTA_VAR": str(var), **{f"LYKTA_{name}": value for name, value in settings.items()}}
    return subprocess.run(
        [sys.executable, "-m", "triage_api.phone.serve"],
        env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_outside_the_demo_it_refuses_to_start(tmp_path: Path) -> None:
    done = start(tmp_path, DEMO="false")
    assert done.returncode == 1
    assert done.stderr.strip() == "The phone simulator is for the demo only: start it with `lykta up --demo`."


def test_on_a_taken_port_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "twilio.token").write_text("x" * 32)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = start(tmp_path, DEMO="true", PHONE_PORT=str(port))
    assert done.returncode == 1
    assert f"Port {port} is taken" in done.stderr
    assert "LYKTA_PHONE_PORT" in done.stderr


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"demo": True, "sms_number": "+46701740698"}, "unset LYKTA_SMS_NUMBER"),
        ({"demo": True}, "which makes it"),
        ({"sms_api": "http://127.0.0.1:8010"}, "for the demo only"),
    ],
)
def test_it_simulates_only_where_nobody_real_is_set(tmp_path: Path, settings: dict[str, Any], says: str) -> None:
    with pytest.raises(UnsafeToStart, match=says):
        account_to_simulate(with_phone(Settings(var=tmp_path, **settings)))


def test_it_knows_only_numbers_that_are_nobodys() -> None:
    assert all(re.fullmatch(r"\+467017406(0[5-9]|[1-9]\d)", number) for number in FICTION)
    assert (len(FICTION), FICTION[-1]) == (95, DEMO_NUMBER)


def test_no_other_name_is_answered(double: RunningDouble) -> None:
    for path in ("/", "/phones", "/phone.js"):
        answered = httpx.get(f"{double.url}{path}", headers={"host": "example.org"}, trust_env=False)
        assert answered.status_code == 400


@pytest.mark.parametrize(
    "headers", [{"origin": "https://example.org"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}]
)
def test_no_other_page_can_write_or_read(double: RunningDouble, headers: dict[str, str]) -> None:
    with httpx.Client(base_url=double.url, headers=headers, trust_env=False) as elsewhere:
        assert elsewhere.post("/phones/1/texts", json={"body": "Hej"}).status_code == 403
        assert elsewhere.post("/phones/1/clear").status_code == 403
        assert elsewhere.get("/phones").status_code == 403
    assert double.phones()["phones"][0]["texts"] == []


def test_a_wrong_phone_or_a_text_that_is_too_long_is_refused(double: RunningDouble) -> None:
    with httpx.Client(base_url=double.url, trust_env=False) as page:
        assert page.post("/phones/4/texts", json={"body": "Hej"}).status_code == 422
        assert page.post("/phones/1/texts", json={"body": "a" * 1601}).status_code == 422
        assert page.post("/phones/1/texts", content=b"body=Hej").status_code == 422
        assert page.get("/nothing").json()["error"]["code"] == "not_found"


def test_wrong_addresses_below_the_api_are_refused_in_the_providers_shape(double: RunningDouble) -> None:
    wrong = double.client.get(f"{double.url}/2010-04-01/Accounts/x/Calls.json")
    assert (wrong.status_code, as_json(wrong)["code"]) == (404, 20404)
    assert as_json(double.client.put("/Messages.json"))["code"] == 20004


def test_every_file_of_the_page_is_safe_and_asks_nobody(double: RunningDouble) -> None:
    for path in ("/", "/phone.css", "/phone.js"):
        answered = httpx.get(f"{double.url}{path}", trust_env=False)
        assert answered.status_code == 200
        assert answered.headers["cache-control"] == "no-store"
        assert "set-cookie" not in answered.headers
        assert "default-src 'none'" in answered.headers["content-security-policy"]
    said = "".join(file.read_text("utf-8") for file in PAGE.iterdir())
    assert not re.search(r"https?://|innerHTML|document\.cookie|localStorage", said)
    assert "simulator" in (PAGE / "phone.html").read_text("utf-8")


def statuses(page: httpx.Client) -> list[str]:
    return [text["status"] for text in page.get("/phones").json()["phones"][0]["texts"]]


def test_the_page_is_told_what_has_changed_and_what_it_costs(wired: RunningDouble) -> None:
    with httpx.Client(base_url=wired.url, trust_env=False) as page:
        before = page.get("/phones").json()
        assert (before["number"], before["price"], before["cost"], len(before["phones"])) == (DEMO_NUMBER, 0.55, 0.0, 3)
        assert page.get("/phones", params={"seen": before["version"]}).status_code == 204
        wired.sends("a" * 161)
        assert page.post("/phones/1/texts", json={"body": "สวัสดี"}).status_code == 202
        eventually(
            lambda: (
                [text["status"] for text in page.get("/phones").json()["phones"][0]["texts"]]
                == ["delivered", "received"]
            )
        )
        after = page.get("/phones").json()
        got, sent = after["phones"][0]["texts"]
        assert (got["side"], got["segments"], got["encoding"]) == ("lykta", 2, "GSM-7")
        assert (sent["side"], sent["segments"], sent["encoding"]) == ("phone", 1, "UCS-2")
        assert (after["segments"], after["cost"]) == (2, 1.1)


def test_a_phone_keeps_what_the_provider_deletes_until_it_is_cleared(double: RunningDouble) -> None:
    sid = as_json(double.sends("Hej"))["sid"]
    eventually(lambda: double.network.find(sid).final)
    assert double.client.delete(f"/Messages/{sid}.json").status_code == 204
    assert [text["body"] for text in double.phones()["phones"][0]["texts"]] == ["Hej"]
    assert httpx.post(f"{double.url}/phones/1/clear", trust_env=False).status_code == 204
    assert double.phones()["phones"][0]["texts"] == []
    assert double.phones()["cost"] == 0.55


def test_a_cleared_phone_stays_clear_of_what_was_on_its_way(double: RunningDouble) -> None:
    sid = as_json(double.sends(to=SOMEBODY))["sid"]
    httpx.post(f"{double.url}/phones/1/clear", trust_env=False)
    eventually(lambda: double.network.find(sid).final)
    assert double.phones()["phones"][0]["texts"] == []


def test_a_draft_is_counted_before_it_is_sent(double: RunningDouble) -> None:
    counted = httpx.post(f"{double.url}/phones/count", json={"body": "10 €"}, trust_env=False).json()
    assert counted == {"units": 5, "segments": 1, "encoding": "GSM-7"}
