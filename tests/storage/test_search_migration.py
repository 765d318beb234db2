"""Tasks from before there was an index are found as well."""

from __future__ import annotations

from sqlite_utils import Database

from clara_edge.storage.migrations import MIGRATIONS
from clara_edge.storage.open import open_store
from tests.clocks import ManualClock

STAMP = "2026-11-24T12:00:00.000000+00:00"


def test_index_is_filled_from_what_was_there(tmp_path):
    path = tmp_path / "clara.db"
    old = Database(path)
    old.execute("PRAGMA journal_mode = WAL")
    MIGRATIONS.apply(old, stop_before="m004_search")
    times = {"created_at": STAMP, "updated_at": STAMP}
    old.table("projects").insert({"id": "p", "name": "Health", **times})
    # as after deletions: the numbers are no row ids
    for number in (7, 30):
        title = f"call dentist {number}"
        row = {"id": f"task{number}", "number": number, "title": title, **times}
        old.table("tasks").insert({**row, "project_id": "p", "description": "tooth"})
    old.table("task_tags").insert({"id": "t", "name": "phone"})
    old.table("task_tag_relations").insert({"task_id": "task30", "tag_id": "t"})
    old.close()

    with open_store(path, ManualClock()) as store:
        found = {
            text: {hit.task.number for hit in store.search(text)}
            for text in ("dentsit", "health tooth", "phone")
        }

    assert found == {"dentsit": {7, 30}, "health tooth": {7, 30}, "phone": {30}}
