"""Stores of tasks made up from a seed, for `clara bench references`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from clara_edge.domain.due import Due
from clara_edge.domain.tasks import Priority, Project, Task

if TYPE_CHECKING:
    from random import Random

ZONE = "Europe/Berlin"
NOW = datetime(2026, 11, 24, 13, 7, tzinfo=ZoneInfo(ZONE))

# Verbs as a title has them, and as people report them.
_DEEDS = {
    "buy": "bought",
    "call": "called",
    "email": "emailed",
    "pay": "paid",
    "book": "booked",
    "clean": "cleaned",
    "fix": "fixed",
    "write": "wrote",
    "return": "returned",
    "order": "ordered",
    "pick up": "picked up",
    "renew": "renewed",
    "cancel": "cancelled",
    "send": "sent",
    "water": "watered",
    "wash": "washed",
    "plan": "planned",
    "check": "checked",
    "update": "updated",
    "find": "found",
    "sell": "sold",
    "paint": "painted",
    "review": "reviewed",
    "bring": "brought",
}
_PEOPLE = [
    "Ann",
    "Bob",
    "Carla",
    "Dave",
    "Erin",
    "Frank",
    "Grace",
    "Henry",
    "Ingrid",
    "Jack",
    "Katie",
    "Liam",
    "Maria",
    "Nina",
    "Oscar",
    "Paul",
    "Rachel",
    "Sam",
    "Tina",
    "Victor",
    "Wendy",
    "mum",
    "dad",
    "grandma",
]
_PLACES = [
    "the dentist",
    "the bank",
    "the doctor",
    "the landlord",
    "the plumber",
    "the school",
    "the vet",
    "the garage",
    "the insurance",
    "the tax office",
    "the library",
    "the hairdresser",
    "the bakery",
    "the gym",
]
_THINGS = [
    "milk",
    "oat milk",
    "bread",
    "eggs",
    "butter",
    "apples",
    "coffee",
    "cheese",
    "rice",
    "light bulbs",
    "batteries",
    "printer paper",
    "toothpaste",
    "shampoo",
    "dog food",
    "cat litter",
    "flowers",
    "wrapping paper",
    "screws",
    "a hammer",
    "the rent",
    "the phone bill",
    "the electricity bill",
    "the parking ticket",
    "the passport",
    "the driving licence",
    "the gym membership",
    "the magazine subscription",
    "the flight",
    "the hotel",
    "the train tickets",
    "the concert tickets",
    "a table for two",
    "the bathroom",
    "the kitchen",
    "the windows",
    "the car",
    "the bike",
    "the tap",
    "the washing machine",
    "the fence",
    "the roof",
    "the report",
    "the slides",
    "the budget",
    "the contract",
    "the invoice",
    "the newsletter",
    "the speech",
    "the birthday card",
    "the thank you note",
    "the library books",
    "the parcel",
    "the jacket",
    "the shoes",
    "the plants",
    "the garden",
    "the laundry",
    "the curtains",
    "the birthday party",
    "the holiday",
    "the team meeting",
    "the workshop",
    "the backup",
    "the smoke alarm",
    "the spare keys",
    "the old sofa",
    "the living room",
    "the insurance papers",
    "the tax return",
    "the photos",
    "the medicine",
]
_FOR = [
    "for Ann",
    "for Bob",
    "for mum",
    "for the party",
    "for work",
    "for school",
    "for the trip",
    "about the heating",
    "about the invoice",
    "before the holiday",
    "with Sam",
    "with Maria",
    "in the garage",
    "at the market",
    "for December",
    "for the new flat",
    "from the post office",
]
_PROJECTS = ["Shopping", "Work", "Home", "Kitchen renovation", "Holiday", "Garden"]
_TAGS = ["errands", "office", "health", "family", "phone"]

FALLS_TOGETHER = 0.35
"""The share of tasks made from the words of another one."""


@dataclass(frozen=True, slots=True)
class Store:
    """Open tasks and their projects."""

    tasks: tuple[Task, ...]
    projects: tuple[Project, ...]


def make_store(random: Random, size: int) -> Store:
    """Return so many tasks, many of which share words."""
    projects = tuple(Project(f"p{n}", name) for n, name in enumerate(_PROJECTS))
    titles: list[str] = []
    while len(titles) < size:
        if titles and random.random() < FALLS_TOGETHER:
            titles.append(_relative(random, random.choice(titles)))
        else:
            titles.append(_title(random))
    tasks = tuple(
        _task(random, number, title, projects)
        for number, title in enumerate(titles, start=1)
    )
    return Store(tasks, projects)


def make_title(random: Random) -> str:
    """Return one title."""
    return _title(random)


def reported(title: str) -> str:
    """Return a title as somebody says it who has done it; unchanged without a deed."""
    for deed, past in _DEEDS.items():
        if title.lower().startswith(f"{deed} "):
            return past + title[len(deed) :]
    return title


def without_deed(title: str) -> str:
    """Return what a title is about, without its verb."""
    for deed in _DEEDS:
        if title.lower().startswith(f"{deed} "):
            return title[len(deed) + 1 :]
    return title


def _title(random: Random) -> str:
    kind = random.random()
    if kind < 0.2:
        title = f"{random.choice(['call', 'email'])} {random.choice(_PEOPLE)}"
    elif kind < 0.35:
        title = f"{random.choice(['call', 'email', 'book'])} {random.choice(_PLACES)}"
    elif kind < 0.45:
        title = random.choice(_THINGS).removeprefix("the ")
    else:
        title = f"{random.choice(list(_DEEDS))} {random.choice(_THINGS)}"
    if random.random() < 0.3:
        title = f"{title} {random.choice(_FOR)}"
    return title[:1].upper() + title[1:]


def _relative(random: Random, title: str) -> str:
    """Return a title that shares words with another."""
    about = without_deed(title)
    kind = random.randrange(4)
    if kind == 0:
        return f"{random.choice(list(_DEEDS))} {about}".capitalize()
    if kind == 1:
        return f"{title} {random.choice(_FOR)}"
    if kind == 2:
        first, *rest = title.split()
        return f"{first} {random.choice(_THINGS)}" if rest else f"{title} and tea"
    return f"{about} {random.choice(['appointment', 'plan', 'list', 'reminder'])}"


def _task(
    random: Random, number: int, title: str, projects: tuple[Project, ...]
) -> Task:
    made = NOW - timedelta(days=random.randrange(1, 60), minutes=number)
    return Task(
        f"t{number}",
        number + 40,
        title,
        made,
        made,
        project_id=random.choice(projects).id if random.random() < 0.5 else None,
        priority=random.choice(list(Priority)),
        due=_due(random),
        tags=(random.choice(_TAGS),) if random.random() < 0.2 else (),
    )


def _due(random: Random) -> Due | None:
    if random.random() < 0.5:
        return None
    day = NOW.date() + timedelta(days=random.randrange(-2, 10))
    if random.random() < 0.5:
        return Due(day)
    return Due.parse(f"{day}T{random.randrange(8, 20):02}:30", ZONE)
