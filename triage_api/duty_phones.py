"""Alerts as texts to duty phones: the desk's sentence by the texting part's provider, neither knowing of the other."""

from triage_api.desk.alerts.sending import Refused, TryAgain
from triage_api.sms.provider import NotEver, NotNow
from triage_api.sms.sms import Sms


class DutyPhones:
    def __init__(self, sms: Sms) -> None:
        self._sms = sms

    async def send(self, where: str, text: str, *, quiet: bool) -> None:  # noqa: ARG002 (a phone rings as it is set to)
        """One text. Raises TryAgain or Refused."""
        try:
            await self._sms.tell_counsellor(where, text)
        except NotNow as wait:
            raise TryAgain(wait.after_seconds) from None
        except NotEver:
            raise Refused from None
