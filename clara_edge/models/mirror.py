"""A folder or LAN server that holds packs as <mirror>/<pack>/<file>."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from clara_edge.domain.errors import ConfigInvalidError
from clara_edge.models.download import Download
from clara_edge.models.files import SourceFailedError, copy_member

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.models.manifest import PackFile
    from clara_edge.models.progress import FetchSettings, Tally


def fetch_from_mirror(
    mirror: str,
    wanted: Sequence[PackFile],
    into: Path,
    tally: Tally,
    settings: FetchSettings,
) -> None:
    """Take the files of a pack from a mirror.

    Raises:
        SourceFailedError: the mirror lacks one, or its copy is wrong.
        ConfigInvalidError: the mirror is neither a folder nor an http(s) address.
    """
    scheme = urlsplit(mirror).scheme
    if scheme in {"http", "https"}:
        base = f"{mirror.rstrip('/')}/{tally.pack.name}/"
        for file in wanted:
            Download(
                base + quote(file.path), file, into / file.path, tally, settings
            ).run()
    elif scheme in {"", "file"}:
        folder = Path(unquote(urlsplit(mirror).path) if scheme else mirror).expanduser()
        _from_folder(folder / tally.pack.name, wanted, into, tally)
    else:
        raise ConfigInvalidError(
            f"models.mirror {mirror!r} is neither a folder nor an http(s) address",
            remedy="write for example /media/usb/clara-models or http://nas.local/clara",
        )


def _from_folder(
    folder: Path, wanted: Sequence[PackFile], into: Path, tally: Tally
) -> None:
    for file in wanted:
        try:
            with (folder / file.path).open("rb") as stream:
                copy_member(stream, into / file.path, tally.pack, file)
        except (FileNotFoundError, NotADirectoryError) as error:
            raise SourceFailedError(f"{folder} has no {file.path}") from error
        tally.at(file.path, (into / file.path).stat().st_size)
