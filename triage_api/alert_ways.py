"""By which ways counsellors can be told here, from the settings."""

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

from triage_api.clock import Clock
from triage_api.desk.alerts.mail import MailSender
from triage_api.desk.alerts.push import PushSender, open_push_key
from triage_api.desk.alerts.sending import Kind, Sender
from triage_api.duty_phones import DutyPhones
from triage_api.safe_start import UnsafeToStart
from triage_api.settings import Settings
from triage_api.sms.sms import Sms

DEMO_CONTACT = "mailto:nobody@example.org"


def alert_ways(settings: Settings, sms: Sms | None, now: Clock) -> dict[Kind, Sender]:
    """Only what is set up. Raises UnsafeToStart for a key or an authority that cannot be read."""
    ways: dict[Kind, Sender] = {}
    contact = settings.push_contact or (DEMO_CONTACT if settings.demo else "")
    if contact:
        ways["push"] = PushSender(_push_key(settings), contact, settings.push_services, now)
    if sms is not None:
        ways["sms"] = DutyPhones(sms)
    if settings.smtp_host:
        ways["mail"] = _mail(settings)
    return ways


def _push_key(settings: Settings) -> EllipticCurvePrivateKey:
    try:
        return open_push_key(settings.push_key_file)
    except (OSError, ValueError, TypeError):
        file = settings.push_key_file
        raise UnsafeToStart(f"The key in {file} cannot be used: move it away; counsellors then choose anew.") from None


def _mail(settings: Settings) -> MailSender:
    password = settings.smtp_password_file.read_text().strip() if settings.smtp_user else ""
    server = (settings.smtp_host, settings.smtp_port, settings.smtp_from)
    try:
        return MailSender(*server, user=settings.smtp_user, password=password, ca=settings.smtp_ca)
    except OSError:
        raise UnsafeToStart("The file in LYKTA_SMTP_CA cannot be read: name the mail server's authority.") from None
