"""Whether a form comes from our own page. Only a browser's own word for it counts; the token is no proof here.

Threat: another site can make somebody's browser post a form to us. It knows nobody's token, so it cannot speak in
anybody's conversation. But it can post the token of a conversation of its own, and whoever then writes on the page that
comes, believing it theirs, is read by that site. A cookie would bind token and browser; we set none.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers

OURS = frozenset({"same-origin", "none"})


def comes_from_us(headers: Headers) -> bool:
    """By the first of these that says something: Sec-Fetch-Site, Origin, Referer.

    Every browser since 2023 sends the first on https and to onion addresses, Tor Browser among them, and no page can
    change it; `none` is the person's own doing. Older ones send Origin, which is `null` when a page or Tor Browser
    hides it: any page can bring that about, so `null` alone is refused. Our own page lets itself be named to us
    (Referrer-Policy same-origin). A text browser sends none of the three, and obeys no other site either.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in OURS
    host = headers.get("host", "").lower()
    for name in ("origin", "referer"):
        said = headers.get(name)
        if said is not None and said != "null":
            return urlsplit(said).netloc.lower() == host
    return "origin" not in headers
