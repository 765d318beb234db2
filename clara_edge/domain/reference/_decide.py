"""Which of the tasks that share words with an utterance it means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clara_edge.domain.intents import Intent

from ._focus import in_focus
from ._index import Index
from ._pick import MOST_OPTIONS, any_of
from ._words import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from clara_edge.domain.conversation import Conversation
    from clara_edge.domain.intents import Interpretation
    from clara_edge.domain.tasks import Task

    from ._index import Fit
    from .targets import Targets

# Of the weight of the words that were said, what a title must have to be meant, and to be
# asked about; and how much the next best must be behind. Tuned on
# `clara bench references`.
_MEANT = 0.76
_PERHAPS = 0.6
_MARGIN = 0.12
_MARGIN_OF_ONE_WORD = 0.16
# The same for an answer to "which one?", where one of a few is known to be meant.
_OF_A_FEW = 0.45
_MARGIN_OF_A_FEW = 0.04

_WHAT_IS_DUE = frozenset(
    {Intent.TASK_COMPLETE, Intent.REMINDER_SNOOZE, Intent.REMINDER_ACKNOWLEDGE}
)


class Candidates:
    """Tasks in the order in which they fit some words."""

    def __init__(self, tasks: Sequence[Task], words: str, literally: str) -> None:
        """Look for the words; `literally` has those too that may as well point."""
        index = Index(tasks)
        said = words_of(words)
        self._fits = index.fits(said)
        one_word = sum(word.telling for word in said) < 2
        self._margin = _MARGIN_OF_ONE_WORD if one_word else _MARGIN
        self.literal = False
        """Whether a title has all the words, those included that may as well point."""
        whole = words_of(literally)
        if len([w for w in whole if w.telling]) > len(said):
            fits = index.fits(whole)
            if fits and fits[0].said > 0.97:
                self._fits, self.literal = fits, True

    def best(self) -> list[Task]:
        """Return the tasks that fit well and about equally, best first."""
        return _tied([fit for fit in self._fits if _is_meant(fit)], self._margin)

    def all_fitting(self) -> list[Task]:
        """Return all tasks that fit the words, best first, for "all the milk ones"."""
        most = self._fits[0].said if self._fits else 0.0
        least = max(_MEANT, most - _MARGIN)
        return [f.task for f in self._fits if _is_meant(f) and f.said >= least]

    def perhaps(self) -> list[Task]:
        """Return the tasks that fit in part, best first."""
        return _tied([fit for fit in self._fits if fit.said >= _PERHAPS], _MARGIN)

    def closest(self) -> list[Task]:
        """Return what fits best of a few that are known to be meant, however little."""
        few = [fit for fit in self._fits if fit.said >= _OF_A_FEW]
        return _tied(few, _MARGIN_OF_A_FEW)

    def decided(
        self, conversation: Conversation, reading: Interpretation, now: datetime
    ) -> Targets:
        """Choose among the best by what was just spoken of and what is due; else ask."""
        best = self.best()
        if len(best) > 1:
            focus = in_focus(conversation)
            near = [task for task in best if task.id in focus]
            best = near if len(near) == 1 else best
        if len(best) > 1 and reading.intent in _WHAT_IS_DUE:
            best = _due_first(best, now)
        return any_of(best)


def _is_meant(fit: Fit) -> bool:
    return fit.said >= _MEANT and not fit.other_deed


def _tied(fits: Sequence[Fit], margin: float) -> list[Task]:
    if not fits:
        return []
    tied = [fit.task for fit in fits if fit.score >= fits[0].score - margin]
    return tied[:MOST_OPTIONS]


def _due_first(tasks: list[Task], now: datetime) -> list[Task]:
    """Of tasks with one title, return the only one whose day has come, if there is one."""
    if len({tuple(w.root for w in words_of(task.title)) for task in tasks}) > 1:
        return tasks
    today = [task for task in tasks if task.due and task.due.day <= now.date()]
    return today if len(today) == 1 else tasks
