"""Language, dates and numbers of the pages, as the person who looks at them writes them."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_decimal
from babel.support import NullTranslations
from flask import g, has_app_context, has_request_context, request
from flask_babel import Babel, get_locale, get_translations
from markupsafe import Markup

from web_ui.looks import KEPT_S
from web_ui.services import services

if TYPE_CHECKING:
    from datetime import date, datetime, time

    from flask import Flask
    from werkzeug.wrappers import Response

    from clara_edge.domain.due import Due

LANGUAGES = ("en", "de")
KEPT_LANGUAGES = (("", "Auto"), ("en", "English"), ("de", "Deutsch"))
"""What one browser can choose; without a choice it is as configured."""
LANGUAGE_COOKIE = "clara_language"
_GROUPED_FROM = 1000
_NEAR_DAYS = 6
"""Days that the name of the weekday tells apart from today's."""
_WEEKS_FROM_DAYS = 15
_MONTHS_FROM_DAYS = 60
_DAYS_A_MONTH = 30.44
_DAYS_A_YEAR = 365.25
_HOUR_MIN = 60
_DAY_MIN = 24 * _HOUR_MIN
_WEEK_MIN = 7 * _DAY_MIN


def register(app: Flask) -> None:
    """Give the app its languages, and the templates what follows here."""
    Babel(app, locale_selector=language)
    app.jinja_env.globals.update(
        # what Babel has there looks the language up anew for every text
        _=_marked_up,
        ngettext=_marked_up_number,
        language=language,
        day_text=day_text,
        day_name=day_name,
        due_text=due_text,
        relative=relative,
        moment_text=moment_text,
        clock_text=clock_text,
        span_text=span_text,
        number=number,
        now=now,
    )


def gettext(text: str, **values: object) -> str:
    """Return a text in the language of this request: flask_babel's, looked up only once."""
    found = _text(text)
    return found % values if values else found


_ = gettext


def ngettext(one: str, many: str, count: int) -> str:
    """Return a text about a number, %(num)d, in the language of this request."""
    return _text_of_number(one, many, count) % {"num": count}


def language() -> str:
    """Return the language of this request: chosen here, configured, or the browser's."""
    if not has_request_context():
        return LANGUAGES[0]
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    configured = services().config.locale.language
    if configured != "auto":
        return configured
    return _asked_for()


def _asked_for() -> str:
    """Return what the browser prefers; "en-GB" counts as English before a later "de"."""
    for tag, quality in request.accept_languages:
        primary = tag.partition("-")[0].lower()
        if primary in LANGUAGES and quality > 0:
            return primary
    return LANGUAGES[0]


def remember_language(response: Response, chosen: str | None) -> None:
    """Keep this browser's choice, or forget it; None leaves it as it is."""
    if chosen in LANGUAGES:
        response.set_cookie(
            LANGUAGE_COOKIE,
            chosen,
            max_age=KEPT_S,
            secure=request.is_secure,
            httponly=True,
            samesite="Lax",
        )
    elif chosen == "":
        response.delete_cookie(LANGUAGE_COOKIE)


def now() -> datetime:
    """Return the local time of this request: the same for all that it shows."""
    if "now" not in g:
        g.now = services().clock.now()
    found: datetime = g.now
    return found


def day_text(day: date) -> str:
    """Return "Tue 1 Dec", with the year if it is not this one."""
    if day.year == now().year:
        # Translators: a date without its year (CLDR pattern)
        return _formatted(day, _("EEE d MMM"), _locale())
    # Translators: a date with its year (CLDR pattern)
    return _formatted(day, _("EEE d MMM y"), _locale())


def day_name(day: date) -> str:
    """Return "Today", "Tomorrow", "Friday", or "Tue 1 Dec" further away."""
    if "day_names" not in g:
        g.day_names = {}
    names: dict[date, str] = g.day_names
    if day not in names:
        names[day] = _day_name(day)
    return names[day]


def due_text(due: Due, *, without_day: bool = False) -> str:
    """Return "Tomorrow", "Tue 1 Dec 14:30"; without the day, where the list says it."""
    day, clock = local(due)
    if clock is None:
        return "" if without_day else day_name(day)
    if without_day:
        return clock_text(clock)
    return f"{day_name(day)} {clock_text(clock)}"


def relative(due: Due) -> str:
    """Return "in 3 days", "2 days late"; nothing for today and tomorrow, whose names say it."""
    day, _clock = local(due)
    days = (day - now().date()).days
    if days == 0 and due.is_past(now()):
        return _("%(span)s late", span=_since(due))
    if days < 0:
        return _("%(span)s late", span=_distance(-days))
    return "" if days <= 1 else _ahead(days)


def moment_text(instant: datetime) -> str:
    """Return when something happened: "Today 14:30", "Tue 1 Dec 14:30"."""
    here = instant.astimezone(now().tzinfo)
    return f"{day_name(here.date())} {clock_text(here.time())}"


def clock_text(clock: time) -> str:
    """Return "14:30" or "2:30 pm"."""
    if not hour_12():
        return f"{clock:%H:%M}"
    half = _("am") if clock.hour < 12 else _("pm")
    return f"{clock.hour % 12 or 12}:{clock.minute:02} {half}"


def hour_12() -> bool:
    """Tell whether hours are counted to twelve: as configured, else as the browser's region."""
    setting = services().config.replies.clock
    if setting != "auto":
        return setting == "12"
    if "hour_12" not in g:
        g.hour_12 = _region_has_12_hours()
    found: bool = g.hour_12
    return found


def local(due: Due) -> tuple[date, time | None]:
    """Return its day and time of day for somebody in the zone of this device."""
    instant = due.instant
    if instant is None:
        return due.day, None
    here = instant.astimezone(now().tzinfo)
    return here.date(), here.time()


def span_text(minutes: int) -> str:
    """Return "1 h 30 min", "2 days"."""
    if minutes and minutes % _WEEK_MIN == 0:
        weeks = minutes // _WEEK_MIN
        return ngettext("%(num)d week", "%(num)d weeks", weeks)
    if minutes and minutes % _DAY_MIN == 0:
        return ngettext("%(num)d day", "%(num)d days", minutes // _DAY_MIN)
    hours, rest = divmod(minutes, _HOUR_MIN)
    parts = [_("%(hours)d h", hours=hours)] * bool(hours)
    parts += [_("%(minutes)d min", minutes=rest)] * bool(rest)
    return " ".join(parts) or _("%(minutes)d min", minutes=0)


def number(value: float) -> str:
    """Return "10,000", or "10.000" in German."""
    if isinstance(value, int) and abs(value) < _GROUPED_FROM:
        return str(value)
    return format_decimal(value, locale=_locale())


@functools.lru_cache(1000)
def _formatted(day: date, pattern: str, locale: Locale) -> str:
    # hundreds on a page, and most of them again on the next one
    return format_date(day, pattern, locale=locale)


def _text(text: str) -> str:
    return str(_translations().ugettext(text))


def _text_of_number(one: str, many: str, count: int) -> str:
    return str(_translations().ungettext(one, many, count))


def _marked_up_number(one: str, many: str, num: int, **values: object) -> Markup:
    found = Markup(_text_of_number(one, many, num))  # noqa: S704 - from the catalogues
    return found % {"num": num, **values}


def _translations() -> NullTranslations:
    if not has_app_context():
        return NullTranslations()
    found: NullTranslations | None = g.get("translations")
    if found is None:
        g.translations = found = get_translations()
    return found


def _marked_up(text: str, **values: object) -> Markup:
    """Return a text of a template, which is trusted; what is put into it is escaped."""
    found = Markup(_text(text))  # noqa: S704 - from the catalogues
    return found % values if "%" in found else found


def _day_name(day: date) -> str:
    distance = (day - now().date()).days
    if distance == 0:
        return _("Today")
    if abs(distance) == 1:
        return _("Tomorrow") if distance == 1 else _("Yesterday")
    if 0 < distance <= _NEAR_DAYS:
        return _formatted(day, "EEEE", _locale())
    return day_text(day)


def _since(due: Due) -> str:
    instant = due.instant
    seconds = 0.0 if instant is None else (now() - instant).total_seconds()
    minutes = max(1, int(seconds // 60))
    if minutes < _HOUR_MIN:
        return _("%(minutes)d min", minutes=minutes)
    return _("%(hours)d h", hours=minutes // _HOUR_MIN)


def _distance(days: int) -> str:
    if days < _WEEKS_FROM_DAYS:
        return ngettext("%(num)d day", "%(num)d days", days)
    if days < _MONTHS_FROM_DAYS:
        return ngettext("%(num)d week", "%(num)d weeks", round(days / 7))
    if days < 2 * _DAYS_A_YEAR:
        months = round(days / _DAYS_A_MONTH)
        return ngettext("%(num)d month", "%(num)d months", months)
    return ngettext("%(num)d year", "%(num)d years", round(days / _DAYS_A_YEAR))


def _ahead(days: int) -> str:
    if days < _WEEKS_FROM_DAYS:
        return ngettext("in %(num)d day", "in %(num)d days", days)
    if days < _MONTHS_FROM_DAYS:
        return ngettext("in %(num)d week", "in %(num)d weeks", round(days / 7))
    if days < 2 * _DAYS_A_YEAR:
        months = round(days / _DAYS_A_MONTH)
        return ngettext("in %(num)d month", "in %(num)d months", months)
    years = round(days / _DAYS_A_YEAR)
    return ngettext("in %(num)d year", "in %(num)d years", years)


def _locale() -> Locale:
    return get_locale() or Locale(LANGUAGES[0])


def _region_has_12_hours() -> bool:
    """Tell it for "en-US", not for "en": without a region, 24 hours are clear to everybody."""
    for tag, _quality in request.accept_languages:
        if "-" not in tag:
            return False
        try:
            found = Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
        return "a" in found.time_formats["short"].pattern
    return False
