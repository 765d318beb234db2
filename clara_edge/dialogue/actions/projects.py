"""Projects and lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clara_edge.dialogue.asking import asking
from clara_edge.dialogue.outcome import Outcome, Tools, settled
from clara_edge.dialogue.replies import task_lists
from clara_edge.dialogue.suggesting import suggest
from clara_edge.domain.conversation import Pending
from clara_edge.domain.drafts import ProjectDraft
from clara_edge.domain.intents import Intent
from clara_edge.domain.query import Condition, Field, Query, State
from clara_edge.domain.reply import Change, ChangeKind
from clara_edge.domain.tasks import match_project, sentence_case

from .places import known_project, new_name

if TYPE_CHECKING:
    from clara_edge.domain.conversation import Conversation
    from clara_edge.domain.intents import Interpretation

    from .table import Action

WHICH_PROJECT = "which_project"
"""The answer is the name of a new project."""

_OWNER = re.compile(r"^(?:my|the|our|a|an|new)\s+", re.IGNORECASE)


def create(
    interpretation: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    """Start a list or project, or ask for its name."""
    spoken = _OWNER.sub("", (interpretation.project or "").strip())
    if not spoken:
        pending = Pending(WHICH_PROJECT, interpretation)
        return asking(task_lists.which_project(), pending, conversation)
    name = new_name(spoken, interpretation.text) or sentence_case(spoken)
    fresh = settled(conversation)
    known = match_project(name, tools.tasks.projects(archived=True))
    if known is not None:
        return Outcome(task_lists.project_there(known.name), fresh)
    project = tools.tasks.add_project(ProjectDraft(name))
    reply = task_lists.project_made(project.name, tools.speaker)
    change = Change(ChangeKind.PROJECT_CREATED, project.id, project.name)
    return Outcome(reply, fresh, (change,))


def query(
    interpretation: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    """Say which projects there are, or how one of them is going."""
    fresh = settled(conversation)
    projects = tools.tasks.projects()
    if interpretation.project is None:
        counts = tools.tasks.open_counts()
        left = [counts.get(project.id, 0) for project in projects]
        return Outcome(task_lists.projects(projects, left, tools.speaker), fresh)
    project = known_project(interpretation.project, tools)
    if project is None:
        known = [other.name for other in projects]
        return Outcome(task_lists.no_such_project(interpretation.project, known), fresh)
    within = Condition(Field.PROJECT, (project.id,))
    opened, done, overdue = (
        tools.tasks.count(Query((within, Condition(Field.IS, (state,))), now=tools.now))
        for state in (State.OPEN, State.DONE, State.OVERDUE)
    )
    reply = task_lists.project_state(
        project.name, opened=opened, done=done, overdue=overdue
    )
    return Outcome(reply, fresh)


def suggestion(
    interpretation: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    """Suggest what to do next."""
    del interpretation
    return suggest(conversation, tools)


ACTIONS: dict[Intent, Action] = {
    Intent.PROJECT_CREATE: create,
    Intent.PROJECT_QUERY: query,
    Intent.TASK_SUGGEST: suggestion,
}
