"""Numbers, money, measures and ordinals in words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from num2words import num2words

if TYPE_CHECKING:
    from collections.abc import Callable

# beyond a trillion nobody follows; digits one by one are clearer
_MAX_DIGITS = 12

_NUMBER = r"(?<![0-9])(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"

# currency sign -> one, many, one hundredth, many hundredths
_MONEY = {
    "$": ("dollar", "dollars", "cent", "cents"),
    "£": ("pound", "pounds", "penny", "pence"),
    "€": ("euro", "euros", "cent", "cents"),
    "¥": ("yen", "yen", "", ""),
    "₹": ("rupee", "rupees", "paisa", "paise"),
}
_SCALES = {"k": "thousand", "m": "million", "bn": "billion", "b": "billion"}

# symbol -> one, many; case matters (m is metre, M is not)
_UNITS = {
    "kg": ("kilogram", "kilograms"),
    "g": ("gram", "grams"),
    "mg": ("milligram", "milligrams"),
    "km": ("kilometre", "kilometres"),
    "m": ("metre", "metres"),
    "cm": ("centimetre", "centimetres"),
    "mm": ("millimetre", "millimetres"),
    "km/h": ("kilometre per hour", "kilometres per hour"),
    "kph": ("kilometre per hour", "kilometres per hour"),
    "mph": ("mile per hour", "miles per hour"),
    "mi": ("mile", "miles"),
    "ft": ("foot", "feet"),
    "lb": ("pound", "pounds"),
    "lbs": ("pound", "pounds"),
    "oz": ("ounce", "ounces"),
    "l": ("litre", "litres"),
    "L": ("litre", "litres"),
    "ml": ("millilitre", "millilitres"),
    "cl": ("centilitre", "centilitres"),
    "°C": ("degree Celsius", "degrees Celsius"),
    "°F": ("degree Fahrenheit", "degrees Fahrenheit"),
    "°": ("degree", "degrees"),
    "h": ("hour", "hours"),
    "hr": ("hour", "hours"),
    "hrs": ("hour", "hours"),
    "min": ("minute", "minutes"),
    "mins": ("minute", "minutes"),
    "s": ("second", "seconds"),
    "sec": ("second", "seconds"),
    "secs": ("second", "seconds"),
    "ms": ("millisecond", "milliseconds"),
    "kB": ("kilobyte", "kilobytes"),
    "MB": ("megabyte", "megabytes"),
    "GB": ("gigabyte", "gigabytes"),
    "TB": ("terabyte", "terabytes"),
    "W": ("watt", "watts"),
    "kW": ("kilowatt", "kilowatts"),
    "kWh": ("kilowatt hour", "kilowatt hours"),
    "V": ("volt", "volts"),
    "Hz": ("hertz", "hertz"),
    "kHz": ("kilohertz", "kilohertz"),
    "MHz": ("megahertz", "megahertz"),
    "GHz": ("gigahertz", "gigahertz"),
    "dB": ("decibel", "decibels"),
    "m²": ("square metre", "square metres"),
    "km²": ("square kilometre", "square kilometres"),
    "m³": ("cubic metre", "cubic metres"),
}
_UNIT = "|".join(re.escape(u) for u in sorted(_UNITS, key=len, reverse=True))

_FRACTIONS = {
    (1, 2): "one half",
    (1, 3): "one third",
    (2, 3): "two thirds",
    (1, 4): "one quarter",
    (3, 4): "three quarters",
    (1, 8): "one eighth",
}
VULGAR = {
    "½": "1/2",
    "⅓": "1/3",
    "⅔": "2/3",
    "¼": "1/4",
    "¾": "3/4",
    "⅛": "1/8",
}


@lru_cache(maxsize=1024)
def cardinal(number: int) -> str:
    """Write a number in words, without the commas of print."""
    return str(num2words(number)).replace(",", "")


def ordinal(number: int) -> str:
    """Write a rank in words."""
    return str(num2words(number, to="ordinal")).replace(",", "")


def year(number: int) -> str:
    """Write a year as people say it."""
    return str(num2words(number, to="year")).replace(",", "")


def digits(text: str) -> str:
    """Say digits one by one."""
    return " ".join(cardinal(int(c)) for c in text if c.isdigit())


def quantity(text: str) -> str:
    """Say a plain number: grouped, decimal, with leading zeros or very long."""
    whole, _, fraction = text.replace(",", "").partition(".")
    if len(whole) > _MAX_DIGITS or (len(whole) > 1 and whole.startswith("0")):
        words = digits(whole)
    else:
        words = cardinal(int(whole))
    return f"{words} point {digits(fraction)}" if fraction else words


def _money(match: re.Match[str]) -> str:
    sign = match["sign"] or match["after"]
    amount = match["amount"] or match["amount2"]
    one, many, cent, cents = _MONEY[sign]
    scale = _SCALES.get((match["scale"] or "").lower())
    if scale:
        return f" {quantity(amount)} {scale} {many} "
    whole, _, fraction = amount.replace(",", "").partition(".")
    name = one if whole == "1" else many
    if len(fraction) != 2 or not cents:
        return f" {quantity(amount)} {many if fraction else name} "
    if fraction == "00":
        return f" {quantity(whole)} {name} "
    hundredths = cardinal(int(fraction))
    if int(whole) == 0:
        return f" {hundredths} {cent if fraction == '01' else cents} "
    return f" {quantity(whole)} {name} {hundredths} "


def _measure(match: re.Match[str]) -> str:
    number, unit = match["number"], match["unit"]
    one, many = _UNITS[unit]
    return f" {quantity(number)} {one if number == '1' else many} "


def _fraction(match: re.Match[str]) -> str:
    whole, top, bottom = match["whole"], int(match["top"]), int(match["bottom"])
    words = _FRACTIONS.get((top, bottom)) or (
        f"{quantity(match['top'])} {'over' if bottom else 'slash'} "
        f"{quantity(match['bottom'])}"
    )
    if not whole:
        return f" {words} "
    return f" {quantity(whole)} and {words.replace('one ', 'a ', 1)} "


def _bare(match: re.Match[str]) -> str:
    text = match[0]
    if re.fullmatch(r"19[0-9]{2}|20[0-9]{2}", text):
        return f" {year(int(text))} "
    return f" {quantity(text)} "


# +44 20 7946 0958, 020 7946-0958: a leading + or 0, and more groups than a number has
_PHONE = re.compile(
    r"(?<![\w.,:/-])(?:\+[0-9]{1,3}|0[0-9]{1,4})(?:[ -]?[0-9]{2,}){2,}(?![\w:/])"
)
_ALWAYS = re.compile(r"(?<![\w/])24/7(?![\w/])")

_NOT_IN_WORD = r"(?<![\w.,])"

# in order: the longer reading of a number comes before the shorter
RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (_PHONE, lambda m: f" {digits(m[0])} "),
    (_ALWAYS, lambda _: " twenty-four seven "),
    (
        re.compile(
            rf"(?P<sign>[{''.join(map(re.escape, _MONEY))}])\s?(?P<amount>{_NUMBER})"
            r"(?P<scale>bn|[kKmMbB])?(?![\w])"
            rf"|(?P<amount2>{_NUMBER})\s?(?P<after>[€£¥])"
        ),
        _money,
    ),
    (re.compile(rf"(?P<n>{_NUMBER})\s?%"), lambda m: f" {quantity(m['n'])} percent "),
    (
        re.compile(rf"(?P<n>{_NUMBER})\s?°\s?(?P<u>[CF])\b"),
        lambda m: _measure_degrees(m["n"], m["u"]),
    ),
    (
        re.compile(
            rf"{_NOT_IN_WORD}(?P<number>{_NUMBER})\s?(?P<unit>{_UNIT})(?![\w/²³])"
        ),
        _measure,
    ),
    (
        re.compile(r"(?<![\w/])(?P<n>[0-9]{1,9})(?:st|nd|rd|th)\b", re.IGNORECASE),
        lambda m: f" {ordinal(int(m['n']))} ",
    ),
    (
        re.compile(
            r"(?<![\w/.])(?:(?P<whole>[0-9]{1,6})\s)?(?P<top>[0-9]{1,4})/"
            r"(?P<bottom>[0-9]{1,4})(?![\w/.])"
        ),
        _fraction,
    ),
    (
        re.compile(r"(?<![0-9])[0-9]+(?:\.[0-9]+){2,}"),
        lambda m: " " + " point ".join(quantity(p) for p in m[0].split(".")) + " ",
    ),
    (
        re.compile(rf"(?P<a>{_NUMBER})\s?[-–]\s?(?P<b>{_NUMBER})(?![\w-])"),  # noqa: RUF001 - people type the en dash in ranges
        lambda m: f" {_bare_words(m['a'])} to {_bare_words(m['b'])} ",
    ),
    (
        re.compile(rf"(?<![\w.,])[-−](?={_NUMBER})"),  # noqa: RUF001 - the minus sign itself
        lambda _: " minus ",
    ),
    (
        re.compile(rf"(?P<n>{_NUMBER})\s?[x×](?![\w])"),  # noqa: RUF001 - the multiplication sign itself
        lambda m: f" {quantity(m['n'])} times ",
    ),
    (re.compile(_NUMBER), _bare),
)


def _measure_degrees(number: str, scale: str) -> str:
    one, many = _UNITS[f"°{scale}"]
    return f" {quantity(number)} {one if number == '1' else many} "


def _bare_words(text: str) -> str:
    match = re.fullmatch(_NUMBER, text)
    assert match is not None  # noqa: S101 - the callers matched it with this expression
    return _bare(match).strip()


def numbers_in_words(text: str) -> str:
    """Replace every number in the text, with its unit, by words."""
    for pattern, words in RULES:
        text = pattern.sub(words, text)
    return text
