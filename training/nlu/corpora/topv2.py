"""TOPv2: reminders, alarms and timers with nested slots, flattened to the outer ones.

A tree is `[IN:CREATE_REMINDER Remind [SL:PERSON_REMINDED me ] … ]`. A slot whose child is
another intent counts whole, but for SL:TODO over IN:GET_TODO: there the date and time
keep their own slot, and what lies between the rest is the title.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from clara_edge.domain.intents import Intent
from clara_edge.domain.schema import Label, SlotKind, out_of_scope
from training.nlu.sentence import METHOD, Sentence, tagged, without_slots

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

IN_SCOPE = ("reminder", "alarm", "timer")
OTHER = ("event", "messaging", "music", "navigation", "weather")

LABELS = {
    "CREATE_REMINDER": Label(Intent.TASK_CREATE),
    "DELETE_REMINDER": Label(Intent.TASK_DELETE),
    "GET_REMINDER": Label(Intent.TASK_QUERY),
    "GET_REMINDER_AMOUNT": Label(Intent.TASK_QUERY, "count"),
    "GET_REMINDER_DATE_TIME": Label(Intent.TASK_QUERY, "when"),
    "GET_REMINDER_LOCATION": Label(Intent.TASK_QUERY, "where"),
    "UPDATE_REMINDER": Label(Intent.TASK_UPDATE),
    "UPDATE_REMINDER_DATE_TIME": Label(Intent.TASK_UPDATE, "when"),
    "UPDATE_REMINDER_TODO": Label(Intent.TASK_UPDATE, "title"),
    "HELP_REMINDER": Label(Intent.SESSION_HELP),
    "CREATE_ALARM": Label(Intent.ALARM_CREATE),
    "GET_ALARM": Label(Intent.ALARM_QUERY),
    "UPDATE_ALARM": Label(Intent.ALARM_UPDATE),
    "DELETE_ALARM": Label(Intent.ALARM_CANCEL),
    "SILENCE_ALARM": Label(Intent.ALARM_SILENCE),
    "SNOOZE_ALARM": Label(Intent.ALARM_SNOOZE),
    "UNSUPPORTED_ALARM": Label(Intent.UNSUPPORTED),
    "CREATE_TIMER": Label(Intent.TIMER_CREATE),
    "GET_TIMER": Label(Intent.TIMER_QUERY),
    "UPDATE_TIMER": Label(Intent.TIMER_UPDATE),
    "ADD_TIME_TIMER": Label(Intent.TIMER_UPDATE, "add"),
    "SUBTRACT_TIME_TIMER": Label(Intent.TIMER_UPDATE, "subtract"),
    "PAUSE_TIMER": Label(Intent.TIMER_PAUSE),
    "RESUME_TIMER": Label(Intent.TIMER_RESUME),
    "RESTART_TIMER": Label(Intent.TIMER_RESTART),
    "DELETE_TIMER": Label(Intent.TIMER_CANCEL),
    "UNSUPPORTED_TIMER": Label(Intent.UNSUPPORTED),
}

_KINDS = {
    "TODO": SlotKind.TITLE,
    "ATTENDEE": SlotKind.TITLE,
    "TODO_NEW": SlotKind.NEW_TITLE,
    "DATE_TIME": SlotKind.WHEN,
    "DATE_TIME_NEW": SlotKind.NEW_WHEN,
    "RECURRING_DATE_TIME": SlotKind.REPEAT,
    "RECURRING_DATE_TIME_NEW": SlotKind.NEW_REPEAT,
    "FREQUENCY": SlotKind.REPEAT,
    "DATE_TIME_RECURRING": SlotKind.REPEAT,
    "PERIOD": SlotKind.REPEAT,
    "DURATION": SlotKind.DURATION,
    "PERSON_REMINDED": SlotKind.PERSON,
    "PERSON_REMINDED_REMOVED": SlotKind.PERSON,
    "PERSON_REMINDED_ADDED": SlotKind.NEW_PERSON,
    "ATTENDEE_ADDED": SlotKind.NEW_PERSON,
    "ORDINAL": SlotKind.ORDINAL,
    "AMOUNT": SlotKind.AMOUNT,
    "ALARM_NAME": SlotKind.NAME,
    "TIMER_NAME": SlotKind.NAME,
    "METHOD_RETRIEVAL_REMINDER": METHOD,
    "METHOD_TIMER": METHOD,
}
# TOPv2 calls the new time of an alarm DATE_TIME, that of a reminder DATE_TIME_NEW
_NEW = {
    SlotKind.WHEN: SlotKind.NEW_WHEN,
    SlotKind.REPEAT: SlotKind.NEW_REPEAT,
}
_UNTIL = frozenset({"until", "till", "til", "to", "at", "tomorrow", "later"})
_TIMES = ("SL:DATE_TIME", "SL:RECURRING_DATE_TIME")


@dataclass(slots=True)
class Node:
    """An intent or a slot, and what it covers: words and further nodes."""

    name: str
    children: list[Node | str] = field(default_factory=list)

    def words(self) -> Iterator[str]:
        """Yield the words below, in order."""
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield from child.words()

    def nodes(self) -> list[Node]:
        """Return the children that are nodes."""
        return [child for child in self.children if isinstance(child, Node)]


Piece = tuple[str, str]
"""A kind (empty outside of slots) and words."""


def read(folder: Path, domain: str, part: str) -> Iterator[Sentence]:
    """Yield the sentences of a file; out-of-scope domains have no slots."""
    path = folder / f"{domain}_{part}.tsv"
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        _, text, tree = line.split("\t")
        source = f"topv2/{domain}"
        if domain in OTHER:
            yield without_slots(text, Intent.UNSUPPORTED, source, domain)
        elif (sentence := flattened(parse_tree(tree), source)).words:
            yield sentence


def outside(folder: Path, domain: str, part: str) -> Iterator[Sentence]:
    """Yield half of an out-of-scope domain: one part is for "train", the other "eval".

    Only the evaluation files of these domains are at hand.
    """
    for sentence in read(folder, domain, "eval"):
        # by the words, so that no sentence is in both parts
        learned = zlib.crc32(" ".join(sentence.words).encode()) % 2 == 0
        if learned == (part == "train"):
            yield sentence


def parse_tree(tree: str) -> Node:
    """Read the bracket notation."""
    root = Node("")
    stack = [root]
    for part in tree.split():
        if part.startswith(("[IN:", "[SL:")):
            node = Node(part[1:])
            stack[-1].children.append(node)
            stack.append(node)
        elif part == "]":
            stack.pop()
        else:
            stack[-1].children.append(part)
    return root.nodes()[0]


def flattened(tree: Node, source: str) -> Sentence:
    """Return the sentence of a tree with the schema's label and tags."""
    label = LABELS[tree.name.removeprefix("IN:")]
    text = ""
    spans: list[tuple[str, int, int]] = []
    for kind, words in _pieces(tree, label):
        start = len(text)
        text += words + " "
        if kind:
            spans.append((kind, start, start + len(words)))
    # what is not acted on needs no slots
    words, tags = tagged(text, [] if out_of_scope(label.intent) else spans)
    return Sentence(words, str(label), tags, source)


def _pieces(tree: Node, label: Label) -> Iterator[Piece]:
    for child in tree.children:
        if isinstance(child, str):
            yield "", child
        elif child.name == "SL:TODO" and any(
            node.name == "IN:GET_TODO" for node in child.nodes()
        ):
            for part in child.children:
                if isinstance(part, str):
                    yield "", part
                elif part.name == "IN:GET_TODO":
                    yield from _todo(part)
                else:
                    yield SlotKind.TITLE, " ".join(part.words())
        else:
            yield _kind(child, label), " ".join(child.words())


def _kind(slot: Node, label: Label) -> str:
    name = slot.name.removeprefix("SL:")
    kind = _KINDS.get(name, "")
    if name == "DATE_TIME" and (
        label.intent.startswith("timer.")
        # "snooze for ten minutes" against "snooze until six"
        or (label.intent is Intent.ALARM_SNOOZE and not _until(slot))
    ):
        return SlotKind.DURATION
    if name == "ALARM_NAME" and any(n.name == "IN:GET_TIME" for n in slot.nodes()):
        # "my [7 am] alarm": the time of the alarm that is meant
        return SlotKind.WHEN
    if label.intent is Intent.ALARM_UPDATE:
        return _NEW.get(kind, kind) if isinstance(kind, SlotKind) else kind
    return kind


def _until(slot: Node) -> bool:
    return next(slot.words(), "").lower() in _UNTIL


def _todo(node: Node) -> Iterator[Piece]:
    """Yield the pieces of a nested to-do: times apart, the rest one title per stretch.

    Loose words at the edges of a stretch ("with", "the") stay outside when the to-do
    names its own core.
    """
    has_core = any(child.name == "SL:TODO" for child in node.nodes())
    stretch: list[tuple[bool, str]] = []
    for child in node.children:
        if isinstance(child, Node) and child.name in _TIMES:
            yield from _stretch(stretch)
            stretch = []
            yield _KINDS[child.name.removeprefix("SL:")], " ".join(child.words())
        elif isinstance(child, Node):
            stretch.append((True, " ".join(child.words())))
        else:
            stretch.append((not has_core, child))
    yield from _stretch(stretch)


def _stretch(parts: list[tuple[bool, str]]) -> Iterator[Piece]:
    core = [index for index, (is_core, _) in enumerate(parts) if is_core]
    first, last = (core[0], core[-1] + 1) if core else (len(parts), len(parts))
    for kind, some in (
        ("", parts[:first]),
        (SlotKind.TITLE, parts[first:last]),
        ("", parts[last:]),
    ):
        if some:
            yield kind, " ".join(words for _, words in some)
