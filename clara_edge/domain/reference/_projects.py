"""Which project a spoken name means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clara_edge.domain.tasks import match_project

from ._sound import distance, likeness, sound
from ._words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from clara_edge.domain.tasks import Project

# As heard and as stored may differ by about one letter in five.
_LEAST_LIKENESS = 0.78
_MARGIN = 0.1
# "Sharpened" for "shopping": much less alike than what is taken without a question.
_NEAR_SOUND = 0.6
_KINDS = frozenset({"list", "project", "the", "my", "our", "a"})


def projects_named(spoken: str, projects: Iterable[Project]) -> list[Project]:
    """Return the projects that a name may mean; several are equally likely.

    A name that is right in any case, with or without "list", is taken at its word.
    """
    known = list(projects)
    exact = match_project(spoken, known)
    if exact is not None:
        return [exact]
    name = _bare(spoken)
    scored = [(likeness(name, _bare(project.name)), project) for project in known]
    best = max((score for score, _ in scored), default=0.0)
    if not name or best < _LEAST_LIKENESS:
        return []
    return [project for score, project in scored if score >= best - _MARGIN]


def nearest_project(spoken: str, projects: Iterable[Project]) -> Project | None:
    """Return the project that a misheard name most likely meant, to be asked about."""
    heard = sound(_bare(spoken))
    near = [
        (alike, project)
        for project in projects
        if (alike := _alike(heard, sound(_bare(project.name)))) >= _NEAR_SOUND
    ]
    return max(near, key=lambda one: one[0])[1] if near else None


def _alike(heard: str, known: str) -> float:
    """Return how alike two sounds are; a recogniser rarely mistakes the first of a name."""
    if heard[:1] != known[:1]:
        return 0.0
    longest = max(len(heard), len(known), 1)
    return 1 - distance(heard, known, longest) / longest


def _bare(name: str) -> str:
    words: Sequence[str] = [word.text for word in words_of(name)]
    return "".join(word for word in words if word not in _KINDS) or "".join(words)
