"""How often a task comes back, in the language of the page."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from babel.dates import get_day_names
from flask_babel import gettext as _
from flask_babel import ngettext

from clara_edge.domain.errors import ClaraError
from clara_edge.domain.recurrence import in_words
from web_ui.texts import language

if TYPE_CHECKING:
    from collections.abc import Callable

    from clara_edge.domain.recurrence import Recurrence

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def repeat_text(recurrence: Recurrence) -> str:
    """Return "every Friday"; what has no translation is said in English."""
    if language() == "en":
        return _in_english(recurrence)
    said = _interval(recurrence) if recurrence.after_completion else _rule(recurrence)
    return said or _in_english(recurrence)


@lru_cache(maxsize=512)
def _in_english(recurrence: Recurrence) -> str:
    try:
        return in_words(recurrence)
    except ClaraError:
        # written by an older version or by hand: the rule itself tells more than nothing
        return recurrence.rule or recurrence.after_completion or ""


def _interval(recurrence: Recurrence) -> str:
    text = recurrence.after_completion or ""
    size, unit = text.strip("PT")[:-1], text[-1:]
    said = _AFTER.get(unit)
    return said(int(size)) if said and size.isdigit() else ""


def _rule(recurrence: Recurrence) -> str:
    """Return the plain rules in words; "" for those with further parts."""
    parts = dict(
        p.split("=", 1) for p in (recurrence.rule or "").split(";") if "=" in p
    )
    frequency = parts.pop("FREQ", "")
    size = int(parts.pop("INTERVAL", "1"))
    days = parts.pop("BYDAY", "")
    if frequency == "MONTHLY" and not days:
        return _on_day(size, parts)
    if parts or frequency not in _EVERY:
        return ""
    if not days:
        return _EVERY[frequency](size)
    return _on_weekdays(size, days.split(",")) if frequency == "WEEKLY" else ""


def _on_weekdays(size: int, codes: list[str]) -> str:
    """Return "every Monday"; "" for weekdays that are counted."""
    if not set(codes) <= set(_DAYS):
        return ""
    if size == 1 and codes == [*_DAYS[:5]]:
        return _("every weekday")
    names = get_day_names("wide", locale=language())
    listed = ", ".join(names[_DAYS.index(code)] for code in codes)
    if size == 1:
        return _("every %(days)s", days=listed)
    return _("%(every)s on %(days)s", every=_EVERY["WEEKLY"](size), days=listed)


def _on_day(size: int, parts: dict[str, str]) -> str:
    """Return "every month on day 15"; "" for other rules of months."""
    day = parts.pop("BYMONTHDAY", "")
    every = _EVERY["MONTHLY"](size)
    if parts:
        return ""
    if not day:
        return every
    if day == "-1":
        return _("%(every)s on the last day", every=every)
    return _("%(every)s on day %(day)s", every=every, day=day) if day.isdigit() else ""


_EVERY: dict[str, Callable[[int], str]] = {
    "HOURLY": lambda n: ngettext("every hour", "every %(num)d hours", n),
    "DAILY": lambda n: ngettext("every day", "every %(num)d days", n),
    "WEEKLY": lambda n: ngettext("every week", "every %(num)d weeks", n),
    "MONTHLY": lambda n: ngettext("every month", "every %(num)d months", n),
    "YEARLY": lambda n: ngettext("every year", "every %(num)d years", n),
}
_AFTER: dict[str, Callable[[int], str]] = {
    "H": lambda n: ngettext(
        "%(num)d hour after it was done", "%(num)d hours after it was done", n
    ),
    "D": lambda n: ngettext(
        "%(num)d day after it was done", "%(num)d days after it was done", n
    ),
    "W": lambda n: ngettext(
        "%(num)d week after it was done", "%(num)d weeks after it was done", n
    ),
    "M": lambda n: ngettext(
        "%(num)d month after it was done", "%(num)d months after it was done", n
    ),
    "Y": lambda n: ngettext(
        "%(num)d year after it was done", "%(num)d years after it was done", n
    ),
}
