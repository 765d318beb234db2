"""What is typed in words: previewed, added, or done and answered as if it had been said."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

from flask import request
from pydantic import AwareDatetime, Field, StringConstraints

from clara_edge.domain.chips import chips
from clara_edge.domain.drafts import UNSET
from clara_edge.domain.schedule import reminders_of
from web_ui.access.marks import Scope, principal
from web_ui.contexts import PATTERN, placed
from web_ui.repeats import repeat_text
from web_ui.services import services
from web_ui.texts import due_text

from .endpoint import Answer, Body
from .given import TaskChange, patch_of
from .names import project_names
from .registry import api
from .shapes import Tasks, tasks_out
from .tasks import resolved
from .writing import writing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.dialogue.actions.create import Wanted
    from clara_edge.domain.drafts import TaskDraft, TaskPatch
    from clara_edge.domain.intents import Interpretation
    from clara_edge.domain.reply import TurnResult
    from clara_edge.ports.store import TaskStore

Text = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
CHOSEN = (
    "title",
    "project",
    "priority",
    "due",
    "start",
    "estimated_minutes",
    "tags",
    "reminders",
    "recurrence",
    "description",
)
"""What a person can change of what was understood."""


Context = Annotated[
    str,
    StringConstraints(pattern=PATTERN, max_length=120),
    Field(
        description="The list that it is typed into: today, day:2026-12-01, inbox, "
        "project:ID, parent:ID, tag:NAME."
    ),
]
SENT_AT_HEADER = "Clara-Sent-At"
SAID_AT_MOST = timedelta(days=60)
"""Longer ago than any phone is kept offline; a clock that is further off is wrong."""


class TextIn(Body):
    """What is typed."""

    text: Text
    context: Context = ""


class UnderstandIn(TextIn):
    """What is typed, and what was chosen instead of what was understood."""

    said_at: Annotated[AwareDatetime, Field(strict=False)] | None = Field(
        default=None,
        description="When it was typed, if a device could not send it at once: what "
        '"tomorrow" is counted from. The present time is taken for a time to come. With '
        "the header Clara-Sent-At, the same clock when it is sent, that clock may be wrong.",
    )
    instead: TaskChange | None = Field(
        default=None,
        description="Fields that replace what was understood, for every task.",
    )


class TurnIn(Body):
    """What is typed, and which conversation goes on with it."""

    text: Text
    conversation: Annotated[
        str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,40}$")
    ] = "page"


class WantedOut(Answer):
    """A task as it would be added."""

    title: str
    due_date: str | None
    due_zone: str | None
    due_text: str | None = Field(description="As a page shows it: Tomorrow 09:00.")
    repeat: str | None = Field(description="In words.")
    rrule: str | None
    project: str | None
    project_exists: bool
    priority: str
    tags: list[str]
    reminders_minutes_before: list[int]
    estimated_minutes: int | None
    guesses: list[str] = Field(description="What was guessed, and why.")


class PreviewOut(Answer):
    """How a text for the quick-add field is understood."""

    text: str
    confidence: float
    items: list[WantedOut]
    person: str | None
    ask: str | None = Field(description="What is unclear, for example which_time.")


class ChangeOut(Answer):
    """One thing that is now on disk."""

    kind: str
    id: str
    title: str


class TurnOut(Answer):
    """What a turn did and answers."""

    reply: str | None
    spoken: str | None
    expects_answer: bool
    intent: str | None
    confidence: float | None
    chips: dict[str, Any]
    changes: list[ChangeOut]
    step: int | None = Field(description="For undo.")
    ended: bool
    error: str | None
    timings_ms: dict[str, float]


@api.route(
    "POST",
    "/preview",
    scope=Scope.READ,
    tag="words",
    body=TextIn,
    returns=PreviewOut,
    errors={422},
)
def preview(body: TextIn) -> PreviewOut:
    """Tell how a text for the quick-add field is understood; nothing is done."""
    understanding = services().understanding
    reading = understanding.preview(body.text)
    wanted = understanding.wanted(reading)
    with services().store() as store:
        known = set(project_names(store).values())
        drafts = _placed(store, body, reading, [one.draft for one in wanted])
        wanted = [
            replace(one, draft=draft) for one, draft in zip(wanted, drafts, strict=True)
        ]
    return PreviewOut(
        text=body.text,
        confidence=round(reading.confidence, 3),
        items=[_wanted(one, known) for one in wanted],
        person=reading.person,
        ask=_ask(reading.when and reading.when.ask, reading.ask),
    )


@api.route(
    "POST",
    "/tasks/understand",
    scope=Scope.WRITE,
    tag="words",
    body=UnderstandIn,
    returns=Tasks,
    status=201,
    keyed=True,
    errors={404, 409, 422},
)
def understand(body: UnderstandIn) -> Tasks:
    """Add what is typed in words, in one undoable step."""
    understanding, said_at = services().understanding, _said_at(body.said_at)
    reading = understanding.preview(body.text, said_at)
    understood = understanding.wanted(reading, said_at)
    store = writing()
    wanted = _placed(store, body, reading, [one.draft for one in understood])
    if body.instead is not None:
        now = services().clock.now()
        change = resolved(store, body.instead)
        wanted = [
            _chosen(draft, patch_of(change, now, draft.due), now) for draft in wanted
        ]
    tasks = store.add(*wanted)
    return Tasks(items=tasks_out(tasks, project_names(store)))


@api.route(
    "POST",
    "/turns",
    scope=Scope.WRITE,
    secure=True,
    tag="words",
    body=TurnIn,
    returns=TurnOut,
    once=True,
    errors={409, 422},
)
def turn(body: TurnIn) -> TurnOut:
    """Do and answer what is typed, as if it had been said to the device."""
    conversation = f"{principal().id[:20]}-{body.conversation}"
    may_switch = principal().may(Scope.ADMIN)
    understanding = services().understanding
    return turn_out(understanding.turn(body.text, conversation, may_switch=may_switch))


def _placed(
    store: TaskStore,
    body: TextIn,
    reading: Interpretation,
    drafts: Sequence[TaskDraft],
) -> Sequence[TaskDraft]:
    said_at = _said_at(getattr(body, "said_at", None))
    return placed(
        drafts,
        body.context,
        store,
        now=said_at or services().clock.now(),
        said_project=bool(reading.project),
    )


def _said_at(given: datetime | None) -> datetime | None:
    """Return when something was typed, in the zone of this device; None is now."""
    now = services().clock.now()
    sent_at = _sent_at()
    if given is not None and sent_at is not None:
        # the difference of two looks at a clock tells how long ago, however wrong it is
        given = now - min(max(sent_at - given, timedelta(0)), 2 * SAID_AT_MOST)
    if given is None or not now - SAID_AT_MOST <= given < now:
        return None
    return given.astimezone(now.tzinfo)


def _sent_at() -> datetime | None:
    """Return what the clock of the device that asks shows, if it says so."""
    try:
        sent_at = datetime.fromisoformat(request.headers.get(SENT_AT_HEADER, ""))
    except ValueError:
        return None
    return sent_at if sent_at.tzinfo is not None else None


def turn_out(result: TurnResult) -> TurnOut:
    """Return a turn as it is sent."""
    reading, reply = result.interpretation, result.reply
    return TurnOut(
        reply=reply.shown if reply else None,
        spoken=reply.spoken if reply else None,
        expects_answer=reply.expects_answer if reply else False,
        intent=reading.intent.value if reading else None,
        confidence=round(reading.confidence, 3) if reading else None,
        chips=chips(reading) if reading else {},
        changes=[
            ChangeOut(kind=one.kind.value, id=one.id, title=one.title)
            for one in result.changes
        ],
        step=result.step_id,
        ended=result.ended,
        error=str(result.error) if result.error else None,
        timings_ms={name: round(ms, 3) for name, ms in result.timings.items()},
    )


def _chosen(draft: TaskDraft, patch: TaskPatch, now: datetime) -> TaskDraft:
    """Return a draft with what a person chose instead; what hangs on the date goes along."""
    values: dict[str, Any] = {
        name: value for name in CHOSEN if (value := getattr(patch, name)) is not UNSET
    }
    if "due" in values:
        due, rule = values["due"], draft.recurrence
        reminders = () if due is None else reminders_of(due, now, whole_days=False)
        follows = None if due is None or rule is None else replace(rule, start=due)
        values = {"reminders": reminders, "recurrence": follows, **values}
    return replace(draft, **values)


def _wanted(one: Wanted, known: set[str]) -> WantedOut:
    draft = one.draft
    return WantedOut(
        title=draft.title,
        due_date=draft.due.text if draft.due else None,
        due_zone=draft.due.zone if draft.due else None,
        due_text=due_text(draft.due) if draft.due else None,
        repeat=repeat_text(draft.recurrence) if draft.recurrence else None,
        rrule=draft.recurrence.rule if draft.recurrence else None,
        project=draft.project,
        project_exists=draft.project in known,
        priority=draft.priority.value,
        tags=list(draft.tags),
        reminders_minutes_before=[
            reminder.minutes_before
            for reminder in draft.reminders
            if reminder.minutes_before is not None
        ],
        estimated_minutes=draft.estimated_minutes,
        guesses=list(one.reasons),
    )


def _ask(unclear: object, ask: str | None) -> str | None:
    return str(unclear) if unclear else ask
