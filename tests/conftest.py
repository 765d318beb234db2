"""Fixtures that every test may use."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from clara_edge.config.folders import resolve_folders
from clara_edge.config.schema import Paths
from clara_edge.domain.errors import ModelError
from clara_edge.models.store import ModelStore
from tests.soundcard import sound_card  # noqa: F401 - a fixture

if TYPE_CHECKING:
    from tests.e2e.listener import Listener

REPO = Path(__file__).resolve().parent.parent
_TESTS = REPO / "tests"
# real browsers, and whole services under strace: beside other tests they would time out
_ALONE = (_TESTS / "web_ui" / "browser", _TESTS / "privacy")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --part: `make test` runs the tests in two parts, one of them in parallel."""
    parser.addoption(
        "--part",
        choices=("together", "alone"),
        help="only the tests that may run side by side, or only those that may not",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Refuse several processes for the tests that need the machine for themselves."""
    if config.getoption("part") == "alone" and config.getoption("numprocesses", None):
        raise pytest.UsageError("--part=alone runs one test at a time: leave -n out")


# last, so that -m and -k have had their say
@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Deselect what belongs to the other part."""
    part = config.getoption("part")
    if part is None:
        return
    sides: dict[bool, list[pytest.Item]] = {True: [], False: []}
    for item in items:
        sides[_needs_all(item) == (part == "alone")].append(item)
    config.hook.pytest_deselected(items=sides[False])
    items[:] = sides[True]


def _needs_all(item: pytest.Item) -> bool:
    """Whether a test keeps time with the real world, so that a busy machine fails it."""
    return (
        any(item.get_closest_marker(name) for name in ("alone", "soundcard"))
        or "sound_card" in getattr(item, "fixturenames", ())
        or any(folder in item.path.parents for folder in _ALONE)
    )


@pytest.fixture(scope="session")
def test_data() -> Path:
    """Recordings, utterances and small models, outside the project (CLARA_TEST_DATA)."""
    folder = Path(os.environ.get("CLARA_TEST_DATA", REPO.parent / "shared"))
    if not folder.is_dir():
        if os.environ.get("CI"):
            pytest.fail(
                f"CLARA_TEST_DATA={folder} is not a folder, and CI must have it"
            )
        pytest.skip(f"no test data in {folder}; set CLARA_TEST_DATA")
    return folder


@pytest.fixture(scope="session")
def model_store() -> ModelStore:
    """A store with the starter packs, in CLARA_MODELS_DIR or Clara's usual folder."""
    default = resolve_folders(Paths()).models
    store = ModelStore(Path(os.environ.get("CLARA_MODELS_DIR", default)))
    try:
        for pack in store.manifest.starter():
            store.pull(pack.name)
    except ModelError as error:
        if os.environ.get("CI"):
            pytest.fail(f"CI must have the starter packs: {error}")
        pytest.skip(f"no starter packs: {error}")
    return store


@pytest.fixture
def listener(model_store: ModelStore, tmp_path: Path) -> Listener:
    """Clara fed with recordings, with folders of this test alone."""
    from tests.e2e.listener import Listener  # noqa: PLC0415 - half a second of imports

    return Listener(tmp_path, model_store.folder("moonshine-tiny-en").parent)
