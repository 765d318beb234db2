"""Where Clara's files may be."""

from __future__ import annotations

from pathlib import Path

import pytest

from clara_edge.config.folders import Folders, make_folders, resolve_folders
from clara_edge.config.schema import Paths
from clara_edge.domain.errors import ConfigInvalidError, StorageUnavailableError


@pytest.mark.parametrize("path", ["~nobody-of-this-name/clara", "a\0b"])
def test_a_path_that_no_folder_can_have_is_a_wrong_setting(path: str) -> None:
    with pytest.raises(ConfigInvalidError, match="cannot be used"):
        resolve_folders(Paths(data=Path(path)))


def test_a_file_in_the_place_of_a_folder_is_called_that(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.write_text("a file")

    with pytest.raises(StorageUnavailableError, match="data is not a folder"):
        make_folders(Folders(data, tmp_path / "c", tmp_path / "r", tmp_path / "m"))
