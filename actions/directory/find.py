"""Which services fit one person: by what they need, who they are, their age and where they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from actions.directory.hours import state_of
from actions.directory.service import Service, Writer

Age = Literal["child", "young", "adult"]
YEARS: dict[Age, tuple[int, int]] = {"child": (0, 17), "young": (18, 25), "adult": (26, 150)}
MOST = 3
TALK = "talk"
ELSEWHERE = 2


@dataclass(frozen=True)
class Place:
    """Ids of config/places.yml; `town` is None where only the county is known."""

    county: str
    town: str | None


@dataclass(frozen=True)
class Found:
    """At most MOST each, best first. No service stands in both."""

    near: tuple[Service, ...]
    anywhere: tuple[Service, ...]


def find(
    services: Iterable[Service],
    needs: Sequence[str],
    place: Place | None,
    writer: Writer,
    age: Age | None,
    language: str,
    now: datetime,
) -> Found:
    """The services that meet one of `needs` (most wanted first, at least one), at an aware `now`.

    A limit of age or gender that cannot be judged keeps nobody out: the service's own text states it. Where nothing
    near meets a need, somebody there to talk with is better than nothing: they know who does.
    """
    if writer == "minor" and age is None:
        age = "child"
    if writer == "self" and age == "child":
        writer = "minor"
    open_to = [one for one in services if one.listed and writer in one.who and _of_age(one, age)]

    def order(service: Service) -> tuple[object, ...]:
        return (
            _steps_away(service, place),
            needs[0] not in service.needs,
            state_of(service, now).kind not in ("always", "open"),
            language not in service.languages and "interpreter" not in service.languages,
            service.anonymous is not True,
            _limits_gender(service, needs),
            min(needs.index(need) for need in service.needs if need in needs),
            service.fact,
        )

    ranked = sorted((service for service in open_to if set(needs) & set(service.needs)), key=order)
    near = [service for service in ranked if _steps_away(service, place) < ELSEWHERE][:MOST]
    if not near:
        talking = [one for one in open_to if TALK in one.needs and _steps_away(one, place) < ELSEWHERE]
        near = sorted(talking, key=lambda one: (_steps_away(one, place), one.fact))[:MOST]
    anywhere = [service for service in ranked if service.where.national and service not in near][:MOST]
    return Found(tuple(near), tuple(anywhere))


def _steps_away(service: Service, place: Place | None) -> int:
    """0 in the town, 1 in its county, ELSEWHERE otherwise."""
    if place and place.town in service.where.towns:
        return 0
    return 1 if place and place.county in service.where.counties else ELSEWHERE


def _of_age(service: Service, age: Age | None) -> bool:
    if age is None:
        return True
    youngest, oldest = YEARS[age]
    first, last = service.ages.first, service.ages.last
    return (first is None or first <= oldest) and (last is None or last >= youngest)


def _limits_gender(service: Service, needs: Sequence[str]) -> bool:
    """Nobody is asked their gender, so what is for everyone comes first, save for who asks for LGBTQI support."""
    return service.gender != "any" and not (service.gender in ("trans", "lgbtqi") and "lgbtqi" in needs)
