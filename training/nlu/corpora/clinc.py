"""CLINC150: 150 intents without slots; most of them nothing that Clara does.

Its few intents near Clara's are used where their meaning is plain. Those left out of
MEANT say several things at once ("alarm", "schedule_meeting").
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

from clara_edge.domain.intents import Intent
from training.nlu.sentence import untagged, without_slots

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from training.nlu.sentence import Sentence

OUT_OF_SCOPE = "oos"

MEANT = {
    "todo_list": Intent.TASK_QUERY,
    "shopping_list": Intent.TASK_QUERY,
    "reminder": Intent.TASK_QUERY,
    "calendar": Intent.TASK_QUERY,
    "meeting_schedule": Intent.TASK_QUERY,
    "reminder_update": Intent.TASK_CREATE,
    "time": Intent.CLOCK_QUERY,
    "date": Intent.CLOCK_QUERY,
    "repeat": Intent.SESSION_REPEAT,
    "yes": Intent.SESSION_YES,
    "no": Intent.SESSION_NO,
    "cancel": Intent.SESSION_STOP,
    "goodbye": Intent.SESSION_STOP,
    "change_volume": Intent.SESSION_VOLUME,
    "what_can_i_ask_you": Intent.SESSION_HELP,
}
# these add and remove alike; the verb tells
_BY_VERB = ("todo_list_update", "shopping_list_update", "calendar_update")
_ADDS = re.compile(r"\b(?:add|put|insert|include|schedule|append|set)\b")
_REMOVES = re.compile(
    r"\b(?:remove|delete|erase|clear|cancel|take|nix|drop|get rid|wipe)\b"
)
_UNCLEAR = ("alarm", "timer", "schedule_meeting", "next_holiday")
_CHAT = frozenset(
    [
        "are_you_a_bot",
        "calculator",
        "calories",
        "cook_time",
        "definition",
        "distance",
        "do_you_have_pets",
        "exchange_rate",
        "flip_coin",
        "food_last",
        "fun_fact",
        "greeting",
        "how_busy",
        "how_old_are_you",
        "ingredient_substitution",
        "ingredients_list",
        "maybe",
        "meal_suggestion",
        "meaning_of_life",
        "measurement_conversion",
        "next_holiday",
        "nutrition_info",
        "plug_type",
        "recipe",
        "roll_dice",
        "spelling",
        "tell_joke",
        "thank_you",
        "timezone",
        "translate",
        "travel_suggestion",
        "user_name",
        "what_are_your_hobbies",
        "what_is_your_name",
        "where_are_you_from",
        "who_do_you_work_for",
        "who_made_you",
        "oos",
    ]
)
TOPICS = {
    "music": ("play_music", "next_song", "what_song", "update_playlist"),
    "weather": ("weather",),
    "navigation": (
        "directions",
        "traffic",
        "distance",
        "current_location",
        "share_location",
        "gas",
        "uber",
    ),
    "messaging": ("text", "make_call"),
}
_TOPIC_OF = {name: topic for topic, names in TOPICS.items() for name in names}
# a fifth of each intent is only measured with
_EVALUATED = 51


def read(folder: Path, part: str) -> Iterator[Sentence]:
    """Yield sentences of the part "train" or "eval"; its "oos" is only in the latter."""
    for line in (folder / "dev.tsv").read_text(encoding="utf-8").splitlines():
        name, text = line.split("\t")
        evaluated = name == OUT_OF_SCOPE or zlib.crc32(text.encode()) % 256 < _EVALUATED
        if evaluated == (part == "eval") and (sentence := _sentence(name, text)):
            yield sentence


def _sentence(name: str, text: str) -> Sentence | None:
    source = f"clinc/{name}"
    if name in MEANT:
        return untagged(text, MEANT[name], source)
    if name in _BY_VERB:
        adds, removes = bool(_ADDS.search(text)), bool(_REMOVES.search(text))
        if adds == removes:
            return None
        return untagged(
            text, Intent.TASK_CREATE if adds else Intent.TASK_DELETE, source
        )
    if name in _UNCLEAR:
        return None
    label = Intent.CHAT if name in _CHAT else Intent.UNSUPPORTED
    return without_slots(text, label, source, _TOPIC_OF.get(name, name))
