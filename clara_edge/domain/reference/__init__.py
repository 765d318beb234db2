"""Which tasks an utterance means, by name, by attribute or by pointing: docs/references.md."""

from __future__ import annotations

from ._projects import nearest_project, projects_named
from ._sound import likeness, sound
from .choose import choose
from .find import find_targets
from .targets import Targets

__all__ = [
    "Targets",
    "choose",
    "find_targets",
    "likeness",
    "nearest_project",
    "projects_named",
    "sound",
]
