from __future__ import annotations

import os
import subprocess

import pytest

from clara_edge.domain.errors import StorageFullError, StorageUnavailableError
from clara_edge.storage.open import open_store
from tests.clocks import ManualClock
from tests.tasks import add_task


@pytest.fixture
def small_disk(tmp_path):
    """A disk of one megabyte of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode != 0:
        pytest.skip(
            f"this container may not mount a small disk: {mounted.stderr.strip()}"
        )
    yield folder
    subprocess.run(["umount", folder], check=True)


def fill(folder):
    """Write until nothing more fits."""
    block = 1 << 16
    with (folder / "ballast").open("wb", buffering=0) as ballast:
        while block:
            try:
                ballast.write(b"x" * block)
            except OSError:
                block //= 2


def make_and_add(path):
    with open_store(path, ManualClock()) as store:
        add_task(store, "Buy milk")


def add_until_refused(store, stored):
    for number in range(1000):
        task = add_task(store, f"{number} " + "y" * 490)
        stored.append(task.title)


def test_full_disk_loses_nothing_and_works_again_after_space_is_freed(small_disk):
    path = small_disk / "clara.db"
    with open_store(path, ManualClock()) as store:
        stored = [add_task(store, "before").title]
        fill(small_disk)
        with pytest.raises(StorageFullError, match="full") as caught:
            add_until_refused(store, stored)

        assert "free some space" in caught.value.remedy
        assert [task.title for task in store.open_tasks()] == stored

        (small_disk / "ballast").unlink()
        stored.append(add_task(store, "after").title)
    with open_store(path, ManualClock()) as store:
        assert [task.title for task in store.open_tasks()] == stored


def test_database_that_cannot_be_made_on_a_full_disk_is_reported_as_full(small_disk):
    fill(small_disk)

    with pytest.raises(StorageFullError):
        open_store(small_disk / "data" / "clara.db", ManualClock())


def test_existing_database_on_a_full_disk_is_reported_as_full(small_disk):
    path = small_disk / "clara.db"
    open_store(path, ManualClock()).close()
    fill(small_disk)

    with pytest.raises(StorageFullError):
        make_and_add(path)


def test_read_only_disk_is_unavailable(small_disk):
    path = small_disk / "clara.db"
    open_store(path, ManualClock()).close()
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)

    with pytest.raises(StorageUnavailableError, match=r"clara\.db"):
        make_and_add(path)
    with pytest.raises(StorageUnavailableError, match=r"clara\.db"):
        open_store(small_disk / "new" / "clara.db", ManualClock())
