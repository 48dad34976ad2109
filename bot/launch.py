"""Serves the bot: `python -m bot.launch --port 5005 --actions-port 5055 --model bot/models/lykta.tar.gz`.

Rasa's stock REST channel on 127.0.0.1, without TensorFlow, without logs, without Rasa's HTTP API. Prints one line
`ready` when it can answer in all four languages at full speed, and ends with the process that started it.
"""

import argparse
import asyncio
import sys
from pathlib import Path
from typing import Any

from bot.lifeline import end_with_parent
from bot.quiet import be_quiet
from bot.standin import stand_in_for_unused
from bot.swap import keep_current

PROJECT = Path(__file__).resolve().parent
MODEL = PROJECT / "models" / "lykta.tar.gz"
WARM_UP = {
    "sv": "hej, vad är det här?",
    "en": "hello, what is this?",
    "th": "สวัสดี นี่คืออะไร",
    "ro": "bună, ce este asta?",
}
WARM_UP_CONVERSATION = "warm-up"
ANSWER_SECONDS = 30


def main(arguments: list[str] | None = None) -> int:
    """Runs until it is told to stop. Returns 2, with one sentence, when it cannot start."""
    parser = argparse.ArgumentParser(prog="python -m bot.launch", description="Serve the bot on 127.0.0.1.")
    parser.add_argument("--port", type=int, default=5005)
    parser.add_argument("--actions-port", type=int, default=5055)
    parser.add_argument("--model", type=Path, default=MODEL)
    given = parser.parse_args(arguments)
    if not given.model.is_file():
        print(f"{given.model}: there is no trained model; make one with `python -m bot.train`.", file=sys.stderr)
        return 2
    end_with_parent()
    be_quiet()
    stand_in_for_unused()
    if _is_taken(given.port):
        print(f"Port {given.port} is taken; stop what uses it or choose another with --port.", file=sys.stderr)
        return 2
    serve(given.model, given.port, given.actions_port)
    return 0


def serve(model: Path, port: int, actions_port: int) -> None:
    """Blocks while serving."""
    from rasa.core.agent import load_agent
    from rasa.core.channels.rest import RestInput
    from rasa.core.run import configure_app

    endpoints = read_endpoints(actions_port)
    app = configure_app([RestInput()], enable_api=False, endpoints=endpoints, response_timeout=ANSWER_SECONDS)
    app.config.ACCESS_LOG = False
    app.config.MOTD = False

    async def load(served: Any, loop: Any) -> None:
        served.ctx.agent = await load_agent(model_path=str(model), endpoints=endpoints, loop=loop)
        await warm_up(served.ctx.agent)

    async def say_ready(served: Any, _loop: Any) -> None:
        served.add_task(keep_current(served.ctx.agent, model, warm_up))
        print("ready", flush=True)

    app.register_listener(load, "before_server_start")
    app.register_listener(say_ready, "after_server_start")
    app.run(host="127.0.0.1", port=port, workers=1, access_log=False, debug=False, motd=False)


def read_endpoints(actions_port: int) -> Any:
    """endpoints.yml, with the action server at the port given."""
    from rasa.core.utils import AvailableEndpoints
    from rasa.utils.endpoints import EndpointConfig

    endpoints = AvailableEndpoints.read_endpoints(str(PROJECT / "endpoints.yml"))
    endpoints.action = EndpointConfig(url=f"http://127.0.0.1:{actions_port}/webhook")
    return endpoints


async def warm_up(agent: Any) -> None:
    """One whole turn in each language, so that nobody who needs help waits for a dictionary to be read."""
    from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

    for language, text in WARM_UP.items():
        metadata = {"language": language, "channel": "web"}
        await asyncio.wait_for(
            agent.handle_message(UserMessage(text, CollectingOutputChannel(), WARM_UP_CONVERSATION, metadata=metadata)),
            ANSWER_SECONDS,
        )
    await agent.handle_message(UserMessage("/case_closed", CollectingOutputChannel(), WARM_UP_CONVERSATION))


def _is_taken(port: int) -> bool:
    import socket

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


if __name__ == "__main__":
    sys.exit(main())
