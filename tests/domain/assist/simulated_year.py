"""A made-up household's year with known truth, to measure guesses against. Seeded, so repeatable."""

from __future__ import annotations

import random
from collections import deque
from dataclasses import dataclass
from datetime import date, timedelta

from clara_edge.domain.assist import Filed, Seen, content_words, default_project
from clara_edge.domain.assist.habits import WEEKS, habits
from clara_edge.domain.tasks import Project

START = date(2026, 1, 1)
DAYS = 365
WARM_UP_DAYS = 7 * (WEEKS + 1)

PROJECTS = [
    Project(name, name) for name in ("Shopping", "Work", "Home", "Family", "Health")
]
# (share of all tasks, project or inbox, first words, second words)
_KINDS = (
    (30, "Shopping", "buy,get,pick up", "milk,eggs,bread,tea,rice,salt,oats,butter,apples,soap,cat food,coffee,batteries,wine,onions,cheese"),
    (22, "Work", "call,email,review,send,finish,prepare", "the boss,report,slides,invoice,contract,budget,client,meeting notes,quarterly figures,Anna,the new hire"),
    (14, "Home", "fix,clean,buy,paint,replace,water", "the gate,the gutter,the kitchen,the plants,paint,the lamp,the filter,the shed,the boiler"),
    (12, "Family", "call,visit,buy,write to", "mum,grandma,Anna,a present for Tom,the school,uncle Jim"),
    (8, "Health", "call,book,take,order", "the dentist,the doctor,the pills,an eye test,the gym"),
    (14, None, "look up,think about,try,read,ask about,remember", "a holiday,the book,that recipe,insurance,a new phone,the garden,Spanish,the film"),
)  # fmt: skip
_LONGER = 0.3
_ENDINGS = (
    *("for Saturday", "before noon", "at the big shop", "two of them", "this week"),
    *("again", "for the party", "with Ben", "on the way home", "if it is cheap"),
)
_NAMED = 0.6  # the person says the project
_MISFILED = 0.03  # and names a wrong one
_MOVED = 0.5  # an unfiled task is put where it belongs later


@dataclass
class Score:
    """How guesses did."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self):
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self):
        return self.right / max(1, self.right + self.missed)


def file_a_year(seed):
    """File five tasks a day; score the guesses for those whose project was not said."""
    rnd, score = random.Random(seed), Score()  # noqa: S311 - no secret
    history = deque(maxlen=2_000)
    for _ in range(5 * DAYS):
        title, truth = _task(rnd)
        if rnd.random() < _NAMED:
            wrong = truth and rnd.random() < _MISFILED
            history.append(Filed(title, rnd.choice(PROJECTS).id if wrong else truth))
            continue
        words = content_words(title)
        alike = [f for f in history if any(word in f.title for word in words)]
        guess = default_project(title, (), PROJECTS, alike)
        place = guess.project.id if guess else None
        if guess is not None:
            score.right += place == truth
            score.wrong += place != truth
        elif truth is not None:
            score.missed += 1
        if place != truth and rnd.random() < _MOVED:
            place = truth
        history.append(Filed(title, place))
    return score


def _task(rnd):
    [kind] = rnd.choices(_KINDS, [share for share, *_ in _KINDS])
    _, project, deeds, things = kind
    title = f"{rnd.choice(deeds.split(','))} {rnd.choice(things.split(','))}"
    if rnd.random() < _LONGER:
        title += f" {rnd.choice(_ENDINGS)}"
    return title, project


def live_a_year(seed, *, with_habits):
    """Complete tasks for a year; score the weekday suggestions of each morning.

    Each of ten habits is kept in 85 % of the weeks, one in ten times a day late. Thirty
    other tasks are done on days that mean nothing, from twice a month to thrice a week.
    """
    rnd, score = random.Random(seed), Score()  # noqa: S311 - no secret
    kept = {f"habit {n}": rnd.randrange(7) for n in range(10)} if with_habits else {}
    rates = {f"chore {n}": rnd.uniform(0.5, 3.0) / 7 for n in range(30)}
    seen = deque()
    asked_weeks = set()
    due_weeks = set()
    late = []
    for offset in range(DAYS):
        today = START + timedelta(days=offset)
        while seen and seen[0].completed < today - timedelta(weeks=WEEKS):
            seen.popleft()
        if offset >= WARM_UP_DAYS:
            _ask(seen, today, kept, score, asked_weeks)
            due_weeks |= {
                (title, today) for title, day in kept.items() if day == today.weekday()
            }
        done = [title for title, rate in rates.items() if rnd.random() < rate]
        done += late
        late = []
        for title, day in kept.items():
            if day == today.weekday() and rnd.random() < 0.85:
                (late if rnd.random() < 0.1 else done).append(title)
        seen.extend(Seen(title, today) for title in done)
    score.missed = len(due_weeks - asked_weeks)
    score.right = len(due_weeks & asked_weeks)
    return score


def _ask(seen, today, kept, score, asked_weeks):
    for habit in habits(seen, (), today):
        ahead = (habit.weekday - today.weekday()) % 7
        if ahead > 1:
            continue
        if kept.get(habit.title) == habit.weekday:
            asked_weeks.add((habit.title, today + timedelta(days=ahead)))
        else:
            score.wrong += 1
