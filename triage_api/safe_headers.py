"""The safety headers of every answer: what a page may load, who may frame it, and that nothing of it is kept."""

import re

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SELF_ONLY = (
    "default-src 'none'; script-src 'self'{wasm}; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; worker-src {workers}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types {policies}"
)
PAGE_POLICY = _SELF_ONLY.format(wasm="", workers="'none'", policies="'none'")
DESK_PAGE_POLICY = _SELF_ONLY.format(
    wasm=" 'wasm-unsafe-eval'",  # Argon2id in the counsellor's browser is WebAssembly
    workers="'self'",  # one service worker, which shows that somebody waits
    policies="desk-worker",  # allows that worker's address and nothing else (web/src/desk/alerts/subscribe.ts)
)
DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

CLEARED = {
    "/api/chat/leave": '"cache", "cookies", "storage"',
    # Without "cache": Chromium would first search its cache of all sites, for a second or more, and find nothing.
    "/left": '"cookies", "storage"',
}
"""What a browser is told to clear, by path. We put nothing there; another page of this host may have."""

PASSKEYS = ("publickey-credentials-create", "publickey-credentials-get")
NOTHING_OF_THE_DEVICE = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "fullscreen",
        "geolocation", "gyroscope", "hid", "identity-credentials-get", "idle-detection", "local-fonts",
        "magnetometer", "microphone", "midi", "payment", *PASSKEYS, "screen-wake-lock", "serial",
        "usb", "xr-spatial-tracking",
    )
)  # fmt: skip
ONLY_PASSKEYS = re.sub(r"(publickey-credentials-\w+)=\(\)", r"\1=(self)", NOTHING_OF_THE_DEVICE)
"""For the desk: counsellors sign in with passkeys, on its own pages and in no frame."""


class SafeHeaders:
    """Puts the safety headers on every answer, errors too, and keeps anything that would mark a browser off it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path: str = scope["path"]

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for marks in ("set-cookie", "server", "etag", "last-modified"):
                    del headers[marks]  # an ETag can serve as a cookie does
                # The page's files too: in a browser's cache their addresses and words would tell of a visit for months.
                headers["Cache-Control"] = "no-store"
                if path in CLEARED:
                    headers["Clear-Site-Data"] = CLEARED[path]
                headers["Content-Security-Policy"] = policy_for(path, headers.get("content-type", ""))
                headers.setdefault("Referrer-Policy", "no-referrer")  # forms without JavaScript name our own site to us
                headers["X-Content-Type-Options"] = "nosniff"
                headers["X-Frame-Options"] = "DENY"
                headers["X-Robots-Tag"] = "noindex"
                headers["X-DNS-Prefetch-Control"] = "off"  # a link that is only shown asks nobody for its address
                headers["Permissions-Policy"] = ONLY_PASSKEYS if path.startswith("/desk") else NOTHING_OF_THE_DEVICE
                headers["Cross-Origin-Opener-Policy"] = "same-origin"
                headers["Cross-Origin-Resource-Policy"] = "same-origin"
            await send(message)

        await self.app(scope, receive, with_headers)


def policy_for(path: str, content_type: str) -> str:
    """The content security policy of an answer: pages get scripts of their own origin, everything else nothing."""
    if not content_type.startswith("text/html"):
        return DATA_POLICY
    return DESK_PAGE_POLICY if path.startswith("/desk") else PAGE_POLICY
