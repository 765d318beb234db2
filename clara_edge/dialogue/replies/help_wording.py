"""What Clara says when somebody asks what to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clara_edge.domain.intents import Intent
from clara_edge.domain.reply import Reply

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.domain.schema import Saying

    from .speaker import Speaker

SPOKEN_EXAMPLES = 3
_SHOWN_EXAMPLES = 2
# three of these are what one still remembers
_SPOKEN_EXAMPLE_CHARS = 36
# What one can live with Clara for; the examples of each answer come from one row.
_ROWS = (
    (Intent.TASK_CREATE, Intent.TASK_QUERY, Intent.TIMER_CREATE),
    (Intent.TASK_COMPLETE, Intent.ALARM_CREATE, Intent.TASK_UPDATE),
    (Intent.TASK_CREATE, Intent.PROJECT_CREATE, Intent.SESSION_UNDO),
    (Intent.TASK_BREAKDOWN, Intent.TASK_SUGGEST, Intent.CLOCK_QUERY),
)


def what_to_say(all_sayings: Sequence[Saying], speaker: Speaker) -> Reply:
    """Give three examples, other ones each time; the screen has everything."""
    by_intent = {saying.intent: saying for saying in all_sayings}
    row = _ROWS[speaker.turn % len(_ROWS)]
    examples = [
        _example(by_intent[intent], speaker.turn // len(_ROWS)) for intent in row
    ]
    quoted = speaker.joined([f"'{example}'" for example in examples], word="or")
    form = speaker.pick(
        ("Say {}.", "You can say {}.", "Try {}."),
        ("{}.",),
        ("You can say, for example, {}.",),
    )
    return Reply(form.format(quoted), "\n".join(_lines(all_sayings)))


def how_to_say(saying: Saying, speaker: Speaker) -> Reply:
    """Tell how to ask for one thing."""
    count = len(saying.sentences)
    first = speaker.turn % count
    some = [saying.sentences[(first + n) % count] for n in range(min(2, count))]
    quoted = speaker.joined([f"'{sentence}'" for sentence in some], word="or")
    form = speaker.pick(("Say {}.", "For example {}."), ("{}.",), ("You can say {}.",))
    lines = [f"{saying.description}:", *(f"  {text}" for text in saying.sentences)]
    return Reply(form.format(quoted), "\n".join(lines))


def said_again(last_reply: str | None, *, waits: bool, speaker: Speaker) -> Reply:
    """Say the last answer again, and wait again for what it asked."""
    if last_reply is None:
        text = speaker.pick(("I haven't said anything yet.", "Nothing was said yet."))
        return Reply(text, text)
    return Reply(last_reply, last_reply, expects_answer=waits)


def _example(saying: Saying, number: int) -> str:
    short = [text for text in saying.sentences if len(text) <= _SPOKEN_EXAMPLE_CHARS]
    sentences = short or saying.sentences
    return sentences[number % len(sentences)]


def _lines(all_sayings: Sequence[Saying]) -> list[str]:
    lines = ["You can say:"]
    for saying in all_sayings:
        examples = ", ".join(f'"{text}"' for text in saying.sentences[:_SHOWN_EXAMPLES])
        lines.append(f"  {saying.description}: {examples}")
    return lines
