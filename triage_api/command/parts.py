"""Which processes Lykta is, and how each is started. The API is last: it is the one that people reach."""

import json
import sys
from pathlib import Path

from triage_api.command.children import Part
from triage_api.command.trouble import NoBotPython
from triage_api.settings import ROOT, Settings


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
    told = {
        **{f"LYKTA_{name.upper()}": _as_variable(value) for name, value in settings.model_dump(mode="json").items()},
        "RASA_TELEMETRY_ENABLED": "false",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
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


def _as_variable(value: object) -> str:
    """A setting as pydantic-settings reads it back from the environment."""
    return value if isinstance(value, str) else json.dumps(value)
