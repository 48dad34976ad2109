"""Alerts by e-mail, through the organisation's own mail server, never without TLS."""

import asyncio
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from triage_api.desk.alerts.sending import Refused, TryAgain

SECONDS = 20.0
FOR_EVER = 500
"""From here on a mail server's answer means: not at any time (RFC 5321 §4.2.1)."""


class MailSender:
    """`user` and `password` are empty where the server asks for none; `ca` is a file of its own authority, if any."""

    def __init__(self, host: str, port: int, sender: str, user: str = "", password: str = "", ca: str = "") -> None:
        self._host, self._port, self._sender = host, port, sender
        self._user, self._password = user, password
        self._tls = ssl.create_default_context(cafile=ca or None)

    def __repr__(self) -> str:
        return "MailSender(…)"

    async def send(self, where: str, text: str, *, quiet: bool) -> None:  # noqa: ARG002 (a mail makes no sound of its own)
        """The sentence is subject and body. Raises TryAgain or Refused."""
        await asyncio.to_thread(self._send, where, text)

    def _send(self, where: str, text: str) -> None:
        domain = self._sender.partition("@")[2]
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._sender, where, text
        message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain=domain)
        message["Auto-Submitted"] = "auto-generated"  # no holiday's answer comes back
        message.set_content(text + "\n")
        try:
            with smtplib.SMTP(self._host, self._port, local_hostname=domain, timeout=SECONDS) as server:
                server.starttls(context=self._tls)
                if self._user:
                    server.login(self._user, self._password)
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as refused:
            if all(code >= FOR_EVER for code, _ in refused.recipients.values()):
                raise Refused from None
            raise TryAgain from None
        except (smtplib.SMTPException, OSError):
            raise TryAgain from None  # a wrong password is the operator's to mend; the alert waits for it
