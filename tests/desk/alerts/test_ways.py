"""A way of telling counsellors that is half set up is refused at the start, and not found out at night."""

from pathlib import Path
from typing import Any

import pytest

from tests.queue.world import install
from triage_api.alert_ways import alert_ways
from triage_api.clock import utc_now
from triage_api.command.doctor import alerts_found
from triage_api.safe_start import UnsafeToStart, refuse_unsafe_start
from triage_api.settings import Settings

MAIL = {"smtp_host": "mail.example.org", "smtp_from": "lykta@example.org"}
PUSH = {"push_contact": "mailto:ops@example.org"}


def ways(folder: Path, **chosen: Any) -> set[str]:
    return set(alert_ways(install(folder, **chosen), None, utc_now))


def test_only_what_is_set_up_is_offered(tmp_path: Path) -> None:
    for name, chosen, offered in (
        ("nothing", {}, set()),
        ("mail", MAIL, {"mail"}),
        ("push", PUSH, {"push"}),
        ("demo", {"demo": True}, {"push"}),
    ):
        (tmp_path / name).mkdir()
        assert ways(tmp_path / name, **chosen) == offered


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        ({"smtp_host": "mail.example.org"}, "LYKTA_SMTP_FROM"),
        (MAIL | {"smtp_user": "lykta"}, "smtp.password"),
    ],
)
def test_half_a_mail_server_is_refused(tmp_path: Path, chosen: dict[str, Any], says: str) -> None:
    with pytest.raises(UnsafeToStart, match=says):
        refuse_unsafe_start(install(tmp_path, **chosen))


@pytest.mark.parametrize("name", ["push.key", "smtp.password"])
def test_secrets_that_others_can_read_are_refused(tmp_path: Path, name: str) -> None:
    settings = install(tmp_path, **MAIL, **PUSH)
    (settings.var / name).write_text("x" * 40)
    (settings.var / name).chmod(0o640)
    with pytest.raises(UnsafeToStart, match=f"chmod 600 .*{name}"):
        refuse_unsafe_start(settings)


def test_keys_and_authorities_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    settings = install(tmp_path, **PUSH)
    settings.push_key_file.write_text("no key")
    settings.push_key_file.chmod(0o600)
    with pytest.raises(UnsafeToStart, match=r"push\.key"):
        alert_ways(settings, None, utc_now)
    mail = settings.model_copy(update={**MAIL, "push_contact": "", "smtp_ca": str(tmp_path / "none.pem")})
    with pytest.raises(UnsafeToStart, match="LYKTA_SMTP_CA"):
        alert_ways(mail, None, utc_now)


@pytest.mark.parametrize("contact", ["ops@example.org", "mailto:", "mailto:a b@example.org"])
def test_a_contact_is_a_mail_address(contact: str) -> None:
    with pytest.raises(ValueError, match="push_contact"):
        Settings(push_contact=contact)


def test_the_doctor_says_by_which_ways_and_that_nothing_runs(tmp_path: Path) -> None:
    none, asleep = alerts_found(install(tmp_path), "http://127.0.0.1:9")
    assert (none.good, asleep.good) == (False, True)
    assert "LYKTA_PUSH_CONTACT" in none.says
