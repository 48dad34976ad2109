"""The signature is over the public address, which is not the one a proxy calls: its scheme, name, port and prefix."""

from urllib.parse import urlencode

import pytest
from twilio.request_validator import RequestValidator

from tests.phone.double import TOKEN
from triage_api.sms.incoming import NotSigned, Signed

FIELDS = {"MessageSid": "SM" + "0" * 32, "From": "+46701740690", "Body": "hej då + åäö ไทย 100 %"}
PATH = "/sms/incoming"


def reads(public: str, called: str, query: str = "") -> dict[str, str]:
    """What `Signed` makes of a form whose sender calls and signs `called`; the proxy hands on path and query."""
    signature = RequestValidator(TOKEN).compute_signature(called, FIELDS)
    return dict(Signed(TOKEN, public).fields(PATH, query, urlencode(FIELDS).encode(), signature))


@pytest.mark.parametrize(
    ("public", "called"),
    [
        ("https://text.example.org", "https://text.example.org/sms/incoming"),
        ("https://text.example.org/", "https://text.example.org/sms/incoming"),
        ("https://text.example.org", "https://text.example.org:443/sms/incoming"),
        ("https://text.example.org:443", "https://text.example.org/sms/incoming"),
        ("https://text.example.org:8443", "https://text.example.org:8443/sms/incoming"),
        ("https://example.org/lantern", "https://example.org/lantern/sms/incoming"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000/sms/incoming"),
    ],
)
def test_what_was_signed_over_the_public_address_is_read(public: str, called: str) -> None:
    assert reads(public, called) == FIELDS


@pytest.mark.parametrize("query", ["from=console", "a=1&b=2", "text=%C3%A5+b%20c", "empty=", "a=1&a=2"])
def test_the_query_is_held_against_it_as_it_came(query: str) -> None:
    called = f"https://text.example.org/sms/incoming?{query}"
    assert reads("https://text.example.org", called, query) == FIELDS
    with pytest.raises(NotSigned):
        reads("https://text.example.org", called)


@pytest.mark.parametrize(
    "called",
    [
        "http://text.example.org/sms/incoming",
        "https://text.example.org.example.net/sms/incoming",
        "https://example.org/sms/incoming",
        "https://text.example.org/lantern/sms/incoming",
        "https://text.example.org/sms/status",
        "http://127.0.0.1:8000/sms/incoming",
    ],
)
def test_what_was_signed_over_another_address_is_not(called: str) -> None:
    with pytest.raises(NotSigned):
        reads("https://text.example.org", called)
