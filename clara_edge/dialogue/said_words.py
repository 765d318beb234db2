"""Forms of answers and corrections that stand on what was said before."""

from __future__ import annotations

import re

from clara_edge.domain.slots import OPENERS

EDGES = " \t\n.,:;!?…\"“”'`-"

_CORRECTING = re.compile(
    r"(?:(?:no|nope|nah|sorry|oops|wait|hang on|actually|i mean|i meant|i said"
    r"|i wanted|rather|instead|correction|that should be|it should be|should be"
    r"|(?:make|change|set) (?:it|that|this|them)(?: to)?(?! done\b))(?:[\s,.:;!-]+|$))+",
    re.IGNORECASE,
)
_NOT_BUT = re.compile(
    r"^(?:no[\s,]+)?not (?P<wrong>.+?)(?:,| but)\s+(?P<rest>.+)$", re.IGNORECASE
)
_OTHER = re.compile(
    r"^(?:the )?other(?: one| task| reminder)?$|^not (?:that|this)(?: one)?$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"^(?:(?:and|ok|okay|so|then)[\s,]+)*(?:(?:what|how) about|and(?: for| on)?"
    r"|the same for)\s+(?P<rest>.+)$",
    re.IGNORECASE,
)
_ALSO_FIRST = re.compile(
    r"^(?:(?:oh|ok|okay)[\s,]+)?(?:and also|and|also|plus|as well as)[\s,]+(?P<rest>.+)$",
    re.IGNORECASE,
)
_ALSO_LAST = re.compile(r"^(?P<rest>.+?)[\s,]+(?:too|as well|also)$", re.IGNORECASE)
_SAME = re.compile(
    r"^(?:and )?(?:do )?(?:the )?same(?: thing| again)? (?:for|on|at|to|with) (?P<rest>.+)$",
    re.IGNORECASE,
)
_DROPPED = re.compile(
    r"^(?:(?:oh|ah|well|sorry|actually|no|please)[\s,]+)*(?:neither(?: one)?(?: of (?:them|those|these))?"
    r"|none(?: of (?:them|those|these))?|(?:not )?any of (?:them|those|these)"
    r"|(?:i )?(?:don't|do not) (?:know|care|remember)(?: yet)?|(?:i'm |i am )?not sure(?: yet)?"
    r"|(?:i have )?no idea|dunno|doesn't matter|it doesn't matter|whatever|nothing(?: at all)?"
    r"|(?:just )?(?:forget|leave|skip|drop) (?:it|that|about it|about that|it be)|let it be"
    r"|(?:please )?(?:don't|do not)(?: bother| do (?:it|that))?"
    r"|don't (?:add|set|create|delete|change) (?:it|that|them|anything))(?:[\s,]+(?:please|then|thanks))*$",
    re.IGNORECASE,
)
_GONE = re.compile(
    r"^(?:please )?(?:delete|remove|cancel|erase|scrap) (?:it|that|this|them|those|these)(?: all)?"
    r"(?: please)?$",
    re.IGNORECASE,
)
_YES_FIRST = re.compile(
    r"^(?:yes|yeah|yep|sure|ok|okay|right|correct)[\s,.!]+(?P<rest>.+)$", re.IGNORECASE
)
_GOING_ON = re.compile(
    r"(?:(?:and|some|one|read|the|any)\s+)*(?:more|next|rest|then|(?:what|anything) else)"
    r"(?:\s+(?:one|please))*",
    re.IGNORECASE,
)
_HOLDING_BACK = re.compile(
    r"\b(?:not|never|no|wait|stop|cancel|undo|don't|do not|hold on)\b", re.IGNORECASE
)
_NO_FIRST = re.compile(r"^(?:no|nope|nah)[\s,.!]+(?P<rest>.+)$", re.IGNORECASE)


def bare(text: str) -> str:
    """Fold white space and drop punctuation at both ends."""
    return " ".join(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split()).strip(
        EDGES
    )


def is_command(words: str) -> bool:
    """Tell whether words begin as a command of their own."""
    return OPENERS.match(words) is not None


def corrected(words: str) -> str | None:
    """Return what somebody meant instead: "no, I meant Thursday" -> "Thursday"."""
    if match := _NOT_BUT.match(words):
        return bare(match["rest"])
    match = _CORRECTING.match(words)
    if match is None or not words[match.end() :].strip(EDGES):
        return None
    return bare(words[match.end() :])


def means_the_other(words: str) -> bool:
    """Tell whether it is "the other one"."""
    return _OTHER.match(words) is not None


def about(words: str) -> str | None:
    """Return what else is asked about: "what about tomorrow" -> "tomorrow"."""
    return _rest(_ABOUT, words)


def also(words: str) -> str | None:
    """Return what comes on top: "also eggs", "and bread", "butter too"."""
    return _rest(_ALSO_FIRST, words) or _rest(_ALSO_LAST, words)


def same(words: str) -> str | None:
    """Return what the same is wanted for: "the same for Friday" -> "Friday"."""
    return _rest(_SAME, words)


def dropped(words: str) -> bool:
    """Tell whether somebody has no answer, or wants none: "neither", "I don't know"."""
    return _DROPPED.match(words) is not None


def deletes_it(words: str) -> bool:
    """Tell whether it is "delete that", of what was just talked about."""
    return _GONE.match(words) is not None


def after_yes(words: str) -> str | None:
    """Return what follows an agreement: "yes, at nine" -> "at nine"."""
    return _rest(_YES_FIRST, words)


def goes_on(words: str) -> bool:
    """Tell whether somebody wants to hear more of a list, which agrees to nothing."""
    return _GOING_ON.fullmatch(words) is not None


def holds_back(words: str) -> bool:
    """Tell whether a word is in it that nobody agrees with: "wait, don't"."""
    return _HOLDING_BACK.search(words) is not None


def after_no(words: str) -> str | None:
    """Return what follows a refusal: "no, on Friday" -> "on Friday"."""
    return _rest(_NO_FIRST, words)


def _rest(pattern: re.Pattern[str], words: str) -> str | None:
    match = pattern.match(words)
    return bare(match["rest"]) or None if match else None
