"""Filters on the store: each says the same as a scan in plain Python."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clara_edge.domain.drafts import ReminderDraft, TaskDraft
from clara_edge.domain.due import Due
from clara_edge.domain.errors import (
    InputInvalidError,
    ProjectNotFoundError,
    QueryInvalidError,
    TagNotFoundError,
    TaskNotFoundError,
)
from clara_edge.domain.query import (
    Condition,
    Field,
    Operator,
    Order,
    Part,
    Query,
    State,
)
from clara_edge.domain.query_syntax import parse_query
from clara_edge.domain.recurrence import Recurrence
from clara_edge.domain.tasks import Priority, Status
from clara_edge.storage.open import open_store
from tests.clocks import ManualClock
from tests.storage.naive_queries import NaiveQueries
from tests.tasks import add_task

# Clocks go back on this day, an hour after midnight.
NOW = datetime(2026, 11, 1, 9, 30, tzinfo=ZoneInfo("America/New_York"))
ZONES = ["America/New_York", "Asia/Kolkata", "Pacific/Kiritimati", "Etc/GMT+12"]
WORDS = ["milk", "Zürich", "call", "caller", "naïve", "9am", "Ωmega"]
TAGS = ["home", "phone", "Later"]
PROJECTS = ["Work", "Shopping list"]
COUNT = 70


def make_draft(chance):
    when = NOW + timedelta(hours=chance.randint(-70, 70))
    due = chance.choice(
        [None, Due(when.date()), Due.at_instant(when, chance.choice(ZONES))]
    )
    begins = (NOW + timedelta(chance.randint(-2, 2))).date()
    start = begins if due is None or begins <= due.day else due.day
    return TaskDraft(
        " ".join(chance.choices(WORDS, k=chance.randint(1, 3))),
        description=chance.choice(["", chance.choice(WORDS)]),
        project=chance.choice([None, *PROJECTS]),
        priority=chance.choice(list(Priority)),
        status=chance.choice([Status.TODO, Status.IN_PROGRESS, Status.CANCELLED]),
        due=due,
        start=chance.choice([None, start]),
        estimated_minutes=chance.choice([None, 15]),
        tags=tuple(chance.sample(TAGS, chance.randint(0, 2))),
        reminders=(ReminderDraft(at=Due(date(2027, 1, 1), time(9), "UTC")),)
        if chance.random() < 0.3
        else (),
        recurrence=Recurrence(due or Due(start), rule="FREQ=DAILY")
        if chance.random() < 0.2
        else None,
    )


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A store with tasks of every kind, and the same tasks as lists."""
    chance = random.Random(3)  # noqa: S311 - reproducible, nothing secret
    clock = ManualClock(NOW - timedelta(hours=80))
    path = tmp_path_factory.mktemp("queries") / "clara.db"
    with open_store(path, clock) as store:
        ids = []
        for _ in range(COUNT):
            parent = chance.choice(ids) if ids and chance.random() < 0.3 else None
            draft = make_draft(chance)
            if parent is not None:
                add_task(store, draft.title, parent_task_id=parent, due=draft.due)
            else:
                (task,) = store.add(draft)
                ids.append(task.id)
            clock.advance(timedelta(hours=1))
        for task_id in chance.sample(ids, 16):
            if store.get(task_id).is_open:
                store.complete([task_id])
            clock.advance(timedelta(hours=1))
        store.delete(chance.sample(ids, 5))
        every = store.snapshot()
        projects = {project.id: project.name for project in every.projects}
        yield store, NaiveQueries(every.tasks, projects, NOW)


def conditions():
    days = st.dates(NOW.date() - timedelta(4), NOW.date() + timedelta(4)).map(str)
    spans = st.tuples(days, days).map(lambda pair: "..".join(sorted(pair)))
    dated = st.sampled_from([Field.DUE, Field.START, Field.CREATED, Field.COMPLETED])

    def chosen(field, values):
        several = st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True)
        return st.builds(
            Condition, st.just(field), several.map(tuple), negated=st.booleans()
        )

    def one(values):
        return values.map(lambda value: (value,))

    return st.one_of(
        chosen(Field.STATUS, list(Status)),
        chosen(Field.PRIORITY, list(Priority)),
        chosen(Field.PROJECT, [*PROJECTS, "none"]),
        chosen(Field.TAG, [*TAGS, "none"]),
        chosen(Field.PARENT, ["1", "2", "3", "none"]),
        chosen(Field.IS, list(State)),
        chosen(Field.HAS, list(Part)),
        chosen(Field.TEXT, ["mil", "call", "zur", "naive mil", "phone", "shop"]),
        st.builds(
            Condition,
            dated,
            one(st.one_of(days, spans, st.just("none"))),
            negated=st.booleans(),
        ),
        st.builds(
            Condition, dated, one(days), st.sampled_from(Operator), st.booleans()
        ),
        st.builds(
            Condition,
            st.just(Field.PRIORITY),
            one(st.sampled_from(Priority)),
            st.sampled_from(Operator),
            st.booleans(),
        ),
    )


@settings(max_examples=400, deadline=None)
@given(
    query=st.builds(
        Query,
        st.lists(conditions(), max_size=3).map(tuple),
        st.sampled_from(["", "", "", "mil", "call z", "9a", "ω"]),
        st.sampled_from(Order),
        st.booleans(),
        st.just(NOW),
    )
)
def test_query_finds_what_a_scan_finds_in_the_same_order(filled, query):
    store, naive = filled

    found = store.find(query)

    expected = naive.find(query)
    assert [task.number for task in found] == [task.number for task in expected]
    assert found == expected
    assert store.count(query) == len(expected)
    assert store.find(query, limit=3, offset=2) == expected[2:5]


def test_tasks_of_the_scan_are_of_every_kind(filled):
    _, naive = filled

    open_, done, trashed = (
        naive.find(Query((Condition(Field.IS, (state,)),), now=NOW))
        for state in ("open", "done", "deleted")
    )

    assert min(len(open_), len(done), len(trashed)) >= 5
    assert len(naive.find(Query((Condition(Field.IS, ("overdue",)),), now=NOW))) >= 5


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "clara.db", ManualClock(NOW)) as opened:
        yield opened


@pytest.mark.parametrize("reference", ["1", "#1", " 1 ", "#001", "id", "id[:6]"])
def test_task_is_found_by_number_and_id(store, reference):
    task = add_task(store, "Buy milk")
    add_task(store, "Buy bread")
    given_reference = {"id": task.id, "id[:6]": task.id[:6]}.get(reference, reference)

    assert store.get(given_reference) == task


@pytest.mark.parametrize(
    "reference",
    [
        *("", "#", "2", "#-1", "99999999999999999999", "9" * 10_000, "id[:5]"),
        *("\ud800", "\x00", "%", "' OR 1", "x" * 10_000, "٣"),
    ],
)
def test_unknown_task_is_named(store, reference):
    task = add_task(store, "Buy milk")

    with pytest.raises(TaskNotFoundError):
        store.get(task.id[:5] if reference == "id[:5]" else reference)


def test_beginning_of_several_ids_asks_for_more(store):
    tasks = store.add(*[TaskDraft(f"task {n}") for n in range(3)])
    with store._database.write() as db:
        for number, task in enumerate(tasks):
            db.execute(
                "UPDATE tasks SET id = ? WHERE id = ?", [f"same12{number}", task.id]
            )

    with pytest.raises(TaskNotFoundError, match="give more of it"):
        store.get("same12")
    assert store.get("same121").title == "task 1"


def test_tag_is_found_in_any_case_however_its_letters_are_encoded(store):
    store.add(TaskDraft("Learn", tags=("Pr\u00fcfung",)))

    assert store.count(parse_query("#pru\u0308fung", NOW)) == 1


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("@nowhere", ProjectNotFoundError),
        ("#nothing", TagNotFoundError),
        ("parent:77", TaskNotFoundError),
        ('@"\x00"', ProjectNotFoundError),
        ("#" + "9" * 900, TagNotFoundError),
    ],
)
def test_unknown_name_in_a_filter_is_an_error(store, text, error):
    with pytest.raises(error):
        store.find(parse_query(text, NOW))


@pytest.mark.parametrize(
    "condition",
    [
        Condition(Field.DUE, ("soon",)),
        Condition(Field.DUE, ()),
        Condition(Field.STATUS, ("blocked",)),
        Condition(Field.IS, ("'; DROP TABLE tasks",)),
        Condition(Field.PRIORITY, ("9",), Operator.FROM),
        Condition(Field.TEXT, ("x" * 10_000,)),
    ],
)
def test_query_made_by_a_program_is_checked(store, condition):
    with pytest.raises(QueryInvalidError):
        store.count(Query((condition,)))


@pytest.mark.parametrize("bound", [-1, 10**30])
def test_impossible_number_of_tasks_is_refused(store, bound):
    for ask in (
        lambda: store.find(Query(), limit=bound),
        lambda: store.find(Query(), offset=bound),
        lambda: store.open_tasks(limit=bound),
        lambda: store.search("milk", limit=bound),
    ):
        with pytest.raises(InputInvalidError):
            ask()


def test_edges_of_the_calendar_are_compared(store):
    # the earliest day that the store takes
    first, last = store.add(
        TaskDraft("first", due=Due(date(1970, 1, 1))),
        TaskDraft("last", due=Due(date.max)),
    )

    def found(sign, day):
        condition = Condition(Field.DUE, (day.isoformat(),), sign)
        return store.find(Query((condition,), now=NOW))

    assert found(Operator.BEFORE, date.max) == [first]
    assert found(Operator.AFTER, date(1970, 1, 1)) == [last]
    assert found(Operator.AFTER, date.min) == [first, last]
    assert found(Operator.UNTIL, date.max) == [first, last]
    assert found(Operator.FROM, date.min) == [first, last]
    assert found(Operator.EQUAL, date.max) == [last]
    assert found(Operator.BEFORE, date.min) == found(Operator.AFTER, date.max) == []


def test_query_without_a_time_takes_that_of_the_store(store):
    task = add_task(store, "now", due=Due(NOW.date()))

    assert store.find(parse_query("due:today", NOW)) == [task]
    assert store.count(Query((Condition(Field.IS, ("overdue",)),))) == 0
    later = NOW.astimezone(UTC) + timedelta(days=2)
    assert store.count(Query((Condition(Field.IS, ("overdue",)),), now=later)) == 1


def test_subtasks_come_after_their_parents_by_position(store):
    root = add_task(store, "root")
    b, a = (add_task(store, title, parent_task_id=root.id) for title in ("b", "a"))
    under_b = add_task(store, "under b", parent_task_id=b.id)
    gone = add_task(store, "gone", parent_task_id=a.id)
    add_task(store, "under gone", parent_task_id=gone.id)
    store.delete([gone.id])
    with store._database.write() as db:
        db.execute("UPDATE tasks SET position = -5.5 WHERE id = ?", [a.id])

    assert [t.id for t in store.subtasks(root.id)] == [a.id, b.id, under_b.id]


def test_counts_and_tags(store):
    store.add(
        TaskDraft("a", project="Work", tags=("z",)),
        TaskDraft("b", project="Work", tags=("A",)),
        TaskDraft("c"),
    )
    (work,) = store.projects()
    store.delete([store.get("2").id])

    assert store.open_counts() == {work.id: 1, None: 1}
    assert [tag.name for tag in store.tags()] == ["A", "z"]
    assert store.count_open_tasks(project="work") == 1


@pytest.mark.parametrize("text", ["#home", "milk", "#home -milk", "milk due:none"])
def test_page_of_many_matches_is_the_beginning_of_the_whole_list(
    store, text, monkeypatch
):
    store.add(
        *[
            TaskDraft(
                f"milk {n}" if n % 3 else "bread",
                tags=("home",) if n % 2 else (),
                priority=list(Priority)[n % 4],
                due=None if n % 5 else Due(NOW.date() + timedelta(n)),
            )
            for n in range(60)
        ]
    )
    monkeypatch.setattr("clara_edge.storage.query_sql._MANY_MATCHES", 5)
    monkeypatch.setattr("clara_edge.storage.query_sql._MANY_TAGGED", 5)

    for order in Order:
        query = replace(parse_query(text, NOW), order=order)
        everything = store.find(query)
        assert len(everything) > 5
        assert store.find(query, limit=7, offset=2) == everything[2:9]


def test_task_that_another_process_takes_back_meanwhile_is_read_whole(tmp_path):
    path = tmp_path / "other.db"
    with (
        open_store(path, ManualClock(NOW)) as store,
        open_store(path, ManualClock(NOW)) as other,
    ):
        task = add_task(store, "Buy milk")
        undone = []

        def undo_before_its_columns_are_read(statement):
            if "tag_names" in statement and not undone:
                undone.append(other.undo())

        with store._database.read() as db:
            db.conn.set_trace_callback(undo_before_its_columns_are_read)

        assert store.get(str(task.number)) == task
        assert undone
        with pytest.raises(TaskNotFoundError):
            store.get(str(task.number))
