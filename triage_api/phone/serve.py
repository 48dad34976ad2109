"""`python -m triage_api.phone.serve`: the phone simulator on loopback. It ends with its parent and logs no request."""

import os
import socket
import sys

import uvicorn

from triage_api.hushed_logs import hush_logs
from triage_api.phone.account import with_phone
from triage_api.phone.app import account_to_simulate, create_app
from triage_api.phone.network import Network
from triage_api.process import end_with_parent, leave_no_core
from triage_api.safe_start import UnsafeToStart
from triage_api.settings import Settings

LAST_WORDS_SECONDS = 1


def listen(port: int) -> socket.socket:
    """The listening socket, on loopback; UnsafeToStart with one sentence when the port is taken."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("127.0.0.1", port))
    except OSError as error:
        listening.close()
        raise UnsafeToStart(f"Port {port} is taken: stop what uses it, or set LYKTA_PHONE_PORT to another.") from error
    return listening


def main() -> None:
    end_with_parent()
    leave_no_core()
    os.umask(0o077)
    hush_logs()
    settings = with_phone(Settings())
    try:
        # As docs/sms.md asks of the real account: who once wrote STOP may later be in danger.
        network = Network(account_to_simulate(settings), stop_words=False)
        listening = listen(settings.phone_port)
    except UnsafeToStart as refusal:
        sys.exit(str(refusal))
    config = uvicorn.Config(
        create_app(network),
        access_log=False,
        log_config=None,
        log_level="warning",
        server_header=False,
        proxy_headers=False,
        ws="none",
        timeout_graceful_shutdown=LAST_WORDS_SECONDS,
    )
    uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main()
