"""Turns whose rest is a language model's: what it is asked, and what its answer comes to.

Nothing that it writes is done: what it proposes is checked, read out, and waits for "yes".
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from clara_edge.domain.intents import Intent, Interpretation, Source
from clara_edge.domain.language_model import Purpose
from clara_edge.domain.reply import Reply

from . import prompts
from .asking import confirming
from .model_answers import proposed, said, steps
from .outcome import Outcome, Tools, settled
from .replies import model_wording, task_proposals, wording

if TYPE_CHECKING:
    from clara_edge.domain.conversation import Conversation
    from clara_edge.domain.language_model import ModelRequest

_TASKS_LOOKED_AT = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that a language model has not answered yet."""

    request: ModelRequest
    reading: Interpretation
    """How the parser read the utterance."""
    about: tuple[str, ...] = ()


def chat(reading: Interpretation, conversation: Conversation, tools: Tools) -> Outcome:
    """Hand small talk over to the model."""
    fresh = settled(conversation)
    if not tools.model.ready:
        return Outcome(model_wording.no_model(tools.model, tools.speaker), fresh)
    request = prompts.chat(reading.text, conversation, tools.now)
    return Outcome(None, fresh, model_request=request)


def ask_model(
    reading: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    """Hand over what the parser is unsure about; without a model, say so."""
    fresh = settled(conversation)
    if not (tools.model.ready and tools.model.sees_tasks):
        return Outcome(wording.unsupported(conversation.turns), fresh)
    tasks = tools.tasks.open_tasks(limit=_TASKS_LOOKED_AT)
    request = prompts.unsure(reading.text, tasks, tools.now)
    return Outcome(None, fresh, model_request=request)


def ask_suggestion(conversation: Conversation, tools: Tools) -> Outcome | None:
    """Ask for a suggestion where rules have none (left); None without model or tasks."""
    if not (tools.model.ready and tools.model.sees_tasks):
        return None
    tasks = tools.tasks.open_tasks(limit=_TASKS_LOOKED_AT)
    if not tasks:
        return None
    request = prompts.suggest("What should I do next?", tasks, tools.now)
    return Outcome(None, settled(conversation), model_request=request)


def answered(
    asked: Asked, answer: str | None, conversation: Conversation, tools: Tools
) -> Outcome:
    """Turn an answer into words or a question; None means that the model failed."""
    if answer is None:
        return Outcome(model_wording.failed(tools.speaker), conversation)
    if asked.request.purpose is Purpose.BREAKDOWN:
        return _planned(asked, answer, conversation, tools)
    if asked.request.purpose is Purpose.UNSURE:
        reading = proposed(answer, asked.reading.text, tools.now)
        if reading is not None:
            question = task_proposals.proposal(reading, tools.speaker)
            return _confirm(reading, question, conversation)
    text = said(answer)
    if text is None:
        return Outcome(model_wording.nonsense(tools.speaker), conversation)
    reply = Reply(text, text, expects_answer=text.endswith("?"))
    return Outcome(reply, conversation)


def _confirm(
    reading: Interpretation, question: Reply, conversation: Conversation
) -> Outcome:
    """Ask, and do the reading after a "yes"."""
    return replace(confirming(question, reading, conversation), reading=reading)


def _planned(
    asked: Asked, answer: str, conversation: Conversation, tools: Tools
) -> Outcome:
    plan = steps(answer)
    if not plan:
        return Outcome(model_wording.nonsense(tools.speaker), conversation)
    name = asked.reading.target or ""
    if asked.about:
        name = tools.tasks.get(asked.about[0]).title
    reading = Interpretation(
        asked.reading.text,
        Intent.TASK_BREAKDOWN,
        asked.reading.confidence,
        Source.LLM,
        title=None if asked.about else name,
        target=asked.about[0] if asked.about else None,
        project=asked.reading.project,
        items=tuple(str(step) for step in plan),
    )
    return _confirm(reading, model_wording.steps_preview(plan, name), conversation)
