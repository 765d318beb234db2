from __future__ import annotations

import pytest

from clara_edge.domain.errors import FieldInvalidError, TagNotFoundError
from clara_edge.storage.open import open_store
from tests.clocks import ManualClock
from tests.tasks import add_task


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "clara.db", ManualClock()) as store:
        yield store


def names(store):
    return [tag.name for tag in store.tags()]


def test_renamed_tag_has_its_new_name_everywhere(store):
    task = add_task(store, "x", tags=("home",))

    store.rename_tag("#HOME", "house")

    assert store.get(task.id).tags == ("house",)
    assert names(store) == ["house"]


def test_case_of_a_tag_can_be_changed(store):
    add_task(store, "x", tags=("home",))

    store.rename_tag("home", "Home")

    assert names(store) == ["Home"]


def test_renaming_a_tag_to_its_own_name_is_no_step(store):
    add_task(store, "x", tags=("home",))
    last = store.last_change()

    store.rename_tag("Home", "home")

    assert store.last_change() == last


def test_tag_renamed_to_another_is_merged_and_split_again_by_undo(store):
    both = add_task(store, "both", tags=("a", "b"))
    one = add_task(store, "one", tags=("a",))

    store.rename_tag("a", "B")

    assert store.get(both.id).tags == store.get(one.id).tags == ("b",)
    assert names(store) == ["b"]
    store.undo()
    assert (store.get(both.id), store.get(one.id)) == (both, one)


def test_deleted_tag_is_taken_off_all_tasks_in_one_step(store):
    tasks = [add_task(store, "x", tags=("a", "b")) for _ in range(3)]

    assert store.delete_tag("A") == 3

    assert {store.get(t.id).tags for t in tasks} == {("b",)}
    assert names(store) == ["b"]
    store.undo()
    assert [store.get(t.id) for t in tasks] == tasks


def test_unknown_tag_is_told_and_nothing_changes(store):
    add_task(store, "x", tags=("a",))
    last = store.last_change()

    with pytest.raises(TagNotFoundError, match="'b'"):
        store.rename_tag("b", "c")
    with pytest.raises(TagNotFoundError, match="'b'"):
        store.delete_tag("b")
    for bad in ("", "#", "x" * 101, "\x00", None):
        with pytest.raises(FieldInvalidError):
            store.rename_tag("a", bad)
        with pytest.raises(FieldInvalidError):
            store.delete_tag(bad)

    assert names(store) == ["a"]
    assert store.last_change() == last
