"""The text form of filters."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clara_edge.domain.errors import QueryInvalidError
from clara_edge.domain.query import (
    DATES,
    Condition,
    Field,
    Operator,
    Order,
    Part,
    Query,
    State,
)
from clara_edge.domain.query_syntax import format_query, parse_query
from clara_edge.domain.tasks import Priority, Status

NOW = datetime(2026, 11, 24, 13, 7, tzinfo=ZoneInfo("Europe/Berlin"))


def parsed(text):
    return parse_query(text, NOW)


def only(text):
    (condition,) = parsed(text).conditions
    return condition


@pytest.mark.parametrize(
    ("text", "field", "values"),
    [
        ("#home", Field.TAG, ("home",)),
        ("#home,garden", Field.TAG, ("home", "garden")),
        ("@work", Field.PROJECT, ("work",)),
        ('@"shopping list"', Field.PROJECT, ("shopping list",)),
        ('project:"a, b",c', Field.PROJECT, ("a, b", "c")),
        ("project:NONE", Field.PROJECT, ("none",)),
        ("!high,urgent", Field.PRIORITY, ("high", "urgent")),
        ("status:open", Field.STATUS, ("todo", "in_progress")),
        ("STATUS:in-progress", Field.STATUS, ("in_progress",)),
        ("is:Overdue", Field.IS, ("overdue",)),
        ("has:notes,time", Field.HAS, ("notes", "time")),
        ("parent:#42", Field.PARENT, ("#42",)),
        ("due:today", Field.DUE, ("2026-11-24",)),
        ("due:tomorrow,none", Field.DUE, ("2026-11-25", "none")),
        ("due:fri", Field.DUE, ("2026-11-27",)),
        ("completed:fri", Field.COMPLETED, ("2026-11-20",)),
        ("created:tue", Field.CREATED, ("2026-11-24",)),
        ("due:7d", Field.DUE, ("2026-11-24..2026-11-30",)),
        ("completed:7d", Field.COMPLETED, ("2026-11-18..2026-11-24",)),
        ("due:week", Field.DUE, ("2026-11-23..2026-11-29",)),
        ("due:next-week", Field.DUE, ("2026-11-30..2026-12-06",)),
        ("due:month", Field.DUE, ("2026-11-01..2026-11-30",)),
        ("completed:last-month", Field.COMPLETED, ("2026-10-01..2026-10-31",)),
        ("due:2027-02", Field.DUE, ("2027-02-01..2027-02-28",)),
        ("start:today..+3d", Field.START, ("2026-11-24..2026-11-27",)),
        ('due:"1 dec"', Field.DUE, ("2026-12-01",)),
        ('text:"oat milk"', Field.TEXT, ("oat milk",)),
    ],
)
def test_term_becomes_a_condition(text, field, values):
    assert only(text) == Condition(field, values)


@pytest.mark.parametrize(
    ("text", "operator", "value"),
    [
        ("due<today", Operator.BEFORE, "2026-11-24"),
        ("due:<=week", Operator.UNTIL, "2026-11-29"),
        ("due>week", Operator.AFTER, "2026-11-29"),
        ("due>=week", Operator.FROM, "2026-11-23"),
        ("due<week", Operator.BEFORE, "2026-11-23"),
        ("priority:>=high", Operator.FROM, "high"),
    ],
)
def test_comparison_takes_the_edge_of_a_span(text, operator, value):
    condition = only(text)

    assert (condition.operator, condition.values) == (operator, (value,))


@pytest.mark.parametrize("text", ["-#home", "not:#home", "-tag:home", "not:tag:home"])
def test_minus_and_not_negate(text):
    assert only(text) == Condition(Field.TAG, ("home",), negated=True)


def test_other_words_are_free_text():
    query = parsed('call  "due:today" 10:30 -milk "a b"')

    assert query.text == "call due:today 10:30 a b"
    assert query.conditions == (Condition(Field.TEXT, ("milk",), negated=True),)


def test_sort_says_the_order():
    query = parsed("sort:-created")

    assert (query.order, query.reverse) == (Order.CREATED, True)


def test_empty_filter_asks_for_nothing_in_particular():
    assert parsed("  ") == Query(now=NOW)


@pytest.mark.parametrize(
    ("text", "named", "advice"),
    [
        ("prioriti:high", "prioriti", "did you mean priority, or put"),
        ("status:opne2", "opne2", "did you mean status:open?"),
        ("is:blocked", "blocked", "there are open, done"),
        ("sort:dew", "sort:dew", "did you mean sort:due?"),
        ("due:smoday", "smoday", "2026-12-01"),
        ("due:2026-02-30", "2026-02-30", "due:today"),
        ("due:fri..mon..", "fri..mon..", "due:7d"),
        ("due:tomorrow..today", "tomorrow..today", "due:week"),
        ("due:", "due:", "due:"),
        ("#", "#", "tag:"),
        ("tag:a,,b", "tag:a,,b", "tag:"),
        ("tag<a", "tag<a", "write tag:a"),
        ("due<today,fri", "due<today,fri", "give one"),
        ("due<none", "due:none", "due:today"),
        ("priority:>=none", "none", "low, medium"),
        ('milk "bread', 'milk "bread', "close it"),
        ("x" * 10_000, "10,000", "1,000"),
        ("a " * 60, "60", "50"),
        ("tag:" + ",".join("ab" * 60), "120", "50"),
    ],
)
def test_refusal_names_the_term_and_what_to_do(text, named, advice):
    with pytest.raises(QueryInvalidError) as caught:
        parsed(text)

    assert named in caught.value.what
    assert advice in caught.value.remedy


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text):
    try:
        query = parsed(text)
    except QueryInvalidError:
        return
    assert parsed(format_query(query)) == query


_NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).map(
    lambda text: text.strip() or "x"
)
_DAYS = st.dates().map(lambda day: day.isoformat())
_SPANS = st.tuples(st.dates(), st.dates()).map(
    lambda days: "..".join(d.isoformat() for d in sorted(days))
)


def _several(values):
    return st.lists(values, min_size=1, max_size=3, unique=True).map(tuple)


def _conditions():
    words = {
        Field.STATUS: Status,
        Field.PRIORITY: Priority,
        Field.IS: State,
        Field.HAS: Part,
    }
    named = [
        st.builds(Condition, st.just(field), _several(_NAMES), negated=st.booleans())
        for field in (Field.TAG, Field.PROJECT, Field.PARENT)
    ]
    chosen = [
        st.builds(
            Condition,
            st.just(field),
            _several(st.sampled_from([str(v) for v in values])),
            negated=st.booleans(),
        )
        for field, values in words.items()
    ]
    dated = st.builds(
        Condition,
        st.sampled_from(sorted(DATES)),
        _several(st.one_of(_DAYS, _SPANS.filter(lambda s: s[:10] != s[12:]))),
        negated=st.booleans(),
    )
    compared = st.builds(
        Condition,
        st.sampled_from(sorted(DATES)),
        _DAYS.map(lambda day: (day,)),
        st.sampled_from(Operator),
        st.booleans(),
    )
    return st.one_of(*named, *chosen, dated, compared)


@given(
    st.builds(
        Query,
        st.lists(_conditions(), max_size=5).map(tuple),
        st.lists(_NAMES.map(lambda t: "".join(t.split())), max_size=3).map(" ".join),
        st.sampled_from(Order),
        st.booleans(),
        st.just(NOW),
    )
)
def test_written_filter_reads_as_the_same(query):
    assert parsed(format_query(query)) == query
