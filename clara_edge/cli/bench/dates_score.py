"""Whether an answer is the one that the corpora of dates expect."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FORMS = {
    "date": ("%Y-%m-%d", 10),
    "time": ("%H:%M", 5),
    "datetime": ("%Y-%m-%d %H:%M", 16),
}
_LETTERS = {"D": "DAILY", "W": "WEEKLY", "M": "MONTHLY", "Y": "YEARLY"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a library made of an expression; nothing at all if it found none."""

    at: date | datetime | None = None
    seconds: float | None = None
    rule: str | None = None
    asks: bool = False
    timex: str | None = None
    """Of a repetition that is no RRULE."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found."""
        return self == Answer(asks=self.asks)


class Verdict(StrEnum):
    """How an answer compares with what was expected."""

    EXACT = "exact"
    ASKED = "asked"
    """Another reading was taken, and the answer says that it must be asked."""
    NONE = "none"
    WRONG = "wrong"
    """Something else was answered as if it were sure."""


def verdict(case: dict[str, Any], answer: Answer) -> Verdict:
    """Compare an answer with a case of the corpora, at the day or the minute."""
    if answer.is_empty:
        return Verdict.NONE
    if _is_exact(case, answer):
        return Verdict.EXACT
    return Verdict.ASKED if answer.asks else Verdict.WRONG


def _is_exact(case: dict[str, Any], answer: Answer) -> bool:
    kind, gold = case["kind"], case["gold"]
    if kind == "duration":
        return answer.seconds is not None and answer.seconds in map(float, gold)
    if kind == "rrule":
        return answer.rule is not None and _same_rule(gold[0], answer.rule)
    if kind == "set":
        return _is_set(case, answer)
    if answer.at is None or answer.rule is not None:
        return False
    form, chars = _FORMS[kind]
    if kind != "date" and not isinstance(answer.at, datetime):
        return False
    return format(answer.at, form) in {each[:chars] for each in gold}


def _is_set(case: dict[str, Any], answer: Answer) -> bool:
    if answer.timex is not None:
        return answer.timex in case["timex"]
    return answer.rule is not None and _fits_timex(case, answer)


def parts_of(rule: str) -> dict[str, str]:
    """Return the parts of an RRULE value."""
    return dict(part.split("=", 1) for part in rule.split(";") if "=" in part)


def _same_rule(gold: Any, rule: str) -> bool:
    """Compare with recurrent's dictionary of parts."""
    wanted = {key.upper(): str(value).upper() for key, value in gold.items()}
    found = parts_of(rule.upper())
    wanted.setdefault("INTERVAL", "1")
    found.setdefault("INTERVAL", "1")
    return wanted == found


def _fits_timex(case: dict[str, Any], answer: Answer) -> bool:
    """Compare with a TIMEX of Recognizers-Text, which leaves out intervals of weekdays."""
    if case["gold"]:
        shown = "" if answer.at is None else str(answer.at)
        if not any(
            str(each).startswith(shown[: len(str(each))]) for each in case["gold"]
        ):
            return False
    parts = parts_of(answer.rule or "")
    return any(_fits(timex, parts, answer) for timex in case["timex"])


def _fits(timex: str, parts: dict[str, str], answer: Answer) -> bool:
    interval = int(parts.get("INTERVAL", "1"))
    if weekday := re.match(r"XXXX-WXX-(\d)(?:T(\w+))?", timex):
        code = _CODES[int(weekday[1]) - 1]
        return parts.get("BYDAY") == code and _fits_time(weekday[2], answer)
    if day := re.match(r"XXXX-XX-(\d+)", timex):
        return parts.get("BYMONTHDAY") == str(int(day[1]))
    if period := re.fullmatch(r"P([\d.]+)(WE|[DWMY])", timex):
        return _fits_period(float(period[1]), period[2], parts, interval)
    if hour := re.fullmatch(r"T(\w+?(?::\d+)?)(?:P1D)?", timex):
        return parts.get("FREQ") == "DAILY" and _fits_time(hour[1], answer)
    return False


def _fits_period(count: float, unit: str, parts: dict[str, str], interval: int) -> bool:
    if unit == "WE":
        weekend = parts.get("BYDAY") == "SA,SU"
        return weekend and parts.get("FREQ") == "WEEKLY" and interval == count
    if unit == "Y" and count < 1:
        return parts.get("FREQ") == "MONTHLY" and interval == 12 * count
    return parts.get("FREQ") == _LETTERS[unit] and interval == count


def _fits_time(wanted: str | None, answer: Answer) -> bool:
    if wanted is None:
        return True
    if not isinstance(answer.at, datetime):
        return False
    if not wanted[0].isdigit():
        return {"MO": 5, "AF": 12, "EV": 16, "NI": 18}[wanted] <= answer.at.hour
    return f"{answer.at:%H:%M}".startswith(wanted)
