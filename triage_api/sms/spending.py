"""What texting costs today, and the alarm when it reaches the day's ceiling. Counted in segments, never by person."""

import logging

from triage_api.clock import Clock
from triage_api.gsm7 import segments

log = logging.getLogger("lykta.sms")


ALARM = (
    "Texting has reached its ceiling for today: only danger and counsellors go out until midnight UTC. "
    "See who sends so much at the provider, and raise LYKTA_SMS_CEILING if it is people."
)


class Spending:
    """Beyond the ceiling go out: danger, STOP, what leads to a counsellor, and what one writes."""

    def __init__(self, price: float, ceiling: float, now: Clock) -> None:
        self.price, self.ceiling, self._now = price, ceiling, now
        self._day, self._segments, self._alarmed = "", 0, False

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

    def _turn(self) -> None:
        day = self._now().date().isoformat()
        if day != self._day:
            self._day, self._segments, self._alarmed = day, 0, False
