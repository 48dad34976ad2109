"""Everything an operator can set, read once at start. Secrets are files in `var/`, never values that get printed."""

from pathlib import Path
from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Read from the environment (`LYKTA_PORT=8080`) over these defaults.

    Ports are loopback ports; `var` is the folder of run-time files (mode 0700); times are in the unit of their name.
    `hosts` are the names the API answers to (`LYKTA_HOSTS='["help.example.org"]'`); any other Host header is refused.
    """

    model_config = SettingsConfigDict(env_prefix="LYKTA_", frozen=True)

    var: Path = ROOT / "var"
    content: Path = ROOT / "content"
    config: Path = ROOT / "config"
    pages: Path = ROOT / "triage_api" / "web" / "dist"

    # How browsers reach us, https://help.example.org: passkeys are made for it. Empty: on this machine only.
    public_url: str = Field(default="", pattern=r"^(https://[a-z0-9.-]+(:[0-9]+)?)?$")
    host: str = "127.0.0.1"
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost")
    port: int = 8000
    bot_port: int = 5005
    actions_port: int = 5055

    # SQLite in `var`, or postgresql+psycopg://… (docs/running.md). Not printed: such a URL may hold a password.
    cases_url: str = Field(default="", repr=False)
    accounts_url: str = Field(default="", repr=False)

    demo: bool = False

    bot_timeout_seconds: float = Field(default=5.0, gt=0)
    idle_minutes: float = Field(default=30.0, gt=0)
    unclaimed_hours: float = Field(default=24.0, gt=0)
    lapse_minutes: float = Field(default=5.0, gt=0)
    # How many people one counsellor may have before her at a time; each has a key, Alt+1 to Alt+9.
    chats_at_once: int = Field(default=3, gt=0, le=9)
    # After so many minutes with people and no pause, a counsellor's page offers her one; 0 for never.
    break_minutes: int = Field(default=50, ge=0)
    # After so many minutes without a key, a pointer or a touch a page of the desk locks itself.
    lock_minutes: int = Field(default=15, ge=1, le=720)
    # After this long, who writes a language that nobody free takes is given to anybody. Times of arrival are rounded
    # down to five minutes, so it can be that much sooner.
    other_languages_minutes: float = Field(default=10.0, ge=0)
    messages_per_minute: int = Field(default=20, gt=0)
    # New conversations of all people together; from half of it on, opening one costs a proof of work.
    openings_per_minute: float = Field(default=1500.0, gt=0)

    # Text messages (docs/sms.md). Without a number there are none.
    sms_number: str = Field(default="", pattern=r"^(\+[1-9]\d{6,14})?$")
    sms_account: str = Field(default="", pattern=r"^(AC[0-9a-f]{32})?$")
    sms_api: str = "https://api.twilio.com"
    # How the provider reaches us, as it stands in its console, without the path: what it signs begins with it.
    sms_public_url: str = ""
    # True once the account may send without keeping bodies and numbers; everything then goes by the Messages API.
    sms_discard: bool = False
    # The countries whose numbers are answered (ISO 3166-1); empty for all.
    sms_countries: tuple[Annotated[str, Field(pattern="^[A-Z]{2}$")], ...] = ()
    # Money: what one segment costs, and what a day may cost, in one and the same currency.
    sms_price: float = Field(default=0.55, ge=0)
    sms_ceiling: float = Field(default=500.0, gt=0)
    sms_texts_per_day: int = Field(default=150, gt=0)
    # Where the pairing of number and conversation lives: this process's memory, or a Redis that writes nothing down.
    routes_url: str = Field(default="", pattern=r"^((redis|rediss|unix)://.*)?$", repr=False)
    phone_port: int = 8010

    # Alerts to counsellors (docs/alerts.md). Push needs a mailto: address by which a push service reaches the operator.
    push_contact: str = Field(default="", pattern=r"^(mailto:[^@\s]+@[^@\s]+)?$")
    push_services: tuple[str, ...] = (
        "https://fcm.googleapis.com",
        "https://updates.push.services.mozilla.com",
        "https://web.push.apple.com",
        "https://*.notify.windows.com",
    )
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_from: str = Field(default="", pattern=r"^([^@\s]+@[^@\s]+)?$")
    smtp_user: str = ""
    smtp_ca: str = ""

    @property
    def cases_database(self) -> str:
        """The case database's URL: SQLite in `var` unless set. It is never part of a backup."""
        return self.cases_url or f"sqlite:///{self.var / 'cases.sqlite'}"

    @property
    def accounts_database(self) -> str:
        """The URL of the database of counsellors' accounts and invitations."""
        return self.accounts_url or f"sqlite:///{self.var / 'accounts.sqlite'}"

    @property
    def models(self) -> Path:
        """The folder of the trained model: public texts and weights, no person's words."""
        return self.var / "models"

    @property
    def roster_file(self) -> Path:
        return self.var / "roster.json"

    @property
    def root_public_key_file(self) -> Path:
        """The organisation's root public key, base64url: what every roster is checked against."""
        return self.var / "root.pub"

    @property
    def internal_key_file(self) -> Path:
        """The secret by which the action server and the API know each other on this machine."""
        return self.var / "internal.key"

    @property
    def server_key_file(self) -> Path:
        """The key that seals TOTP secrets at rest and makes the false sign-in parameters of unknown names."""
        return self.var / "server.key"

    @property
    def provider_token_file(self) -> Path:
        """The provider's auth token: with it texts are sent and deleted, and webhooks are known to be theirs."""
        return self.var / "twilio.token"

    @property
    def push_key_file(self) -> Path:
        """Signs what goes to counsellors' browsers; what they have subscribed to holds only for this key."""
        return self.var / "push.key"

    @property
    def smtp_password_file(self) -> Path:
        """The password of `smtp_user` at the mail server."""
        return self.var / "smtp.password"

    @property
    def texting_file(self) -> Path:
        """What texting has cost today, in segments: nothing of anybody."""
        return self.var / "texting.json"

    @property
    def routes_key_file(self) -> Path:
        """Seals what stands in Redis, so that a dump of it names no number."""
        return self.var / "routes.key"

    @property
    def bot_url(self) -> str:
        return f"http://127.0.0.1:{self.bot_port}"

    @property
    def actions_url(self) -> str:
        return f"http://127.0.0.1:{self.actions_port}"

    @property
    def phone_url(self) -> str:
        """Where the demo's phone simulator answers, which is also its double of the provider's API."""
        return f"http://127.0.0.1:{self.phone_port}"

    @property
    def api_url(self) -> str:
        return f"http://{self.host}:{self.port}"
