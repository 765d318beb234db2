from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clara_edge.domain.calendar_names import DAYS, MONTHS
from clara_edge.domain.spoken import speakable
from clara_edge.domain.when import WhenSettings, best, find, resolve

# tracing lines makes this five times slower, and examples elsewhere cover the same ones
pytestmark = pytest.mark.no_cover

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 24, 13, 7, tzinfo=BERLIN)
ZONES = st.sampled_from(
    [BERLIN, ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe"), UTC]
)
# hypothesis adds the zones
_FIRST, _EARLY, _LATE = (
    datetime.fromisoformat(day) for day in ("0001-01-02", "1990-01-01", "2090-01-01")
)
NOWS = st.datetimes(_EARLY, _LATE, timezones=ZONES)
ANY_NOW = st.datetimes(_FIRST, timezones=ZONES)
DATES = st.dates(date(2026, 11, 25), date(2045, 12, 31))
TIMES = st.times().map(lambda t: t.replace(second=0, microsecond=0))
WORDS = [
    "today",
    "tomorrow",
    "at",
    "5",
    ":",
    "30",
    "pm",
    "am",
    "the",
    "first",
    "second",
    "last",
    "monday",
    "friday",
    "of",
    "in",
    "may",
    "march",
    "31",
    "29",
    "february",
    "every",
    "other",
    "day",
    "week",
    "weeks",
    "month",
    "year",
    "until",
    "for",
    "from",
    "to",
    "between",
    "and",
    "half",
    "quarter",
    "past",
    "after",
    "before",
    "next",
    "this",
    "2026",
    "9999",
    "1",
    "0",
    "24",
    "25",
    "noon",
    "midnight",
    "tonight",
    "morning",
    "-",
    ",",
    ".",
    "/",
    "'s",
    "o'clock",
    "hours",
    "twenty",
    "five",
    "third",
    "ago",
    "now",
    "weekend",
    "christmas",
    "easter",
    "starting",
    "times",
    "twice",
    "a",
    "an",
    "hour",
    "10000",
    "99999999",
    "centuries",
    "on",
    "by",
    "q",
    "4",
    "th",
    "eid",
    "al",
    "fitr",
    "leap",
    "spring",
    "except",
]
PHRASES = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
relaxed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def day_styles(day: date) -> list[str]:
    month, weekday, n = MONTHS[day.month - 1], DAYS[day.weekday()], day.day
    written = [
        day.isoformat(),
        f"{n} {month} {day.year}",
        f"{month} {n}, {day.year}",
        f"{weekday}, {n} {month} {day.year}",
        f"{weekday[:3]} {month[:3]} {n} {day.year}",
        f"{n}. {month} {day.year}".replace(".", ""),
    ]
    return written + [speakable(each) for each in written]


@relaxed
@given(DATES)
def test_a_day_in_any_style_is_read_back(day):
    for text in [*day_styles(day), f"{day:%d-%b-%Y}", f"{day:%d/%b/%Y}"]:
        when = resolve(text, NOW)

        assert when is not None, text
        assert (when.at, when.grain) == (day, "day"), text


@relaxed
@given(DATES, st.booleans())
def test_a_day_in_digits_is_read_back_in_the_order_of_the_settings(day, day_first):
    order = "%d/%m/%Y" if day_first else "%m/%d/%Y"
    choices = WhenSettings(day_first=day_first)

    when = resolve(format(day, order), NOW, choices)

    assert when is not None
    assert when.at == day


@relaxed
@given(DATES, TIMES)
def test_a_time_in_any_style_is_read_back(day, clock):
    moment = datetime.combine(day, clock)
    # a time that daylight saving leaves out is none
    exists = moment.replace(tzinfo=BERLIN).astimezone(UTC).astimezone(BERLIN)
    expected = exists.replace(tzinfo=None, fold=0)
    month = MONTHS[day.month - 1]
    twelve = (
        f"{clock.hour % 12 or 12}:{clock.minute:02} {'pm' if clock.hour > 11 else 'am'}"
    )
    for text in (
        f"{moment:%Y-%m-%dT%H:%M}",
        f"{day.day} {month} {day.year} at {clock:%H:%M}" if clock.hour > 12 else twelve,
        f"{day.day} {month} {day.year} at {twelve}",
        f"{twelve} on {month} {day.day}, {day.year}",
        speakable(f"{month} {day.day}, {day.year} at {twelve}"),
    ):
        when = resolve(text, NOW)

        assert when is not None, text
        if text == twelve:
            assert isinstance(when.at, datetime)
            assert when.at.time() == clock
        else:
            assert when.at == expected, text


@relaxed
@given(DATES)
def test_coarser_grains_are_read_back(day):
    month = MONTHS[day.month - 1]
    quarter = (day.month + 2) // 3
    for text, grain in (
        (f"{month} {day.year}", "month"),
        (f"Q{quarter} {day.year}", "quarter"),
        (f"in {day.year}", "year"),
        (f"the week of {day.isoformat()}", "week"),
    ):
        when = resolve(text, NOW)

        assert when is not None, text
        assert when.grain == grain
        assert isinstance(when.at, date)
        assert isinstance(when.end, date)
        assert when.at <= day <= when.end


@relaxed
@given(
    st.integers(1, 500), st.sampled_from(["second", "minute", "hour", "day", "week"])
)
def test_a_length_is_read_back_written_and_spoken(count, unit):
    size = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}
    text = f"{count} {unit}{'s' * (count != 1)}"
    for form in (text, speakable(text)):
        when = resolve(form, NOW)

        assert when is not None, form
        assert when.duration_s == count * size[unit]


@relaxed
@given(st.one_of(st.text(), PHRASES), ANY_NOW)
def test_no_text_raises(text, now):
    for found in find(text, now):
        assert 0 <= found.start < found.end <= len(text)
        assert text[found.start : found.end] == found.when.text
    best(text, now)


@relaxed
@given(
    st.sampled_from(
        (
            *("at 8", "3:15", "at 20:00", "noon", "friday", "the 3rd", "may 5", "31st"),
            *("7 pm", "in the evening at 7", "sunday at 9 am", "christmas", "easter"),
            *("feb 29", "tonight"),
        )
    ),
    NOWS,
)
def test_prefers_the_future(text, now):
    when = resolve(text, now)

    assert when is not None
    assert when.at is not None
    if isinstance(when.at, datetime):
        assert when.at >= now.replace(tzinfo=None, second=0, microsecond=0) - timedelta(
            hours=1
        )
    else:
        assert when.at >= now.date()


@pytest.mark.parametrize(
    "piece", ["at 8 ", "5 ", "twenty ", "2-", "every ", "two weeks before ", "\u0661", "x"]
)  # fmt: skip
def test_long_texts_are_read_to_their_end(piece):
    # up to 2,000 words: twice the depth at which Python ends a recursion
    text = (piece * 4_000)[:4_000] + " tomorrow"

    found = find(text, NOW)

    assert found
    assert found[-1].when.text.endswith("tomorrow")
