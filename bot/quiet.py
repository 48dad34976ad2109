"""Nothing that a person wrote may reach a terminal or a file through Rasa's own logging.

Rasa logs message texts at debug, in error records together with local variables, in Python's warnings, and, where
structlog is not configured before an agent is loaded, on standard output for every message.
"""

import logging
import os
import sys
import warnings
from types import TracebackType
from typing import Any


def be_quiet() -> None:
    """Call before Rasa is imported. Afterwards no logger says anything below CRITICAL, whoever sets its level."""
    os.environ["LOG_LEVEL"] = os.environ["LOG_LEVEL_LIBRARIES"] = "CRITICAL"
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ["SQLALCHEMY_SILENCE_UBER_WARNING"] = "1"
    os.environ["TQDM_DISABLE"] = "1"
    logging.disable(logging.ERROR)
    warnings.simplefilter("ignore")
    # Rasa turns filters back on for its own warnings, some of which quote the message: so none is ever shown.
    warnings.showwarning = _say_nothing
    sys.excepthook = _name_the_kind_only
    sys.unraisablehook = _say_nothing
    import structlog

    structlog.configure(
        processors=[_drop],
        wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL),
        logger_factory=structlog.ReturnLoggerFactory(),
        cache_logger_on_first_use=False,
    )


def _drop(_logger: Any, _method: str, _event: Any) -> Any:
    import structlog

    raise structlog.DropEvent


def _say_nothing(*_: Any, **__: Any) -> None:
    """What would have been shown may quote a message."""


def _name_the_kind_only(kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    """An error that ends the process is named by its kind: its text and its local variables may quote a message."""
    if not issubclass(kind, KeyboardInterrupt):
        print(f"The bot stopped because of a {kind.__name__}; start it again, and report this name.", file=sys.stderr)
