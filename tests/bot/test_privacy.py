"""Nothing that a person wrote reaches the bot's output or a file, whatever breaks."""

import contextlib
import urllib.error
from pathlib import Path

import pytest
from conftest import ActionServer, Bot, ask, start, texts_of

CANARY = "Kanariefågel Ottilia 070-174 06 05 bor på Påhittade vägen 7"
PIECES = (
    "Kanariefågel",
    "Ottilia",
    "174 06 05",
    "Kanariefagel",
    "Kanarief\\u00e5gel",
    "Kanarief%C3%A5gel",
    "Påhittade",
)

FUNCTIONS = (
    "nlu.language.guess_language",
    "nlu.topic.likely_topics",
    "nlu.urgency.judge",
    "nlu.signs.find_signs",
    "conversation.gather.gather",
)

BREAK_THE_FUNCTION_NAMED_IN_A_FILE = """
import importlib, sys
from pathlib import Path
def breakable(name, function):
    def call(*arguments, **options):
        if Path("broken").exists() and Path("broken").read_text() == name:
            raise RuntimeError(f"it broke over {arguments}")
        return function(*arguments, **options)
    return call
for name in NAMES:
    module_name, function_name = name.rsplit(".", 1)
    module = importlib.import_module("bot." + module_name)
    setattr(module, function_name, breakable(name, getattr(module, function_name)))
from bot.launch import main
sys.exit(main())
""".replace("NAMES", repr(FUNCTIONS))

BREAK_THE_COMPONENT = """
import sys
from bot.quiet import be_quiet
from bot.standin import stand_in_for_unused
be_quiet()
stand_in_for_unused()
from bot.nlu.components.gather import GatherComponent
def process(self, messages):
    import warnings, logging, structlog
    text = messages[0].get("text")
    if "Kanarie" not in text:
        return messages
    warnings.warn(text)
    logging.getLogger("rasa").error(text)
    structlog.get_logger().error("bot", text=text)
    raise ValueError(text)
GatherComponent.process = process
from bot.launch import main
sys.exit(main())
"""


def everything_of(bot: Bot) -> str:
    """All that the bot printed, and every file it could write: its working folder and its temporary folder."""
    files = [file.read_bytes().decode("utf-8", "replace") for file in sorted(bot.folder.rglob("*")) if file.is_file()]
    return bot.printed() + "".join(files) + "".join(str(file) for file in bot.folder.rglob("*"))


def assert_nothing_kept(bot: Bot) -> None:
    kept = everything_of(bot)
    assert [piece for piece in PIECES if piece in kept] == []


def test_an_ordinary_conversation_leaves_nothing(bot: Bot) -> None:
    for text in (
        CANARY,
        f"/{CANARY}",
        f"/restart {CANARY}",
        f'/law.selling{{"language": "{CANARY}"',
        f"hjälp {CANARY}",
    ):
        bot.hears(text, "canary", language="sv", channel="web")
    with contextlib.suppress(urllib.error.HTTPError):
        ask(bot.port, f'{{"sender": "canary", "message": "{CANARY}'.encode(), 10)
    with contextlib.suppress(urllib.error.HTTPError):
        ask(bot.port, {"sender": "canary", "message": {"not": CANARY}}, 10)
    assert_nothing_kept(bot)


def test_what_is_searched_would_be_found(bot: Bot) -> None:
    planted = bot.folder / "tmp" / "planted"
    planted.write_text(CANARY, encoding="utf-8")
    with pytest.raises(AssertionError):
        assert_nothing_kept(bot)
    planted.unlink()


def test_a_broken_function_still_gives_an_answer_and_leaves_nothing(
    model: Path, action_server: ActionServer, tmp_path: Path
) -> None:
    breakable = start(model, action_server.port, tmp_path, BREAK_THE_FUNCTION_NAMED_IN_A_FILE)
    try:
        for name in FUNCTIONS:
            (tmp_path / "broken").write_text(name)
            said = breakable.hears(CANARY, f"broken {name}", language="sv", channel="web")
            assert texts_of(said), name
            assert said[-1]["custom"]["state"]["language"] == "sv", name
            assert_nothing_kept(breakable)
        # Without the urgency model the signs alone still find danger.
        (tmp_path / "broken").write_text("nlu.urgency.judge")
        said = breakable.hears("han har låst in mig", "broken", language="sv", channel="web")
        assert {"custom": {"kind": "danger"}} in said
    finally:
        breakable.end()


def test_a_component_that_raises_answers_nothing_and_leaves_nothing(
    model: Path, action_server: ActionServer, tmp_path: Path
) -> None:
    broken = start(model, action_server.port, tmp_path, BREAK_THE_COMPONENT)
    try:
        assert broken.hears(CANARY, "raises", language="sv", channel="web") == []
        assert_nothing_kept(broken)
    finally:
        broken.end()


def test_an_action_server_that_hangs_leaves_nothing(bot: Bot, action_server: ActionServer) -> None:
    bot.hears(CANARY, "hangs", language="sv", channel="web")
    action_server.hanging.set()
    try:
        with pytest.raises(TimeoutError):
            bot.hears('/handoff.ask{"language": "sv"}', "hangs", timeout=2)
    finally:
        action_server.hanging.clear()
    assert_nothing_kept(bot)


def test_an_action_server_that_is_gone_gives_no_text_so_that_the_door_takes_over(
    model: Path, action_server: ActionServer, tmp_path: Path
) -> None:
    alone = start(model, 1, tmp_path)
    try:
        alone.hears(CANARY, "alone", language="sv", channel="web")
        assert texts_of(alone.hears_choice("handoff.ask", "alone", language="sv", channel="web")) == []
        assert_nothing_kept(alone)
    finally:
        alone.end()
