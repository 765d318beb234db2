"""Any day, week, month or year."""

from __future__ import annotations

from ._parsers import (
    Parser,
    either,
)
from ._say_dates import BARE_YEAR, DATES
from ._say_edges import EDGES
from ._say_near import A_WEEKDAY, RELATIVE
from ._say_periods import HOLIDAY, NTH_OF, PERIODS
from ._say_shifts import COUNTED, SHIFTS

DAYS: Parser = either(
    COUNTED,
    SHIFTS,
    NTH_OF,
    EDGES,
    PERIODS,
    HOLIDAY,
    DATES,
    RELATIVE,
    A_WEEKDAY,
    BARE_YEAR,
)
