"""What Clara asks where it understood something only half."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clara_edge.domain.intents import Intent
from clara_edge.domain.reply import Reply

from . import model_wording
from .names import at, lowered, owned

if TYPE_CHECKING:
    from clara_edge.domain.intents import Interpretation

    from .speaker import Speaker

_DEEDS = {
    Intent.TASK_COMPLETE: "tick off {target}",
    Intent.TASK_REOPEN: "reopen {target}",
    Intent.TASK_DELETE: "delete {target}",
}


def proposal(reading: Interpretation, speaker: Speaker) -> Reply:
    """Ask "Shall I add 'call the bank' for Friday?", with all that was understood."""
    deed = _deed(reading, speaker)
    if deed is None:
        return model_wording.proposal(reading)
    lead = speaker.pick(("Shall I", "Should I", "Do you want me to"), ("Shall I",))
    text = f"{lead} {deed}?"
    return Reply(text, text, expects_answer=True)


def dropped(speaker: Speaker) -> Reply:
    """Say that nothing was done, after a "no"."""
    text = speaker.pick(
        ("Okay, I left it as it was.", "All right, nothing was changed."),
        ("Left as it was.",),
        ("Nothing was changed.",),
    )
    return Reply(text, text)


def rest_failed(done: Reply, error: Exception) -> Reply:
    """Say what was done of several commands, and that the rest was not."""
    spoken = f"{done.spoken} The rest did not work."
    return Reply(spoken, f"{done.shown}\nThe rest did not work: {error}")


def changed_since() -> Reply:
    """Say that something else was done after it, so it is not taken back."""
    text = "Something else was changed since then, so I left it."
    return Reply(text, text)


def _deed(reading: Interpretation, speaker: Speaker) -> str | None:
    if reading.intent is Intent.TASK_CREATE and (reading.title or reading.items):
        titles = [speaker.quoted(t) for t in reading.items or (reading.title or "",)]
        return f"add {speaker.joined(titles[:4])}{_details(reading, speaker)}"
    if reading.intent is Intent.PROJECT_CREATE and reading.project:
        return f"start {owned(reading.project)}"
    form = _DEEDS.get(reading.intent)
    if form is None or not reading.target or reading.amount:
        return None
    target = lowered(speaker.title(reading.target))
    return form.format(target=f"'{target}'") + _details(reading, speaker)


def _details(reading: Interpretation, speaker: Speaker) -> str:
    parts = []
    if reading.project:
        name = reading.project
        parts.append(f" {at(name)}" if at(name) else "")
    if reading.when is not None and reading.when.at is not None:
        said = speaker.when(reading.when)
        parts.append(f", {said}" if reading.when.recurrence else f" for {said}")
    if reading.priority is not None:
        parts.append(f", {reading.priority}")
    return "".join(parts)
