"""Two commands in one sentence: "add milk to shopping and remind me to call Bob at 5"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .spotted import phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

# these begin a command of their own, whatever stands before them
_CLEAR = (
    r"remind (?:me|us)|don't let me forget|set (?:an?|the|my|another) (?:[\w-]+ ){0,3}?(?:timer|"
    r"alarm|reminder)|set (?:timer|alarm)|start (?:an?|the|another) (?:[\w-]+ ){0,3}?timer|wake me|"
    r"(?:create|make|start|add) (?:an?|another) (?:new )?(?:[\w-]+ ){0,2}?(?:task|reminder|list|"
    r"project|to-?do)|new task|add (?:[\w'-]+ ){1,6}?to (?:my|the|our)(?: [\w'-]+){1,3}|"
    r"add (?:[\w'-]+ ){1,4}?to (?:shopping|groceries|work|errands)|"
    r"put (?:[\w'-]+ ){1,6}?on (?:my|the|our) (?:[\w'-]+ ){0,3}?list|"
    r"(?:mark|tick|check) (?:[\w'-]+ ){1,6}?(?:as )?(?:done|off|complete|completed|finished)|"
    r"(?:delete|remove|cancel) (?:[\w'-]+ ){0,5}?(?:task|tasks|reminder|reminders|alarm|alarms|"
    r"timer|timers|list)|take (?:[\w'-]+ ){1,5}?off (?:my|the|our)|"
    r"what's on|what is on|what do i|how many|show me|read me|snooze"
)
# these only where the first command is closed by its own end
_OPEN = (
    r"add|put|delete|remove|cancel|clear|mark|tick|check|move|change|rename|push|postpone|"
    r"reschedule|pause|resume|stop|turn|make|create|start|i need to|i have to|i must|"
    r"i've|what|when|which"
)
_POLITE = r"(?:please |can you |could you |also |then )*"
_JOINT = r"(?:\s*[,.;!?]\s*(?:and then|and also|and|then|also|plus)?|\s+(?:and then|and also|and|then|plus))\s+"
OPENERS = phrase(rf"{_POLITE}(?:{_CLEAR}|{_OPEN})\b")
_BREAK = re.compile(
    rf"(?P<joint>{_JOINT})(?={_POLITE.replace(' ', '[ ,]+')}"
    rf"(?:(?P<clear>{_CLEAR})|(?P<open>{_OPEN}))\b)",
    re.IGNORECASE,
)
_FULL_STOP = re.compile(r"[.;!?]")
# the deeds of these reach as far as the words go: "remind me to call Ann and cancel the gym"
_REACHING = phrase(
    r"^(?:\w+ )?(?:remind (?:me|us)|(?:i|we) (?:need|have|must|should|want|'ve got)|don't (?:let me )?"
    r"forget|remember|i'd like)"
)


def splits(text: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to cut a text into a first command and the rest, the first cut first."""
    for match in _BREAK.finditer(text):
        left, right = text[: match.start()], text[match.end() :]
        if len(left.split()) < 2 or len(right.split()) < 2:
            continue
        if (
            match["open"]
            and _REACHING.match(left.lstrip())
            and not _FULL_STOP.search(match["joint"])
        ):
            continue
        yield left.strip(), right.strip()
