"""How much something matters, in the words people use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clara_edge.domain.tasks import Priority

from .spotted import Spotted, phrase

if TYPE_CHECKING:
    import re

_VERY = r"(?:very|really|extremely|super|quite|pretty|rather|so|most)"
_NOT = r"(?:not|isn't|is not|aren't|never|no longer)(?: (?:that|so|very|really|at all|all that|too|super))?"
_MEANINGS: tuple[tuple[re.Pattern[str], Priority], ...] = (
    (
        phrase(
            rf"{_NOT} (?:important|urgent|pressing|critical)|(?:low|lower|lowest|minor|"
            r"bottom) (?:priority|importance)|(?:priority|importance) (?:is |to |of )?(?:low|"
            r"lowest)|unimportant|no (?:rush|hurry|urgency)|not in a hurry|can wait|"
            r"when(?:ever)? (?:i|we|you) get (?:around|round) to it|low"
        ),
        Priority.LOW,
    ),
    (
        phrase(
            r"(?:top|highest|max(?:imum)?) (?:priority|importance)|"
            r"(?:priority|importance) (?:is |to |of )?(?:urgent|top|highest)|"
            rf"(?:{_VERY} )*(?:urgent|critical|pressing)(?:ly)?|urgency|asap|a\.s\.a\.p\.?|"
            r"as soon as possible|right away|(?:it's |this is )?an? emergency|"
            r"(?:priority )?(?:number )?(?:one|1) priority|priority (?:one|1)"
        ),
        Priority.URGENT,
    ),
    (
        phrase(
            r"(?:normal|medium|moderate|regular|average|standard|default) (?:priority|importance)|"
            r"(?:priority|importance) (?:is |to |of )?(?:normal|medium)|medium|normal"
        ),
        Priority.MEDIUM,
    ),
    (
        phrase(
            r"(?:high|higher) (?:priority|importance)|(?:priority|importance) (?:is |to |of )?"
            rf"high|(?:{_VERY} )*(?:important|essential|crucial|vital)(?:ly)?|"
            r"(?:matters|matter) a lot|(?:a )?priority|high"
        ),
        Priority.HIGH,
    ),
)
_SUBJECT = r"(?:it's|its|it is|that's|that is|this is|this one is|and it's|which is)"
_LEVEL = (
    rf"(?:{_NOT} (?:important|urgent)|(?:low|lowest|high|highest|top|medium|normal) priority|"
    rf"priority (?:low|high|urgent|medium|normal|top)|(?:{_VERY} )*(?:urgent|important)|asap|"
    r"as soon as possible|no (?:rush|hurry)|an emergency)"
)
# Words beside the deed: behind it, before it, or an exclamation mark's worth at the start
_BEHIND = phrase(
    rf"(?:[\s,.;!-]+|^)(?:(?:and )?{_SUBJECT} {_LEVEL}|(?:with|at|as|on|make it|mark it(?: as)?|"
    rf"set (?:the )?priority(?: to)?) (?:an? )?(?:{_LEVEL}|low|high|urgent)|"
    r"(?:low|lowest|high|highest|top|medium|normal|urgent) priority|"
    r"priority (?:low|high|urgent|medium|normal|top)|no (?:rush|hurry)|asap|as soon as possible"
    r")[\s.,!?]*$"
)
_LOOSE_BEHIND = phrase(rf"[,.;!-]\s*(?:{_LEVEL}|urgent(?:ly)?)[\s.!?]*$")
_BEFORE = phrase(
    rf"^\s*(?:{_SUBJECT} {_LEVEL}(?: (?:that|for me to|to))?|"
    rf"(?:low|high|top|medium|normal) priority|urgent(?:ly)?(?=[\s,:!-])|important(?=[,:!-]))"
    r"[\s,:;.!-]+"
)


def priority_of(words: str) -> Priority | None:
    """Return what words about importance mean; None if they say nothing of it."""
    for pattern, priority in _MEANINGS:
        if pattern.search(words):
            return priority
    return None


def find_priority(text: str) -> Spotted[Priority] | None:
    """Return the words before or behind a deed that say how much it matters."""
    for pattern in (_BEHIND, _LOOSE_BEHIND, _BEFORE):
        match = pattern.search(text)
        if match and (priority := priority_of(match[0])):
            return Spotted(priority, match.start(), match.end())
    return None
