"""What is done for intents that need a language model: small talk, and steps of a task."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clara_edge.dialogue import prompts
from clara_edge.dialogue.model_answers import PlannedStep
from clara_edge.dialogue.model_turns import chat
from clara_edge.dialogue.outcome import Outcome, Tools, remembering, settled
from clara_edge.dialogue.replies import model_wording
from clara_edge.domain.drafts import TaskDraft
from clara_edge.domain.intents import Intent, Source
from clara_edge.domain.reference import find_targets
from clara_edge.domain.reply import Change, ChangeKind
from clara_edge.domain.tasks import sentence_case

from .meant import candidates, which_one

if TYPE_CHECKING:
    from clara_edge.domain.conversation import Conversation
    from clara_edge.domain.intents import Interpretation
    from clara_edge.domain.tasks import Task

    from .table import Action


def _break_down(
    interpretation: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    if interpretation.source is Source.LLM and interpretation.items:
        return _add_steps(interpretation, conversation, tools)
    fresh = settled(conversation)
    if not tools.model.ready:
        return Outcome(model_wording.no_model(tools.model, tools.speaker), fresh)
    if not tools.model.sees_tasks:
        return Outcome(model_wording.unseen(tools.speaker), fresh)
    if not interpretation.target:
        return Outcome(model_wording.which_to_break_down(), fresh)
    known: Task | None = None
    targets = find_targets(interpretation, candidates(tools), conversation, tools.now)
    if tools.chosen:
        known = tools.tasks.get(tools.chosen[0])
    elif len(targets.found) == 1:
        known = targets.found[0]
    elif targets.options or targets.found:
        some = targets.options or targets.found
        return which_one(interpretation, some, conversation, tools)
    title = known.title if known else sentence_case(interpretation.target)
    return Outcome(
        None,
        remembering(fresh, [known]) if known else fresh,
        model_request=prompts.breakdown(title, tools.now),
        about=(known.id,) if known else (),
    )


def _add_steps(
    reading: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    """Store confirmed steps below their task, or with a new one: one undoable step."""
    plan = [PlannedStep.parse(item) for item in reading.items]
    parent_id = reading.target
    drafts = tuple(
        TaskDraft(s.title, estimated_minutes=s.minutes, parent_task_id=parent_id)
        for s in plan
    )
    if parent_id is not None:
        parent = tools.tasks.get(parent_id)
        added = list(tools.tasks.add(*drafts))
    else:
        title = sentence_case(reading.title or "")
        draft = TaskDraft(title, project=reading.project, subtasks=drafts)
        (parent,) = tools.tasks.add(draft)
        added = [parent, *tools.tasks.subtasks(parent.id)]
    return Outcome(
        model_wording.steps_added(
            len(plan), parent.title, sum(s.minutes for s in plan), tools.speaker
        ),
        remembering(settled(conversation), [parent]),
        tuple(Change(ChangeKind.TASK_CREATED, t.id, t.title) for t in added),
    )


ACTIONS: dict[Intent, Action] = {
    Intent.CHAT: chat,
    Intent.TASK_BREAKDOWN: _break_down,
}
