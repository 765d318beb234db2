"""Names of lists and projects as they are said."""

from __future__ import annotations

import re

from .spotted import EDGES, phrase

_LEAD = phrase(
    r"^(?:(?:to(?! do)|on|onto|in|into|under|for|from|off|of) )?"
    r"(?:(?:my|the|our|your|a|an|new|this|that|called|named) )*"
)
_KIND = phrase(r"(?:^| )(?P<kind>lists?|projects?|tasks?|items?)$")
# these are all of a person's tasks, not one of the lists
_GENERIC = re.compile(
    r"(?:to[- ]?do|todo|to-dos|todos|task|tasks|main|default|general|open|new|reminders?|"
    r"list|lists|project|projects|it|that|this|inbox)(?: lists?)?$",
    re.IGNORECASE,
)
_LIST_FOLLOWS = re.compile(r"['\u2019]?s?\s+lists?\b", re.IGNORECASE)


def project_name(words: str, following: str = "") -> str | None:
    """Return the name as said: a "shopping list" is called that, a "work project" work.

    Args:
        words: those that name it, with or without "my" and "list".
        following: the text behind them, where "list" may stand.

    Returns:
        None where no particular list is named ("my list", "my to-do list").
    """
    name = " ".join(words.split()).strip(EDGES)
    name = _LEAD.sub("", name).strip(EDGES)
    kind = _KIND.search(name)
    is_list = bool(_LIST_FOLLOWS.match(following))
    if kind:
        is_list = kind["kind"].lower().startswith("list")
        name = name[: kind.start()].strip(EDGES)
    if not name or _GENERIC.match(name):
        return None
    return f"{name} list" if is_list else name
