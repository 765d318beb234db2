"""Help that needs no language model: rules and counts, each of which can be explained."""

from .facts import Facts, Filed, Postponed, Seen
from .offer import Offer
from .priority import InferredPriority, infer_priority
from .project import MIN_SHARE, MIN_TASKS, ProjectGuess, default_project
from .suggestion import AddTask, ChangeTasks, Suggestion, SuggestionKind
from .suggestions import suggestions
from .words import content_words

__all__ = [
    "MIN_SHARE",
    "MIN_TASKS",
    "AddTask",
    "ChangeTasks",
    "Facts",
    "Filed",
    "InferredPriority",
    "Offer",
    "Postponed",
    "ProjectGuess",
    "Seen",
    "Suggestion",
    "SuggestionKind",
    "content_words",
    "default_project",
    "infer_priority",
    "suggestions",
]
