"""Lists that people look at all day read an index, never all tasks."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from clara_edge.domain.query_syntax import parse_query
from clara_edge.storage.open import open_store
from clara_edge.storage.query_sql import compile_query
from tests.clocks import ManualClock
from tests.tasks import add_task

NOW = datetime(2026, 11, 24, 13, 7, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    path = tmp_path_factory.mktemp("plans") / "clara.db"
    with open_store(path, ManualClock(NOW)) as opened:
        add_task(opened, "milk", project="Work", tags=("home",))
        yield opened


def plan_of(store, text, select, ending=""):
    with store._database.read() as db:
        query = compile_query(db, parse_query(text, NOW), NOW)
        order = f"ORDER BY {query.order_by()}" if ending else ""
        rows = db.execute(
            f"EXPLAIN QUERY PLAN {select} WHERE {query.where} {order} {ending}",
            query.arguments,
        )
        return " | ".join(row[3] for row in rows)


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("due:today", "tasks_due"),
        ("due:7d", "tasks_due"),
        ("due:<tomorrow", "tasks_due"),
        ("due:none", "tasks_due"),
        ("-due:none", "tasks_due"),
        ("is:overdue", "tasks_due"),
        ("is:open", "tasks_due"),
        ("status:open", "tasks_due"),
        ("status:done sort:completed", "tasks_done"),
        ("@work", "tasks_open_project"),
        ("@none", "tasks_open_project"),
        ("@work due:week", "tasks_open_project"),
        ("sort:-created", "tasks_open_created"),
        ("is:done sort:-completed", "tasks_done"),
        ("", "tasks_due"),
        ("priority:urgent", "tasks_due"),
    ],
)
def test_list_comes_from_an_index_in_its_order(store, text, index):
    plan = plan_of(store, text, "SELECT tasks.number FROM tasks", "LIMIT 50")

    assert f"INDEX {index}" in plan
    # no list is sorted after all of it was read
    assert "TEMP B-TREE FOR ORDER BY" not in plan


@pytest.mark.parametrize(
    "text", ["#home", "milk", "parent:1", "completed:today", "created:today"]
)
def test_selective_list_reads_only_what_it_names(store, text):
    plan = plan_of(store, text, "SELECT tasks.number FROM tasks", "LIMIT 50")

    assert "SEARCH tasks" in plan
    assert "SCAN tasks" not in plan


@pytest.mark.parametrize(
    "text", ["due:today", "is:overdue", "@work", "", "is:done", "-due:none"]
)
def test_count_comes_from_an_index(store, text):
    assert "USING" in plan_of(store, text, "SELECT count(*) FROM tasks")
