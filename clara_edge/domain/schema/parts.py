"""What an intent consists of: slots, variants, and sentences that people say."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clara_edge.domain.intents import Intent


class SlotKind(StrEnum):
    """What a stretch of words stands for; one kind per tag of the learned parser."""

    TITLE = "title"
    """What is to be done, in the words of the person; also what names a known task."""
    NEW_TITLE = "new_title"
    WHEN = "when"
    """A date, a time or both, as said; of a known thing when `new_when` is there too."""
    NEW_WHEN = "new_when"
    REPEAT = "repeat"
    """A recurrence, with its time of day if that is said together with it."""
    NEW_REPEAT = "new_repeat"
    DURATION = "duration"
    PERSON = "person"
    """Who is reminded, or whose reminder it is; often just "me" or "my"."""
    NEW_PERSON = "new_person"
    PROJECT = "project"
    """The name of a list or project, without the word "list"."""
    NEW_PROJECT = "new_project"
    TAG = "tag"
    PRIORITY = "priority"
    NAME = "name"
    """What a timer or an alarm is called."""
    ORDINAL = "ordinal"
    AMOUNT = "amount"
    LEVEL = "level"
    """A loudness: "up", "half", "thirty percent"."""
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Slot:
    """A place that an intent has for words of one kind."""

    kind: SlotKind
    description: str
    role: str = ""
    """The field that these words fill; the kind's own name when empty."""
    required: bool = False

    @property
    def name(self) -> str:
        """Return the field that these words fill."""
        return self.role or self.kind.value


@dataclass(frozen=True, slots=True)
class Variant:
    """A way of meaning an intent that must be told apart: how many, or which."""

    name: str
    description: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IntentSpec:
    """An intent with all that is known about it.

    In the examples a slot is written `{kind: words}`; see `marked`.
    """

    intent: Intent
    description: str
    examples: tuple[str, ...]
    slots: tuple[Slot, ...] = ()
    variants: tuple[Variant, ...] = field(default=())
