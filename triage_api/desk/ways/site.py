"""Where the desk stands as a browser sees it: passkeys are made for this name and answer to this origin only."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from triage_api.settings import Settings


@dataclass(frozen=True)
class Site:
    """`rp_id` is a host name: WebAuthn knows no IP addresses."""

    rp_id: str
    origin: str


def site_of(settings: Settings) -> Site:
    """The public address; without one, this machine by its name, which browsers count as safe."""
    if not settings.public_url:
        return Site("localhost", f"http://localhost:{settings.port}")
    return Site(urlsplit(settings.public_url).hostname or "", settings.public_url)
