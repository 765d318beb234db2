"""Where a task goes whose owner named no project."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .words import content_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from clara_edge.domain.tasks import Project

    from .facts import Filed

MIN_TASKS = 3
"""Fewer similar tasks prove nothing."""
MIN_SHARE = 0.8
"""So many of them must be in one project."""
SIMILAR = 0.5
"""A task is similar that shares at least so many of the new title's words."""


@dataclass(frozen=True, slots=True)
class ProjectGuess:
    """A project and why."""

    project: Project
    reason: str


def default_project(
    title: str,
    tags: Iterable[str],
    projects: Sequence[Project],
    history: Iterable[Filed],
) -> ProjectGuess | None:
    """Return where a task belongs by its tags, its words, or where similar ones are.

    Rules that a person set (Project.default_for) win; history counts only when it is
    clear. Rules that contradict each other decide nothing, nor does history then.
    """
    current = [project for project in projects if not project.archived]
    by_rule = _by_tag(tags, current) or _by_phrase(title, current)
    if by_rule:
        return by_rule[0] if len(by_rule) == 1 else None
    return _by_history(title, current, history)


def _by_tag(tags: Iterable[str], projects: Sequence[Project]) -> list[ProjectGuess]:
    given = {tag.removeprefix("#").casefold() for tag in tags}
    found: dict[str, ProjectGuess] = {}
    for project in projects:
        for rule in project.default_for:
            if rule.startswith("#") and rule[1:].casefold() in given:
                reason = f"tasks with {rule} go to {project.name}"
                found.setdefault(project.id, ProjectGuess(project, reason))
    return list(found.values())


def _by_phrase(title: str, projects: Sequence[Project]) -> list[ProjectGuess]:
    """Return the guesses by the longest phrases that the title has."""
    words = f" {' '.join(content_words(title))} "
    found: dict[str, tuple[int, ProjectGuess]] = {}
    for project in projects:
        for rule in project.default_for:
            phrase = content_words(rule)
            if rule.startswith("#") or not phrase:
                continue
            if f" {' '.join(phrase)} " in words:
                guess = ProjectGuess(
                    project, f'tasks with "{rule}" go to {project.name}'
                )
                if len(phrase) > found.get(project.id, (0, guess))[0]:
                    found[project.id] = (len(phrase), guess)
    longest = max((length for length, _ in found.values()), default=0)
    return [guess for length, guess in found.values() if length == longest]


def _by_history(
    title: str, projects: Sequence[Project], history: Iterable[Filed]
) -> ProjectGuess | None:
    wanted = set(content_words(title))
    if not wanted:
        return None
    same: Counter[str | None] = Counter()
    similar: Counter[str | None] = Counter()
    for filed in history:
        words = set(content_words(filed.title))
        shared = len(wanted & words) / len(wanted)
        if shared == 1.0:
            same[filed.project_id] += 1
        if shared >= SIMILAR:
            similar[filed.project_id] += 1
    # tasks with all the words say more: only without enough of them do similar ones count
    votes = same if same.total() >= MIN_TASKS else similar
    return _winner(votes, projects)


def _winner(
    votes: Counter[str | None], projects: Sequence[Project]
) -> ProjectGuess | None:
    total = votes.total()
    if total < MIN_TASKS:
        return None
    [(project_id, count)] = votes.most_common(1)
    project = next((p for p in projects if p.id == project_id), None)
    if project is None or count < MIN_TASKS or count / total < MIN_SHARE:
        return None
    return ProjectGuess(
        project, f"{count} of {total} similar tasks are in {project.name}"
    )
