"""Text messages start only where nobody else can sign as the provider, and where it reaches us under its own name."""

from pathlib import Path
from typing import Any

import pytest

from tests.sms.house import texting_settings
from triage_api.safe_start import UnsafeToStart, refuse_unsafe_start

PUBLIC = "http://127.0.0.1:8000"


def test_it_may_start(tmp_path: Path) -> None:
    refuse_unsafe_start(texting_settings(tmp_path, PUBLIC, PUBLIC))


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        ({"sms_account": ""}, "LYKTA_SMS_ACCOUNT"),
        ({"sms_public_url": ""}, "LYKTA_SMS_PUBLIC_URL"),
        ({"sms_public_url": "help.example.org"}, "LYKTA_SMS_PUBLIC_URL"),
        ({"demo": False}, "https"),
    ],
)
def test_it_says_what_is_missing(chosen: dict[str, Any], says: str, tmp_path: Path) -> None:
    settings = texting_settings(tmp_path, PUBLIC, PUBLIC).model_copy(update=chosen)
    with pytest.raises(UnsafeToStart, match=says):
        refuse_unsafe_start(settings)


def test_it_refuses_a_token_that_is_missing_short_or_open_to_others(tmp_path: Path) -> None:
    settings = texting_settings(tmp_path, PUBLIC, PUBLIC)
    settings.provider_token_file.chmod(0o644)
    with pytest.raises(UnsafeToStart, match="chmod 600"):
        refuse_unsafe_start(settings)
    settings.provider_token_file.write_text("short\n")
    with pytest.raises(UnsafeToStart, match="auth token"):
        refuse_unsafe_start(settings)
    settings.provider_token_file.unlink()
    with pytest.raises(UnsafeToStart, match="auth token"):
        refuse_unsafe_start(settings)
