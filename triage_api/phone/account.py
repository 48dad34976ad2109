"""The one account the double knows, as an operator would have it at the provider."""

from dataclasses import dataclass, field

from triage_api.settings import Settings

API_VERSION = "2010-04-01"
DEMO_ACCOUNT = "AC" + "de40" * 8
DEMO_NUMBER = "+46701740699"
MESSAGING_SERVICE = "MG" + "de40" * 8
FICTION = tuple(f"+467017406{last:02}" for last in range(5, 100))
"""The Swedish mobile numbers that are reserved for fiction: they belong to nobody and never will."""


@dataclass(frozen=True)
class Account:
    """`url` is where the double answers, `public_url` where it reaches Lykta; `price` is of one segment, in SEK."""

    sid: str
    token: str = field(repr=False)
    number: str
    url: str
    public_url: str
    price: float
    service: str = MESSAGING_SERVICE

    @property
    def path(self) -> str:
        return f"/{API_VERSION}/Accounts/{self.sid}"

    @property
    def incoming_url(self) -> str:
        return f"{self.public_url.rstrip('/')}/sms/incoming"


def with_phone(settings: Settings) -> Settings:
    """The demo's settings with the simulator in the provider's place; unchanged where a number is set, or no demo."""
    if not settings.demo or settings.sms_number:
        return settings
    return settings.model_copy(
        update={
            "sms_number": DEMO_NUMBER,
            "sms_account": DEMO_ACCOUNT,
            "sms_api": settings.phone_url,
            "sms_public_url": settings.api_url,
        }
    )


def simulated(settings: Settings) -> bool:
    """Whether the provider of these settings is the simulator: in a demo only."""
    return settings.demo and settings.sms_api == settings.phone_url


def account_of(settings: Settings) -> Account:
    """The account of the settings, its token read from `var`. Raises OSError when there is none."""
    return Account(
        sid=settings.sms_account,
        token=settings.provider_token_file.read_text("ascii").strip(),
        number=settings.sms_number,
        url=settings.phone_url,
        public_url=settings.sms_public_url,
        price=settings.sms_price,
    )
