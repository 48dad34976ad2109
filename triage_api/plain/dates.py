"""Dates as each language writes them (Thai counts the Buddhist era), and the clock time in Sweden."""

from datetime import date
from zoneinfo import ZoneInfo

from triage_api import clock
from triage_api.words import Language

STOCKHOLM = ZoneInfo("Europe/Stockholm")
_MONTHS = {
    Language.sv: "januari februari mars april maj juni juli augusti september oktober november december",
    Language.en: "January February March April May June July August September October November December",
    Language.th: "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม",
    Language.ro: "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
}
BUDDHIST_ERA = 543


def day(language: Language, written: str) -> str:
    """An unreadable date shows as it came."""
    try:
        at = date.fromisoformat(written)
    except ValueError:
        return written
    month = _MONTHS[language].split()[at.month - 1]
    return f"{at.day} {month} {at.year + BUDDHIST_ERA * (language is Language.th)}"


def time_of_day(written: str) -> str:
    """The page cannot know where its reader is; the line is Sweden's, and so is its time."""
    try:
        return clock.read(written).astimezone(STOCKHOLM).strftime("%H:%M")
    except ValueError:
        return written
