"""Labels of the corpora that mean the same to Clara, read from the errors.

They are counted in a column of their own, beside the labels as the corpora have them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clara_edge.domain.intents import Intent
from clara_edge.domain.schema import Label

if TYPE_CHECKING:
    from training.nlu.sentence import Sentence

_ALARMS = frozenset({"alarm", "alarms"})
_ENDING = frozenset({Intent.ALARM_CANCEL, Intent.ALARM_SILENCE})
# while an alarm rings each of these ends it
_QUIETING = frozenset({Intent.ALARM_SILENCE, Intent.SESSION_STOP, Intent.SESSION_QUIET})


def same_to_clara(sentence: Sentence, label: Label) -> bool:
    """Tell whether a label other than the sentence's makes Clara do what was meant."""
    meant = Label.parse(sentence.label).intent
    words = frozenset(sentence.words)
    if meant is Intent.ALARM_CREATE and any(w.startswith("remind") for w in words):
        # in its file of alarms TOPv2 calls that an alarm, in that of reminders a reminder
        return label.intent is Intent.TASK_CREATE
    if meant in _ENDING and words & _ALARMS:
        # ending the one that rings, else the one that comes: Clara does, or asks
        return label.intent in _ENDING
    if meant is Intent.ALARM_SILENCE:
        return label.intent in _QUIETING
    return False
