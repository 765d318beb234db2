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
