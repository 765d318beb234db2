"""Which project somebody means, and how projects are called."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from clara_edge.dialogue.replies.task_facts import Facts
from clara_edge.domain.errors import StorageError
from clara_edge.domain.reference import projects_named
from clara_edge.domain.tasks import folded_name, sentence_case

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.dialogue.outcome import Filing, Tools
    from clara_edge.domain.intents import Interpretation
    from clara_edge.domain.tasks import Project, Task

_KIND = re.compile(r" (?:list|project)$", re.IGNORECASE)
_FOR = re.compile(
    r"(?P<title>.*\S)\s+for\s+(?:(?:my|the|our)\s+)?(?P<name>\S.*)", re.IGNORECASE
)
_OWNER = re.compile(r"^(?:my|the|our|your|a|an|new)\s+", re.IGNORECASE)


def known_project(spoken: str, tools: Filing) -> Project | None:
    """Return the project that a spoken name means, the first of several as likely."""
    found = projects_named(spoken, tools.tasks.projects())
    return found[0] if found else None


def filed(reading: Interpretation, tools: Filing) -> Interpretation:
    """Return a reading with the project that its title ends in: "the report for work".

    Only the whole name of a project that there is counts; else "for" is part of the title.
    """
    titles = reading.items or ((reading.title,) if reading.title else ())
    said = _FOR.match(titles[-1]) if titles and reading.project is None else None
    if said is None:
        return reading
    name = folded_name(said["name"])
    for project in tools.tasks.projects():
        if folded_name(project.name) == name:
            items = (*reading.items[:-1], said["title"]) if reading.items else ()
            title = reading.title if items else said["title"]
            return replace(reading, title=title, items=items, project=project.name)
    return reading


def new_name(spoken: str, text: str) -> str | None:
    """Return what a new project is called: "shopping list", or None.

    Only words that say that it is a list or a project make one; "for work" does not.
    """
    bare = _OWNER.sub("", " ".join(spoken.split()))
    if _KIND.search(bare):
        return sentence_case(bare)
    words = re.escape(bare).replace(r"\ ", r"\s+")
    said = re.search(
        rf"(?:\b(?P<kind>list|project)\s+(?:called|named|for)?\s*)?\b{words}\b"
        r"(?:\s+(?:to-?\s?do\s+)?(?P<after>list|project))?",
        text,
        re.IGNORECASE,
    )
    if said is None or not (said["kind"] or said["after"]):
        return None
    if (said["after"] or "").lower() == "list":
        return sentence_case(f"{bare} list")
    return sentence_case(bare)


def said_of_it(spoken: str, text: str) -> str:
    """Return the words with which a project was named: "for work"; the bare name else."""
    words = re.escape(spoken).replace(r"\ ", r"\s+")
    owner = r"(?:(?:my|the|our|your)\s+)?"
    said = re.search(
        rf"\b(?:for|in|at|to|on|from|under)\s+{owner}{words}\b", text, re.IGNORECASE
    )
    return " ".join(said[0].split()) if said else spoken


def names_of(tools: Tools) -> dict[str, str]:
    """Return the names of all projects by id; none where they cannot be read.

    What was changed is on disk by then: that must not be told as a failure.
    """
    try:
        return {p.id: p.name for p in tools.tasks.projects(archived=True)}
    except StorageError:
        return {}


def facts_of(tasks: Sequence[Task], tools: Tools) -> list[Facts]:
    """Return tasks with the names of their projects."""
    names = names_of(tools)
    return [Facts(task, names.get(task.project_id or "")) for task in tasks]
