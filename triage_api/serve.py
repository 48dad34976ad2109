"""`python -m triage_api.serve`: the API as one process that logs nothing of a request and ends with its parent."""

import os
import resource
import socket
import sys
from types import FrameType

import uvicorn
from fastapi import FastAPI

from triage_api.app import create_app
from triage_api.hushed_logs import hush_logs
from triage_api.process import end_with_parent, leave_no_core
from triage_api.safe_start import UnsafeToStart
from triage_api.settings import Settings

LAST_WORDS_SECONDS = 3
MOST_FILES = 8192
MOST_CONNECTIONS = 6000
"""Each page that waits or talks holds one open; the rest of the files are for databases and the bot."""

IDLE_SECONDS = 125
"""A web server in front keeps idle connections for two minutes at most (Caddy; nginx one) and sends the next request on
them. Whoever closes first while one is on its way loses it, and a POST is not sent again: it must not be this side."""


class Server(uvicorn.Server):
    """Uvicorn waits for open connections before it tells the app; event streams have to be told first."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.config.app.state.bells.close()  # type: ignore[union-attr]
        super().handle_exit(sig, frame)


def listen(host: str, port: int) -> socket.socket:
    """The listening socket; UnsafeToStart with one sentence when the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise UnsafeToStart(
            f"Port {port} is taken or not allowed: stop what uses it, or set LYKTA_PORT to another."
        ) from error
    return listening


def allow_many_streams() -> None:
    """Each waiting person's page keeps a connection open: as many files as the system lets us have, up to 8192."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def run(app: FastAPI, listening: socket.socket) -> None:
    """Serves until a signal ends it."""
    config = uvicorn.Config(
        app,
        access_log=False,
        log_config=None,
        log_level="warning",
        server_header=False,
        proxy_headers=False,
        ws="none",
        timeout_graceful_shutdown=LAST_WORDS_SECONDS,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_keep_alive=IDLE_SECONDS,
    )
    Server(config).run(sockets=[listening])


def main() -> None:
    end_with_parent()
    leave_no_core()
    allow_many_streams()
    os.umask(0o077)
    hush_logs()
    settings = Settings()
    try:
        app = create_app(settings)
        listening = listen(settings.host, settings.port)
    except UnsafeToStart as refusal:
        sys.exit(str(refusal))
    run(app, listening)


if __name__ == "__main__":
    main()
