"""Whether hours are said as "2:30 pm" or as "14:30"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

# CLDR 45, supplemental/dayPeriods timeData: "h" or "hb" preferred
_TWELVE = frozenset(
    (
        *("AE", "AG", "AI", "AL", "AS", "AU", "BB", "BD", "BH", "BM", "BN", "BS", "BT"),
        *("CA", "CN", "CO", "CY", "DJ", "DM", "DO", "DZ", "EG", "EH", "ER", "ET", "FJ"),
        *("FM", "GD", "GH", "GM", "GR", "GU", "GY", "HK", "IN", "IQ", "JM", "JO", "KH"),
        *("KI", "KN", "KP", "KR", "KW", "KY", "LB", "LC", "LR", "LY", "MH", "MO", "MP"),
        *("MR", "MW", "MY", "NA", "NP", "NZ", "OM", "PA", "PG", "PH", "PK", "PR", "PW"),
        *("QA", "SA", "SB", "SD", "SG", "SL", "SO", "SS", "SY", "SZ", "TC", "TD", "TN"),
        *("TO", "TT", "TW", "UM", "US", "VC", "VE", "VG", "VI", "VU", "WS", "YE", "ZM"),
    )
)
# language_TERRITORY.codeset@modifier, as in setlocale(3)
_LOCALE = re.compile(r"[A-Za-z]{2,3}_(?P<territory>[A-Z]{2})(?:[.@].*)?")


def uses_12_hours(
    clock: Literal["auto", "12", "24"], environment: Mapping[str, str]
) -> bool:
    """Return what was chosen; for auto what is usual where the locale says one lives.

    The locale of times is read as in setlocale(3): LC_ALL, then LC_TIME, then LANG. One
    without a territory ("C.UTF-8") tells nothing, and gets 12 hours.
    """
    if clock != "auto":
        return clock == "12"
    names = (environment.get(key) for key in ("LC_ALL", "LC_TIME", "LANG"))
    name = next((name for name in names if name), "")
    locale = _LOCALE.fullmatch(name)
    return locale is None or locale["territory"] in _TWELVE
