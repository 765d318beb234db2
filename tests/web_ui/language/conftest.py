"""The texts of the source, found once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from web_ui import catalogues

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog


@pytest.fixture(scope="session")
def source() -> Catalog:
    """Return every text of the pages as the source has it now."""
    return catalogues.extracted()
