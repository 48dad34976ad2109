"""Which processes Lykta is, and how each is started. The API is last: it is the one that people reach.

In the demo without a number of its own there is one more, the phone simulator, which is no part of Lykta.
"""

import json
import sys
from pathlib import Path

from triage_api.command.children import Part
from triage_api.command.trouble import NoBotPython
from triage_api.phone.account import simulated
from triage_api.settings import ROOT, Settings

BOT_NICE = 5
"""The API says 112 by itself and speaks for a bot that is late, so under a flood it goes first."""


def bot_python() -> Path:
    """The interpreter of the bot's own world (Python 3.10).

    Raises:
        NoBotPython: it has not been installed.
    """
    python = ROOT / ".venv-bot" / "bin" / "python"
    if not python.exists():
        raise NoBotPython
    return python


def parts(settings: Settings, model: Path) -> tuple[Part, Part, Part]:
    """Bot, actions and API with this model."""
    told = _told(settings)
    bot = Part(
        "bot",
        (
            *(str(bot_python()), "-m", "bot.launch", "--model", str(model)),
            *("--port", str(settings.bot_port), "--actions-port", str(settings.actions_port)),
        ),
        settings.bot_port,
        "LYKTA_BOT_PORT",
        f"{settings.bot_url}/",
        told,
        BOT_NICE,
    )
    actions = Part(
        "actions",
        (sys.executable, "-m", "actions.serve"),
        settings.actions_port,
        "LYKTA_ACTIONS_PORT",
        f"{settings.actions_url}/health",
        told,
    )
    api = Part(
        "api",
        (sys.executable, "-m", "triage_api.serve"),
        settings.port,
        "LYKTA_PORT",
        f"{settings.api_url}/healthz",
        told,
    )
    return bot, actions, api


def phone_part(settings: Settings) -> Part | None:
    """The phone simulator, where the settings have it in the provider's place; else None."""
    if not simulated(settings):
        return None
    return Part(
        "phone",
        (sys.executable, "-m", "triage_api.phone.serve"),
        settings.phone_port,
        "LYKTA_PHONE_PORT",
        f"{settings.phone_url}/",
        _told(settings),
    )


def _told(settings: Settings) -> dict[str, str]:
    """The environment of a part: all settings, as they are here."""
    return {
        **{f"LYKTA_{name.upper()}": _as_variable(value) for name, value in settings.model_dump(mode="json").items()},
        "RASA_TELEMETRY_ENABLED": "false",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _as_variable(value: object) -> str:
    """A setting as pydantic-settings reads it back from the environment."""
    return value if isinstance(value, str) else json.dumps(value)
