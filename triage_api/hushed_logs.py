"""Logs that cannot hold what a person wrote, who they are, or what they asked for."""

import logging
import sys
import warnings


class HushedFormatter(logging.Formatter):
    """Writes level, logger and message; of an exception only its kind.

    Libraries log tracebacks whose last line quotes a value; here no exception text and no stack is ever printed.
    """

    def __init__(self) -> None:
        super().__init__("%(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else None
        bare = logging.makeLogRecord({**record.__dict__, "exc_info": None, "exc_text": None, "stack_info": None})
        ours, servers = bare.name.startswith("lykta."), bare.name == "uvicorn.error" and "\n" not in bare.getMessage()
        if not (ours or servers):
            # A library's sentence may hold a request's values, and some log a whole traceback as their sentence;
            # what stays is that it spoke, where and how loudly.
            bare.msg, bare.args = f"at {bare.module}:{bare.lineno}", None
        line = super().format(bare)
        return f"{line} ({kind})" if kind else line


def hush_logs() -> None:
    """Replaces every handler of the root logger by one to stderr, from WARNING up; access logs do not exist.

    Called by the process's entry point, before anything is served.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(HushedFormatter())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("lykta").setLevel(logging.INFO)
    access = logging.getLogger("uvicorn.access")
    access.handlers, access.propagate, access.disabled = [], False, True
    logging.raiseExceptions = False  # logging's own errors would print the record's arguments
    warnings.simplefilter("ignore")
