"""What arrives: malformed, too large, from elsewhere."""

import pytest
from starlette.datastructures import Headers

from tests.plain.browser import Browser
from tests.plain.conftest import House
from triage_api.plain.form import Form, NotAForm, read_form, wanted_language
from triage_api.plain.same_site import comes_from_us
from triage_api.words import Language

HOST = ("host", "help.example.org")


@pytest.mark.parametrize(
    ("given", "ours"),
    [
        ({"sec-fetch-site": "same-origin", "origin": "null"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site", "origin": "https://help.example.org"}, False),
        ({"origin": "https://help.example.org"}, True),
        ({"origin": "https://elsewhere.example"}, False),
        ({"origin": "https://help.example.org.elsewhere.example"}, False),
        ({"origin": "null"}, False),
        ({"origin": "null", "referer": "https://help.example.org/"}, True),
        ({"referer": "https://elsewhere.example/?help.example.org"}, False),
        ({}, True),
    ],
)
def test_only_our_own_page_may_speak_in_a_conversation(given: dict[str, str], ours: bool) -> None:
    raw = [(name.encode(), value.encode()) for name, value in [HOST, *given.items()]]
    assert comes_from_us(Headers(raw=raw)) is ours


def test_a_token_of_another_site_opens_nothing_here(at_home: House) -> None:
    """Threat: an attacker's own conversation is posted into somebody's browser, to read what they write there."""
    attacker = at_home.person()
    victim = Browser(at_home.client, headers={"sec-fetch-site": "cross-site", "origin": "null"})
    assert victim.posts({**attacker.page.fields["chat"], "look": "1"}).status_code == 403
    assert victim.page.token == "", "what is written next begins a conversation that only this browser knows"


def test_another_site_can_send_somebody_away_but_not_out_of_their_conversation(at_home: House) -> None:
    person = at_home.person()
    Browser(at_home.client, headers={"sec-fetch-site": "cross-site"}).posts({"leave": "1", "token": "guess"})
    assert person.writes("kvar").said_by("bot")


@pytest.mark.parametrize("body", [b"\xff\xfe", b"text=%ff%fe&send=1", b"&".join(b"a=1" for _ in range(99))])
def test_what_is_no_form_is_answered_in_words(body: bytes, at_home: House) -> None:
    with pytest.raises(NotAForm):
        read_form(body)
    answered = at_home.client.post("/", content=body, headers={"accept-language": "th"})
    assert answered.status_code == 400
    assert answered.text.count("112") >= 4
    assert '<html lang="th"' in answered.text


def test_a_pasted_megabyte_is_answered_in_words(at_home: House) -> None:
    answered = at_home.client.post("/", data={"text": "å" * 1_000_000, "send": "1"})
    assert answered.status_code == 413
    assert "112" in answered.text
    assert "Skriv på svenska" in answered.text


def test_a_form_is_read_strictly() -> None:
    assert read_form(b"token=t&n=3&language=sv&text=%C3%A5%0D%0A&send=1") == Form(
        "send", "1", "t", 3, Language.sv, "å\r\n"
    )
    assert read_form(b"n=-1&language=xx") == Form("look", "", "", 1, None, "")
    assert read_form("n=٣".encode("ascii", "ignore")).n == 1


@pytest.mark.parametrize(
    ("header", "language"),
    [("", "en"), ("de", "en"), ("th-TH,th;q=0.9", "th"), ("mo", "ro"), ("de, ro;q=0.5", "ro"), ("*", "en")],
)
def test_the_first_language_a_browser_asks_for(header: str, language: str) -> None:
    assert wanted_language(header) == language


def test_nothing_of_a_page_is_kept_or_told_elsewhere(at_home: House) -> None:
    answered = at_home.person().posts({"begin": "sv"})
    assert answered.headers["cache-control"] == "no-store"
    assert answered.headers["referrer-policy"] == "same-origin"
    assert "set-cookie" not in answered.headers
    assert "unsafe" not in answered.headers["content-security-policy"]
    assert "style=" not in answered.text
    assert "<script" not in answered.text
