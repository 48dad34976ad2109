"""`action_find_help`: says which services fit the person, near the place they named and from anywhere, and who is open.

It reads slots and keeps nothing: sets none, logs nothing, asks no other part.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, get_args

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker

from actions.directory.find import Age, Found, Place, find
from actions.directory.hours import STOCKHOLM, state_of
from actions.directory.kept import Kept
from actions.directory.reading import Directory
from actions.directory.service import Service, Writer
from actions.directory.texts import LANGUAGES, PlaceNames, Texts

OTHERWISE = "support.local_services"
LAST_WORDS = "112 · Kvinnofridslinjen 116 016 · 1177"
"""Said when not even the phrases can be read; the same in every language."""
BLANK = " "
"""Rasa's REST channel divides a text at an empty line, so a blank one holds a space."""
HEADING = "• "
"""What the page shows as the heading of the lines after it."""
MOST_BY_SMS = 2
TODAY_TOMORROW = ("find.opens_today", "find.opens_tomorrow")
A_WEEK = 7
"""Days from which on a weekday alone could be taken for a nearer one, so that its date is added."""


@dataclass(frozen=True)
class Asker:
    """What the slots tell, each held to its closed set; what is missing or unreadable is the least that is assumed."""

    language: str
    by_sms: bool
    writer: Writer
    age: Age | None
    place: Place | None
    about: str


@dataclass(frozen=True)
class Said:
    """`sources` are the addresses that are sent to whoever asks for them, by text; on the page they stand in it."""

    text: str
    sources: list[dict[str, str]] = field(default_factory=list)


class ActionFindHelp(Action):
    """Says one text. Whatever fails, it says `find.none`, which holds the lines that are open day and night."""

    def __init__(
        self,
        directory: Kept[Directory],
        phrases: Kept[Texts],
        places: Kept[PlaceNames],
        clock: Callable[[], datetime] = lambda: datetime.now(STOCKHOLM),
    ) -> None:
        self.directory, self.phrases, self.places, self.clock = directory, phrases, places, clock

    def name(self) -> str:
        return "action_find_help"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        """Utters the text in the language of the slots."""
        asker = read_asker(tracker.slots)
        try:
            said = self._said(asker)
        except Exception:  # noqa: BLE001 (nothing that is broken here may leave a person without an answer)
            said = Said(self._none(asker))
        if asker.about != OTHERWISE and not _was_told(asker.about, tracker.events):
            dispatcher.utter_message(response=f"utter_{asker.about}")
        if said.sources:
            dispatcher.utter_message(text=said.text, json_message={"about": {"sources": said.sources}})
        else:
            dispatcher.utter_message(text=said.text)
        return []

    def _said(self, asker: Asker) -> Said:
        directory, phrases, now = self.directory.now(), self.phrases.now()[asker.language], self.clock()
        name = self.places.now().of(asker.place.county, asker.place.town, asker.language) if asker.place else None
        place = asker.place if name else None
        needs = directory.topics.get(asker.about) or directory.topics[OTHERWISE]
        found = find(directory.services, needs, place, asker.writer, asker.age, asker.language, now)
        if not found.near and not found.anywhere:
            return Said(phrases["find.none"])
        write = _write_sms if asker.by_sms else _write
        return write(found, name, asker, phrases, now)

    def _none(self, asker: Asker) -> str:
        try:
            return self.phrases.now()[asker.language]["find.none"]
        except Exception:  # noqa: BLE001 (as above)
            return LAST_WORDS


def _was_told(topic: str, events: Iterable[Mapping[str, Any]]) -> bool:
    """Whether the bot has answered the topic already; a question that names a place comes straight here."""
    return any((event.get("metadata") or {}).get("utter_action") == f"utter_{topic}" for event in events)


def read_asker(slots: Mapping[str, Any]) -> Asker:
    """The slots, as far as they can be read."""
    about = slots.get("about")
    about = about if isinstance(about, str) else OTHERWISE
    language, writer, age = slots.get("language"), slots.get("writer"), slots.get("age")
    return Asker(
        language=_one_of(LANGUAGES, language) or "en",
        by_sms=slots.get("channel") == "sms",
        # The dialogue knows buyers as "other"; what they ask about tells them apart.
        writer="buyer" if about.startswith("buyer.") else _one_of(get_args(Writer), writer) or "self",
        age=_one_of(get_args(Age), age),
        place=_place(slots.get("place")),
        about=about,
    )


def _one_of(choices: tuple[Any, ...], value: object) -> Any:
    return value if isinstance(value, str) and value in choices else None


def _place(value: object) -> Place | None:
    if not isinstance(value, dict) or not isinstance(value.get("county"), str):
        return None
    town = value.get("town")
    return Place(value["county"], town if isinstance(town, str) else None)


def _write(found: Found, name: str | None, asker: Asker, phrases: Mapping[str, str], now: datetime) -> Said:
    """Both lists with their headings, an item's lines together, and when all of it was last checked."""
    lines: list[str] = []
    if found.near:
        lines += [phrases["find.near"].format(place=name)]
        lines += _items(found.near, asker, phrases, now)
        lines += [BLANK, phrases["find.also_anywhere"]] if found.anywhere else []
    else:
        lines += [phrases["find.none_near"].format(place=name) if name else phrases["find.anywhere"]]
    lines += _items(found.anywhere, asker, phrases, now)
    shown = (*found.near, *found.anywhere)
    lines.append(BLANK)
    if any(_hours(service, phrases, now) is None for service in shown):
        lines.append(phrases["find.hours_unknown"])
    lines.append(phrases["find.checked"].format(date=_day(min(service.checked for service in shown))))
    return Said("\n".join(lines))


def _items(services: tuple[Service, ...], asker: Asker, phrases: Mapping[str, str], now: datetime) -> list[str]:
    lines = []
    for service in services:
        hours = _hours(service, phrases, now)
        known = [hours] if hours else []
        if asker.language not in service.languages and "interpreter" in service.languages:
            known.append(phrases["find.interpreter"])
        if service.anonymous is True:
            known.append(phrases["find.anonymous"])
        contacts = dict.fromkeys(contact for contact in (service.phone, service.chat, service.web) if contact)
        details = [" · ".join(known)] if known else []
        lines += [BLANK, HEADING + _in(service.name, asker), *contacts, *details, _in(service.says, asker)]
    return lines


def _write_sms(found: Found, name: str | None, asker: Asker, phrases: Mapping[str, str], now: datetime) -> Said:
    """Few services, a line each; what may be dangerous not to know is never cut. No web address, which a phone would
    make a link of: it is for who asks."""
    near = found.near[:MOST_BY_SMS]
    anywhere = found.anywhere[: MOST_BY_SMS - len(near)]
    heading = "find.near" if near else "find.none_near" if name else "find.anywhere"
    lines = [phrases[heading].format(place=name), *(_short(service, asker, phrases, now) for service in near)]
    if near and anywhere:
        lines.append(phrases["find.also_anywhere"])
    lines += [_short(service, asker, phrases, now) for service in anywhere]
    reached = [(service, address) for service in (*near, *anywhere) if (address := service.web or service.chat)]
    if any(not service.phone for service, _ in reached):
        lines.append(phrases["find.address_by_text"])
    return Said("\n".join(lines), [{"name": _in(service.name, asker), "url": address} for service, address in reached])


def _short(service: Service, asker: Asker, phrases: Mapping[str, str], now: datetime) -> str:
    said = [part for part in (_in(service.name, asker) + _ages(service), service.phone) if part]
    hours = _hours(service, phrases, now)
    line = f"{': '.join(said)}. {hours}." if hours else f"{': '.join(said)}."
    return f"{line} {_in(service.says, asker)}" if service.never_without_says else line


def _ages(service: Service) -> str:
    """The limit in signs that need no language: (18+), (15-25), (-17)."""
    first, last = service.ages.first, service.ages.last
    if first is None and last is None:
        return ""
    return f" ({first}+)" if last is None else f" ({'' if first is None else first}-{last})"


def _hours(service: Service, phrases: Mapping[str, str], now: datetime) -> str | None:
    """Open or not, and until when; None where nobody knows for certain."""
    state = state_of(service, now)
    if state.when is None:
        return phrases["find.open_always"] if state.kind == "always" else None
    time = f"{state.when:%H:%M}"
    if state.kind == "open":
        return phrases["find.open_until"].format(time=time)
    days = (state.when.date() - now.astimezone(STOCKHOLM).date()).days
    if days < len(TODAY_TOMORROW):
        return phrases[TODAY_TOMORROW[days]].format(time=time)
    day = phrases[f"find.day_{state.when.isoweekday()}"]
    if days >= A_WEEK:
        day = f"{day} {state.when.day}/{state.when.month}"
    return phrases["find.opens_day"].format(day=day, time=time)


def _day(day: date) -> str:
    """2026-11-20, in one piece where a line breaks."""
    return day.isoformat().replace("-", "\u2011")


def _in(texts: Mapping[str, str], asker: Asker) -> str:
    return texts.get(asker.language) or texts["en"]
