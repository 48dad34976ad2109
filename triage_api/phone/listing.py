"""Lists of the double's API: filters, pages and the addresses of the next ones, as the provider gives them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from triage_api.phone.errors import TwilioError
from triage_api.phone.message import Message

USUAL_SIZE = 50
MOST = 1000
PAGING = ("PageSize", "Page", "PageToken")


def narrowed(asked: Mapping[str, str]) -> Callable[[Message], bool]:
    """What passes `To`, `From`, `DateSent`, and `DateSent<` and `DateSent>`, which hold on the day itself too.

    Raises TwilioError for what is no date.
    """
    dates = [(holds, _moment(asked[name])) for name, holds in _DATES.items() if name in asked]

    def wanted(message: Message) -> bool:
        if asked.get("To", message.to) != message.to or asked.get("From", message.sender) != message.sender:
            return False
        return all(message.sent is not None and holds(message.sent, moment) for holds, moment in dates)

    return wanted


_DATES: dict[str, Callable[[datetime, datetime], bool]] = {
    "DateSent": lambda sent, moment: sent.date() == moment.date(),
    "DateSent<": lambda sent, moment: sent <= _end_of(moment),
    "DateSent>": lambda sent, moment: sent >= moment,
}


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise TwilioError from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _end_of(moment: datetime) -> datetime:
    """A bare date means its whole day."""
    bare = moment.time() == datetime.min.time()
    return moment + timedelta(days=1) - timedelta(microseconds=1) if bare else moment


def page(
    path: str,
    key: str,
    found: Sequence[tuple[str, Callable[[], dict[str, Any]]]],
    asked: Mapping[str, str],
    place: Callable[[str], int],
) -> dict[str, Any]:
    """One page of `found` (sid and what writes its resource, newest first).

    A page token names the last item of the page before, by its place in the order of arrival, so that a reader who
    deletes while going on misses nothing.
    """
    size = min(max(_number(asked.get("PageSize"), USUAL_SIZE), 1), MOST)
    number = _number(asked.get("Page"), 0)
    token = asked.get("PageToken", "")
    start = number * size
    if token.startswith("PA"):
        last = place(token[2:])
        start = sum(1 for sid, _ in found if place(sid) >= last)
    elif token.startswith("PB"):
        first = place(token[2:])
        start = max(sum(1 for sid, _ in found if place(sid) > first) - size, 0)
    shown = found[start : start + size]
    filters = {name: value for name, value in asked.items() if name not in PAGING}

    def address(at: int, page_token: str = "") -> str:
        tail = {"PageToken": page_token} if page_token else {}
        return f"{path}?{urlencode({**filters, 'PageSize': size, 'Page': at, **tail})}"

    more = start + size < len(found)
    return {
        key: [resource() for _, resource in shown],
        "end": max(number * size + len(shown) - 1, 0),
        "first_page_uri": address(0),
        "next_page_uri": address(number + 1, f"PA{shown[-1][0]}") if more else None,
        "page": number,
        "page_size": size,
        "previous_page_uri": address(number - 1, f"PB{shown[0][0]}") if number and shown else None,
        "start": number * size,
        "uri": address(number, token),
    }


def _number(text: str | None, usual: int) -> int:
    if text is None:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise TwilioError
    return int(text)
