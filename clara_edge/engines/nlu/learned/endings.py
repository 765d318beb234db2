"""Whether words heard so far are a whole command: how likely their reading is to stay.

The chance that more words would change the reading comes from a logistic model over a few
features of what was read and how it ends.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from clara_edge.domain.intents import Completeness
from clara_edge.domain.schema import SlotKind, out_of_scope
from clara_edge.engines.nlu import phrase_tables as tables

from .tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .parser import Parsed

# a single word that is no closed phrase names no thing yet: "pause"
_WORDS_MIN = 2

FILE = Path(__file__).with_name("endings.json")
"""The model's weights, made by training/nlu/endings.py."""

_TIMES = frozenset(
    {SlotKind.WHEN, SlotKind.NEW_WHEN, SlotKind.REPEAT, SlotKind.NEW_REPEAT}
)
_GROUPS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("dangling", re.compile("|".join(map(re.escape, sorted(tables.DANGLING))))),
    (
        "joining",
        re.compile(
            r"this|next|last|every|each|other|another|before|after|until|till|between|than|"
            r"starting|all|any|some|more|per|half|quarter|past|first|second|third|new|then|"
            r"when|where|if|there|i'm|im|have|has|was|be|not|no|so|as|like|day|end"
        ),
    ),
    (
        "day",
        re.compile(
            r"today|tomorrow|tonight|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekends?|"
            r"weekdays?|noon|midnight|daily|weekly|monthly|morning|afternoon|evening|night"
        ),
    ),
    ("half", re.compile(r"am|pm|oclock")),
    (
        "number",
        re.compile(
            r"\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|"
            r"twenty|thirty|forty|fifty|sixty|ninety|hundred"
        ),
    ),
    (
        "month",
        re.compile(
            r"january|february|march|april|may|june|july|august|september|october|november|"
            r"december"
        ),
    ),
    ("unit", re.compile(r"(?:second|minute|min|hour|week|month|year|day)s?")),
    ("thing", re.compile(r"alarms?|timers?|reminders?|list|tasks?|snooze|clock")),
    (
        "plural",
        re.compile(
            r"(?:alarms|timers|reminders|tasks|days|weeks|hours|minutes|seconds)"
        ),
    ),
    ("polite", re.compile(r"please|thanks|now|again|off")),
    ("it", re.compile(r"it|that|one|them|everything")),
)


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic model: weights of features, and what its chances mean."""

    weights: Mapping[str, float]
    complete_below: float
    incomplete_above: float

    def chance_of_change(self, found: Mapping[str, float]) -> float:
        """Return how likely it is that more words change the reading."""
        score = sum(self.weights.get(name, 0.0) * at for name, at in found.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


@cache
def model() -> Model:
    """Return the model that comes with the package."""
    about = json.loads(FILE.read_text(encoding="utf-8"))
    return Model(about["weights"], about["complete_below"], about["incomplete_above"])


def features(parse: Parsed) -> dict[str, float]:
    """Return what the model sees of a reading and of the words it was read from."""
    tokens = tokens_of(parse.text)
    last = tokens[-1].word
    at_end = [span for span in parse.spans if span.end >= tokens[-1].end]
    kind = at_end[-1].kind if at_end else None
    kinds = {span.kind for span in parse.spans}
    intent = parse.label.intent
    confidence = min(max(parse.confidence, 0.001), 0.999)
    timed = bool(kinds & _TIMES)
    found = {
        "one": 1.0,
        "confidence": math.log(confidence / (1 - confidence)),
        "words": math.log(len(tokens)),
        "words few": float(len(tokens) < 3),
        f"intent {intent}": 1.0,
        f"ends {kind or 'outside'}": 1.0,
        f"last word {last}": 1.0,
        "timed": float(timed),
        "titled": float(SlotKind.TITLE in kinds),
        "timed and titled": float(timed and SlotKind.TITLE in kinds),
        "measured": float(SlotKind.DURATION in kinds),
        "placed": float(SlotKind.PROJECT in kinds),
    }
    if kind is not None:
        span = at_end[-1]
        inside = sum(1 for token in tokens if token.start >= span.start)
        found[f"long {kind}"] = math.log(inside)
        found[f"{intent} ends {kind}"] = 1.0
    for name, pattern in _GROUPS:
        if pattern.fullmatch(last):
            found[f"last {name}"] = 1.0
            if kind in _TIMES:
                found[f"last {name} in time"] = 1.0
    return found


def verdict(parse: Parsed) -> Completeness:
    """Judge words that the network has read."""
    if not judged(parse):
        known = not out_of_scope(parse.label.intent)
        return Completeness.INCOMPLETE if known else Completeness.UNSURE
    judge = model()
    chance = judge.chance_of_change(features(parse))
    if chance < judge.complete_below:
        return Completeness.COMPLETE
    if chance > judge.incomplete_above and not _says_what(parse):
        return Completeness.INCOMPLETE
    return Completeness.UNSURE


def _says_what(parse: Parsed) -> bool:
    """Tell whether a task is named: it needs no date, so nobody is kept waiting for one."""
    titles = parse.words(SlotKind.TITLE)
    return bool(titles) and len(titles[-1].split()) > 1


def judged(parse: Parsed) -> bool:
    """Tell whether the model decides: not on what is no command, nor on "add milk to"."""
    words = [token.word for token in tokens_of(parse.text)]
    dangling = len(words) < _WORDS_MIN or words[-1] in tables.DANGLING
    return not out_of_scope(parse.label.intent) and not dangling
