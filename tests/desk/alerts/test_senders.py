"""The three ways of telling a counsellor, each against its other side."""

import asyncio
import secrets
import ssl
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.desk.alerts.push_service import Device, PushService, push_service
from tests.sms.house import free_port
from triage_api.clock import utc_now
from triage_api.desk.alerts.mail import MailSender
from triage_api.desk.alerts.push import PADDED_BYTES, PushSender, Subscription, is_service, open_push_key
from triage_api.desk.alerts.sending import Gone, Refused, TryAgain
from triage_api.settings import Settings

SAYS = "Lykta: someone is waiting."


@pytest.fixture
def service() -> Iterator[PushService]:
    with push_service() as one:
        yield one


@pytest.fixture
def sender(service: PushService, tmp_path: Path) -> PushSender:
    return PushSender(open_push_key(tmp_path / "push.key"), "mailto:ops@example.org", (service.url,), utc_now)


def sends(sender: PushSender, device: Device, text: str = SAYS, *, quiet: bool = False) -> None:
    where = Subscription(**device.subscription).model_dump_json()
    asyncio.run(sender.send(where, text, quiet=quiet))


def test_a_browser_opens_what_was_sent_and_the_service_knows_who_signed(
    service: PushService, sender: PushSender
) -> None:
    device = service.subscribes(sender.public_key)
    sends(sender, device)
    assert device.got == [{"say": SAYS, "quiet": False}]


def test_a_push_service_cannot_tell_an_urgent_alert_from_a_quiet_one_or_a_trial(
    service: PushService, sender: PushSender
) -> None:
    device = service.subscribes(sender.public_key)
    sends(sender, device)
    sends(sender, device, quiet=True)
    sends(sender, device, "Lykta: det här är ett prov.")
    shown = [
        ({name: value for name, value in headers.items() if name != "authorization"}, length)
        for headers, length in service.heard
    ]
    assert shown[0] == shown[1] == shown[2]
    assert shown[0][1] > PADDED_BYTES


def test_nobody_else_can_open_it(service: PushService, sender: PushSender) -> None:
    device, other = service.subscribes(sender.public_key), Device(service.url, sender.public_key)
    device.key = other.key
    where = Subscription(**device.subscription | {"p256dh": Device(service.url, "").subscription["p256dh"]})
    with pytest.raises(Refused):
        asyncio.run(sender.send(where.model_dump_json(), SAYS, quiet=False))
    assert device.got == []


def test_a_signature_of_another_server_is_refused(service: PushService, sender: PushSender, tmp_path: Path) -> None:
    device = service.subscribes(sender.public_key)
    another = PushSender(open_push_key(tmp_path / "other.key"), "mailto:ops@example.org", (service.url,), utc_now)
    with pytest.raises(Refused):
        sends(another, device)
    assert device.got == []


@pytest.mark.parametrize(
    ("status", "kind"), [(404, Gone), (410, Gone), (429, TryAgain), (500, TryAgain), (503, TryAgain), (413, Refused)]
)
def test_what_the_service_says_is_understood(
    service: PushService, sender: PushSender, status: int, kind: type[Exception]
) -> None:
    device = service.subscribes(sender.public_key)
    device.answers = status
    with pytest.raises(kind):
        sends(sender, device)


def test_a_service_that_is_away_is_tried_again(sender: PushSender) -> None:
    with push_service() as gone:
        device = gone.subscribes(sender.public_key)
    away = PushSender(sender._vapid.private_key, "mailto:ops@example.org", (gone.url,), utc_now)
    with pytest.raises(TryAgain):
        sends(away, device)


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/fcm/send/abc",
        "https://fcm.googleapis.com:8443/abc",
        "https://fcm.googleapis.com.example.org/abc",
        "https://someone@fcm.googleapis.com/abc",
        "https://127.0.0.1/abc",
        "https://notify.windows.com/abc",
        "file:///etc/passwd",
        "",
    ],
)
def test_only_push_services_are_called(endpoint: str) -> None:
    assert not is_service(endpoint, Settings().push_services)


@pytest.mark.parametrize(
    "endpoint", ["https://fcm.googleapis.com/fcm/send/abc", "https://db5p.notify.windows.com/w/?token=abc"]
)
def test_the_browsers_own_services_may_be_called(endpoint: str) -> None:
    assert is_service(endpoint, Settings().push_services)


def test_what_is_no_subscription_is_refused(sender: PushSender, service: PushService) -> None:
    good = Device(service.url, "").subscription
    assert Subscription(**good).usable((service.url,))
    for broken in ({"p256dh": "AAAA"}, {"auth": "AAAA"}, {"endpoint": "https://example.org/x"}, {"p256dh": "!"}):
        assert not Subscription(**good | broken).usable((service.url,))
    for where in ("", "[]", '{"endpoint": 1}'):
        with pytest.raises(Refused):
            asyncio.run(sender.send(where, SAYS, quiet=False))


def test_the_key_is_made_once_for_us_alone_and_a_readable_one_is_not_used(tmp_path: Path) -> None:
    file = tmp_path / "push.key"
    first = open_push_key(file).private_numbers()
    assert open_push_key(file).private_numbers() == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.chmod(0o644)
    with pytest.raises(ValueError, match="others"):
        open_push_key(file)


@dataclass
class MailServer:
    """Takes mail after STARTTLS and a password; `turns_away` are addresses it does not know."""

    ca: Path
    port: int
    password: str = field(default_factory=secrets.token_hex)
    got: list[tuple[str, str]] = field(default_factory=list)
    turns_away: dict[str, str] = field(default_factory=dict)

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any) -> str:
        if address in self.turns_away:
            return self.turns_away[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        self.got.append((envelope.rcpt_tos[0], content.decode()))
        return "250 OK"

    def sender(self, **changed: Any) -> MailSender:
        known = {"user": "lykta", "password": self.password, "ca": str(self.ca)} | changed
        return MailSender("localhost", self.port, "lykta@example.org", **known)


def certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    file, private = folder / "mail.pem", folder / "mail.key"
    file.write_bytes(made.public_bytes(Encoding.PEM))
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return file, private


@contextmanager
def mail_server(folder: Path, *, tls: bool = True) -> Iterator[MailServer]:
    file, private = certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, private)
    server = MailServer(file, free_port())

    def let_in(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: LoginPassword) -> AuthResult:
        return AuthResult(success=given.password.decode() == server.password)

    controller = Controller(
        server,
        hostname="127.0.0.1",
        port=server.port,
        tls_context=context if tls else None,
        require_starttls=tls,
        auth_required=tls,
        authenticator=let_in,
        auth_exclude_mechanism=["LOGIN"],
    )
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


def test_a_mail_says_one_neutral_sentence(tmp_path: Path) -> None:
    with mail_server(tmp_path) as server:
        asyncio.run(server.sender().send("maja@example.org", SAYS, quiet=False))
    ((to, mail),) = server.got
    head, _, body = mail.replace("\r\n", "\n").partition("\n\n")
    assert (to, body.strip()) == ("maja@example.org", SAYS)
    assert f"Subject: {SAYS}" in head
    assert {line.partition(":")[0] for line in head.splitlines()} <= {
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Type", "Content-Transfer-Encoding",
        "MIME-Version", "X-Peer",
    }  # fmt: skip


def test_a_mail_server_that_knows_nobody_of_that_name_refuses_and_a_full_one_is_tried_again(tmp_path: Path) -> None:
    with mail_server(tmp_path) as server:
        server.turns_away = {"nobody@example.org": "550 no such user", "full@example.org": "452 mailbox full"}
        with pytest.raises(Refused):
            asyncio.run(server.sender().send("nobody@example.org", SAYS, quiet=False))
        with pytest.raises(TryAgain):
            asyncio.run(server.sender().send("full@example.org", SAYS, quiet=False))


def test_nothing_goes_without_tls_nor_to_a_server_that_cannot_prove_its_name(tmp_path: Path) -> None:
    with mail_server(tmp_path, tls=False) as bare, pytest.raises(TryAgain):
        asyncio.run(bare.sender().send("maja@example.org", SAYS, quiet=False))
    with mail_server(tmp_path) as unknown, pytest.raises(TryAgain):
        asyncio.run(unknown.sender(ca="").send("maja@example.org", SAYS, quiet=False))
    assert bare.got == unknown.got == []


def test_a_wrong_password_loses_no_alert_and_shows_in_no_text(tmp_path: Path) -> None:
    with mail_server(tmp_path) as server:
        wrong = server.sender(password="wrong")
        with pytest.raises(TryAgain) as seen:
            asyncio.run(wrong.send("maja@example.org", SAYS, quiet=False))
    assert "wrong" not in repr(wrong) + repr(seen.value) + str(seen.value)
