"""What the learned parser leaves to rules: priority, tags, several items, corrections.

All of it is pure; docs/understanding.md says which rule is taken and why.
"""

from __future__ import annotations

from .commands import OPENERS, splits
from .corrections import corrected
from .dates import Moment, moment, seconds
from .item_words import DEEDS
from .items import items_of
from .openings import names_duty, names_event, reworded
from .priority import find_priority, priority_of
from .projects import project_name
from .spotted import Spotted, without
from .tags import find_tags, tag_of
from .titles import clean_title, holds_name, is_name, trailing_date, without_dangling
from .words import fluent

__all__ = [
    "DEEDS",
    "OPENERS",
    "Moment",
    "Spotted",
    "clean_title",
    "corrected",
    "find_priority",
    "find_tags",
    "fluent",
    "holds_name",
    "is_name",
    "items_of",
    "moment",
    "names_duty",
    "names_event",
    "priority_of",
    "project_name",
    "reworded",
    "seconds",
    "splits",
    "tag_of",
    "trailing_date",
    "without",
    "without_dangling",
]
