"""A source that is one release archive."""

from __future__ import annotations

import tarfile
import zipfile
import zlib
from typing import TYPE_CHECKING

from clara_edge.models.download import Download
from clara_edge.models.files import SourceFailedError, copy_member
from clara_edge.models.manifest import PackFile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from clara_edge.models.manifest import ArchiveSource
    from clara_edge.models.progress import FetchSettings, Tally


def fetch_from_archive(
    source: ArchiveSource,
    wanted: Sequence[PackFile],
    into: Path,
    tally: Tally,
    settings: FetchSettings,
) -> None:
    """Download the archive, take the wanted members and throw the rest away.

    Only regular members whose names the manifest gives are read, and each is written under the
    manifest's path: a member's own path, links and modes have no effect.

    Raises:
        SourceFailedError: it could not be had, is damaged or lacks a member.
    """
    archive = into / (".archive-" + source.url.rsplit("/", 1)[-1])
    whole = PackFile(path=archive.name, size=source.size, sha256=source.sha256)
    Download(source.url, whole, archive, tally, settings).run()
    tally.step("unpack")
    try:
        if zipfile.is_zipfile(archive):
            _from_zip(archive, source, wanted, into, tally)
        else:
            _from_tar(archive, source, wanted, into, tally)
    except (tarfile.TarError, zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise SourceFailedError(
            f"{source.url} is a damaged archive: {error}"
        ) from error
    finally:
        archive.unlink(missing_ok=True)


def _from_zip(
    archive: Path,
    source: ArchiveSource,
    wanted: Sequence[PackFile],
    into: Path,
    tally: Tally,
) -> None:
    with zipfile.ZipFile(archive) as opened:
        for file in wanted:
            try:
                stream = opened.open(source.prefix + file.remote_path)
            except KeyError as error:
                raise SourceFailedError(
                    f"{source.url} has no {error.args[0]}"
                ) from error
            with stream:
                copy_member(stream, into / file.path, tally.pack, file)


def _from_tar(
    archive: Path,
    source: ArchiveSource,
    wanted: Sequence[PackFile],
    into: Path,
    tally: Tally,
) -> None:
    missing = {source.prefix + file.remote_path: file for file in wanted}
    with tarfile.open(archive, "r|*") as opened:
        for member in opened:
            file = missing.get(member.name.removeprefix("./"))
            if file is None or not member.isreg():
                continue
            stream = opened.extractfile(member)
            if stream is None:
                continue
            copy_member(stream, into / file.path, tally.pack, file)
            del missing[source.prefix + file.remote_path]
            if not missing:
                return
    raise SourceFailedError(f"{source.url} has no {', '.join(sorted(missing))}")
