"""Reads what Lykta answers a webhook with: the texts of a `<Response>`."""

from dataclasses import dataclass
from xml.etree import ElementTree


class NotTwiml(Exception):
    """The answer cannot be used; `code` is the provider's number for why."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


PARSE_FAILURE = 12100
WRONG_CONTENT_TYPE = 12300
SCHEMA = 12200


@dataclass(frozen=True)
class Reply:
    """`to` is empty where it goes to who wrote; `callback` is where its statuses are to be posted."""

    body: str
    to: str = ""
    callback: str = ""


def read_twiml(content_type: str, body: bytes) -> list[Reply]:
    """The texts to be sent, in their order; none for an empty answer. Raises NotTwiml."""
    if not body.strip():
        return []
    kind = content_type.split(";")[0].strip().lower()
    if kind == "text/plain":
        return [Reply(body.decode("utf-8", "replace"))]
    if kind not in ("text/xml", "application/xml", "text/html"):
        raise NotTwiml(WRONG_CONTENT_TYPE)
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:  # nothing of ours has one, and entities can be made to explode
        raise NotTwiml(PARSE_FAILURE)
    try:
        root = ElementTree.fromstring(body)  # noqa: S314 (Lykta's own answer, without entities by the line above)
    except ElementTree.ParseError:
        raise NotTwiml(PARSE_FAILURE) from None
    if root.tag != "Response":
        raise NotTwiml(PARSE_FAILURE)
    return [_reply(verb) for verb in root]


def _reply(verb: ElementTree.Element) -> Reply:
    if verb.tag != "Message":  # Redirect is the one other verb, and Lykta has no use for it
        raise NotTwiml(SCHEMA)
    bodies = [part.text or "" for part in verb if part.tag == "Body"]
    text = "".join(bodies) if bodies else (verb.text or "").strip()
    return Reply(text, verb.get("to", ""), verb.get("statusCallback", "") or verb.get("action", ""))
