"""What Clara says around a language model: what it proposes, and that there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clara_edge.domain.reply import Reply
from clara_edge.domain.schema import spec_of

from .names import clipped, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.dialogue.model_answers import PlannedStep
    from clara_edge.domain.intents import Interpretation
    from clara_edge.domain.language_model import ModelState

    from .speaker import Speaker

_NUMBERS = ("", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight")


def no_model(model: ModelState, speaker: Speaker) -> Reply:
    """Say that this needs a chat model; the screen says how to get one."""
    spoken = speaker.pick(
        (
            "I need a chat model for that, and none is installed.",
            "That takes a chat model, which I don't have yet.",
        ),
        ("That needs a chat model.",),
        ("A chat model is required for that; none is installed.",),
    )
    shown = spoken
    if model.install:
        shown += f"\nInstall one with: {model.install}"
    return Reply(f"{spoken} Tasks, timers and alarms work without it.", shown)


def unseen(speaker: Speaker) -> Reply:
    """Say that no model on this device may be told about tasks."""
    text = speaker.pick(
        ("My chat model is not on this device, and your tasks stay here.",),
        ("Your tasks don't leave this device.",),
    )
    return Reply(text, text)


def failed(speaker: Speaker) -> Reply:
    """Say that the model gave no answer."""
    text = speaker.pick(
        (
            "My chat model gave no answer, so nothing was changed.",
            "The chat model didn't answer. Nothing was changed.",
        ),
        ("No answer from the chat model.",),
    )
    return Reply(text, text)


def nonsense(speaker: Speaker) -> Reply:
    """Say that nothing came of it."""
    text = speaker.pick(
        (
            "I couldn't make sense of that. Could you say it another way?",
            "I didn't get that. Please put it differently.",
        ),
        ("I didn't understand that.",),
        ("I could not understand that. Please rephrase it.",),
    )
    return Reply(text, text)


def proposal(reading: Interpretation) -> Reply:
    """Ask whether a proposed reading is what the person wants."""
    facts = [
        f"“{clipped(words)}”"
        for words in (reading.title, reading.target, reading.new_title)
        if words
    ]
    facts += [
        when.text for when in (reading.when, reading.new_when) if when is not None
    ]
    if reading.duration is not None:
        facts.append(reading.duration.text)
    facts += [
        word
        for word in (
            reading.amount,
            reading.ordinal,
            reading.project and f"list {reading.project}",
            reading.new_project and f"to list {reading.new_project}",
            reading.priority and str(reading.priority),
            *reading.tags,
            reading.new_person or reading.person,
            reading.level,
            reading.place,
        )
        if word
    ]
    deed = spec_of(reading.intent).description
    deed = deed[:1].lower() + deed[1:]
    detail = f": {', '.join(facts)}" if facts else ""
    text = f"Do you want me to {deed}{detail}?"
    return Reply(text, text, expects_answer=True)


def steps_preview(steps: Sequence[PlannedStep], task: str) -> Reply:
    """Read the steps of a task out and ask whether to add them."""
    count = _NUMBERS[len(steps)]
    spoken = f"{count} steps: {joined([clipped(step.title) for step in steps])}."
    lines = [f"{count} steps for “{task}”:"]
    lines += [f"  {number}. {step}" for number, step in enumerate(steps, start=1)]
    lines.append("Shall I add them?")
    return Reply(f"{spoken} Shall I add them?", "\n".join(lines), expects_answer=True)


def steps_added(count: int, task: str, minutes: int, speaker: Speaker) -> Reply:
    """Confirm stored steps with their whole length."""
    text = speaker.pick(
        (
            f"{_NUMBERS[count]} steps added to {clipped(task)}.",
            f"Done: {clipped(task)} now has {_NUMBERS[count].lower()} steps more.",
        ),
        (f"{_NUMBERS[count]} steps added.",),
    )
    return Reply(text, f"{text}\n  (about {minutes} minutes in all)")


def which_to_break_down() -> Reply:
    """Ask which task is to be split."""
    text = "Which task shall I split into steps?"
    return Reply(text, text, expects_answer=True)
