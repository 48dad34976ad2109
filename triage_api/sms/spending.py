"""What texting costs today, and the alarm when it reaches the day's ceiling. Counted in segments, never by person."""

import json
import logging
import os
from pathlib import Path

from triage_api.clock import Clock
from triage_api.gsm7 import segments

log = logging.getLogger("lykta.sms")


ALARM = (
    "Texting has reached its ceiling for today: only danger and counsellors go out until midnight UTC. "
    "See who sends so much at the provider, and raise LYKTA_SMS_CEILING if it is people."
)


class Spending:
    """Beyond the ceiling go out: danger, STOP, what leads to a counsellor, and what one writes.

    `file` keeps the day and its number of segments over a restart, or a machine that starts again and again would have
    no ceiling; one that cannot be read begins the day anew.
    """

    def __init__(self, price: float, ceiling: float, now: Clock, file: Path | None = None) -> None:
        self.price, self.ceiling, self._now, self._file = price, ceiling, now, file
        self._day, self._segments, self._alarmed = "", 0, False
        if file is not None and file.exists():
            self._load(file)

    @property
    def today(self) -> float:
        self._turn()
        return self._segments * self.price

    @property
    def stopped(self) -> bool:
        """Whether the bot's answers are held back until midnight UTC."""
        return self.today >= self.ceiling

    def count(self, text: str) -> None:
        self._turn()
        self._segments += segments(text)
        if self.stopped and not self._alarmed:
            self._alarmed = True
            log.error("%s", ALARM)

    def save(self) -> None:
        """Raises OSError."""
        if self._file is not None:
            fresh = self._file.with_suffix(".new")
            with os.fdopen(os.open(fresh, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w") as file:
                json.dump({"day": self._day, "segments": self._segments}, file)
            fresh.replace(self._file)

    def _load(self, file: Path) -> None:
        try:
            kept = json.loads(file.read_text())
            self._day, self._segments = str(kept["day"]), int(kept["segments"])
        except (OSError, ValueError, KeyError, TypeError):
            log.warning("%s cannot be read: what texting has cost today is counted from 0.", file)

    def _turn(self) -> None:
        day = self._now().date().isoformat()
        if day != self._day:
            self._day, self._segments, self._alarmed = day, 0, False
