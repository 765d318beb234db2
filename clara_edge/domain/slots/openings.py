"""Openings that people write or say for short: "todo: buy stamps", "need milk"."""

from __future__ import annotations

import re

from .item_words import DEEDS, word_set
from .spotted import phrase

_NAME = r"(?P<name>[^\W\d_][\w']*(?: [^\W\d_][\w']*){0,2}?)"
# what is meant by each, in the words that the network and the patterns know
_MEANT: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            r"(?:new )?(?:task|to-?do|to do|reminder|memo|note)(?: to (?:my)?self)?"
            r"\s*(?::|\s[-\u2013\u2014])\s*(?P<rest>\w.*)",
            re.IGNORECASE,
        ),
        r"new task \g<rest>",
    ),
    (phrase(r"note to (?:my)?self (?P<rest>\w.*)"), r"new task \g<rest>"),
    (
        re.compile(
            rf"(?:(?:my|the|our) )?(?:{_NAME} )(?:list|project)\s*:\s*(?P<rest>\w.*)",
            re.IGNORECASE,
        ),
        r"add \g<rest> to my \g<name> list",
    ),
    (phrase(r"(?:ping|buzz|poke) me (?P<rest>\w.*)"), r"remind me \g<rest>"),
    (phrase(r"need (?P<rest>(?!help\b)\w.*)"), r"i need \g<rest>"),
    # what recognisers make of "put" and "add" where nothing else fits
    (
        phrase(
            r"but (?P<rest>\w.* (?:on|in|onto) (?:my|our|the) (?:[\w']+ ){0,3}list)\W*"
        ),
        r"put \g<rest>",
    ),
    (
        phrase(
            r"(?:at|and|had) (?P<rest>(?:[\w'-]+ ){1,4}(?:seconds?|minutes?|hours?) to (?:my|the) (?:[\w']+ ){0,3}timer)\W*"
        ),
        r"add \g<rest>",
    ),
    (
        phrase(
            r"(?P<deed>set|start|create|make) (?:an?|another) (?P<kind>timer|alarm) (?:called|named|"
            rf"labell?ed|titled) {_NAME} (?P<rest>(?:for|at|in) .+)"
        ),
        r"\g<deed> a \g<name> \g<kind> \g<rest>",
    ),
)


# a duty that is told, and asks for nothing now; "I need to get there by nine" wants the way
_DUTY = phrase(
    r"\W*(?:i|we)(?:'ve)?(?: (?:still|really|also))* (?:need|have|must|have got|got) (?:to )?(?P<deed>\w+) \w"
)
_WANTS_NOW = re.compile(
    r"\?|\b(?:how|what|where|when|which|who|can|could|help|please|directions?|route|traffic|reservation|"
    r"leave|restaurant|video|messages?)\b",
    re.IGNORECASE,
)
# done by people, and by no other service that "I need to pay my bill" may call for
_DEEDS = word_set(
    """
    bake bathe bring buy call clean clear collect cook deliver drop dust email feed fetch fix
    fold groom hang help hoover iron mail mow oil pack paint phone pick plant polish practise
    practice prune read renew repair return review ring scrub sew shower study sweep tidy trim
    unpack vacuum visit walk wash water weed wipe wrap write
    """
)


def names_duty(text: str) -> bool:
    """Tell whether somebody says what they have to do: "I need to call the bank"."""
    match = _DUTY.match(text)
    if match is None or _WANTS_NOW.search(text):
        return False
    return match["deed"].lower() in _DEEDS


_EVENT = phrase(
    r"\W*(?:(?:an?|the|my|our) )?(?:(?P<before>[^\W\d_][\w'\u2019.-]*) )?(?:meeting|mtg|appointment|appt|flight|"
    r"train|dinner|lunch|breakfast|brunch|interview|class|lesson|exam|dentist|doctor|haircut|"
    r"checkup|birthday|anniversary|wedding|rehearsal|deadline)\b"
)
_NO_EVENT = word_set(
    """
    any are cheap check do does find good has have i is next no one same search some there
    upcoming whose your list
    """
)


def names_event(text: str) -> bool:
    """Tell whether a text begins like an entry of a diary: "flight to Rome on the 12th"."""
    match = _EVENT.match(text)
    if match is None or _WANTS_NOW.search(text):
        return False
    before = (match["before"] or "").lower()
    return before not in _NO_EVENT and before not in DEEDS


def reworded(text: str) -> str:
    """Return a text with its short opening replaced by the words that are meant."""
    for pattern, meant in _MEANT:
        if match := pattern.fullmatch(text):
            return match.expand(meant)
    return text
