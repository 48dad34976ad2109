"""What a planner sends, so that tests read as a plan: `plans(ada, maja, "mon", "08:00", "16:00")`."""

from typing import Any

from tests.desk.counsellor import Counsellor
from triage_api.words import Language, Writer

EVERYBODY = {"languages": [str(one) for one in Language], "personas": [str(one) for one in Writer]}


def shift_of(who: Counsellor, weekday: str, begins: str, ends: str, **more: Any) -> dict[str, Any]:
    hours = {"weekday": weekday, "from": begins, "until": ends}
    return {"counsellor_id": who.id, "tier": 1, **EVERYBODY, **hours, **more}


def plans(planner: Counsellor, who: Counsellor, weekday: str, begins: str, ends: str, **more: Any) -> str:
    """Plans a shift of every week; its id."""
    answer = planner.call("POST", "rota/shifts", shift_of(who, weekday, begins, ends, **more))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def changes(planner: Counsellor, **change: Any) -> str:
    answer = planner.call("POST", "rota/changes", change)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def week_of(reader: Counsellor, first: str = "2026-11-23") -> dict[str, list[tuple[str, str, str]]]:
    """Day, then who begins on it from when until when."""
    return {
        day["date"]: [(turn["counsellor_id"], turn["from"], turn["until"]) for turn in day["turns"]]
        for day in reader.call("GET", f"rota/week/{first}").json()
    }
