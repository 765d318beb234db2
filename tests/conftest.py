"""Fixtures that every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REPO = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def test_data() -> Path:
    """Recordings, utterances and small models, outside the project (CLARA_TEST_DATA)."""
    folder = Path(os.environ.get("CLARA_TEST_DATA", REPO.parent / "shared"))
    if not folder.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"CLARA_TEST_DATA={folder} is not a folder, and CI must have it")
        pytest.skip(f"no test data in {folder}; set CLARA_TEST_DATA")
    return folder
