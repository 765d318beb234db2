"""The folder of installed model packs."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from clara_edge.domain.errors import (
    ModelDamagedError,
    ModelDownloadError,
    ModelError,
    ModelMissingError,
)
from clara_edge.models.download import answers
from clara_edge.models.files import sha256_of, sync
from clara_edge.models.manifest import (
    ArchiveSource,
    Manifest,
    Pack,
    UrlSource,
    load_manifest,
)
from clara_edge.models.progress import FetchSettings, Report, Tally, ignore_progress
from clara_edge.models.pull import Pull

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

RECORD = "pack.json"
_PARTIAL = ".partial"
_LOCKS = ".locks"


@dataclass(frozen=True, slots=True)
class PackState:
    """Whether a pack is usable here."""

    pack: Pack
    state: Literal["installed", "missing", "damaged"]
    problem: str = ""


class ModelStore:
    """Finds, pulls, checks and removes packs; safe from any thread and several processes."""

    def __init__(
        self,
        folder: Path,
        manifest: Manifest | None = None,
        mirror: str | None = None,
        settings: FetchSettings | None = None,
    ) -> None:
        self._folder = folder
        self._manifest = manifest or load_manifest()
        self._mirror = mirror or os.environ.get("CLARA_MODEL_MIRROR") or None
        self._settings = settings or FetchSettings()

    @property
    def manifest(self) -> Manifest:
        """Return the packs that this store knows."""
        return self._manifest

    def folder(self, pack: str) -> Path:
        """Return the folder of an installed, complete pack.

        Raises:
            ModelUnknownError: the manifest has no such pack.
            ModelMissingError: it is not installed, or one of its files is gone.
            ModelDamagedError: one of its files has the wrong size, or may not be read.
        """
        known = self._manifest.pack(pack)
        with _readable(known):
            return self._complete(known)

    def state(self, pack: str) -> PackState:
        """Return whether a pack is usable, without reading its files."""
        known = self._manifest.pack(pack)
        try:
            self.folder(pack)
        except ModelMissingError as error:
            return PackState(known, "missing", error.what)
        except ModelError as error:
            return PackState(known, "damaged", error.what)
        return PackState(known, "installed")

    def installed(self) -> list[Pack]:
        """List the packs that are complete."""
        packs = self._manifest.packs
        return [pack for pack in packs if self._is_whole(pack.name)]

    def pull(
        self, pack: str, report: Report = ignore_progress, *, again: bool = False
    ) -> Path:
        """Fetch a pack unless it is complete, and return its folder.

        It appears whole or not at all; an interrupted pull is resumed by the next. A second
        pull of the same pack waits for the first. `again` replaces a pack that is here, once
        its successor is complete.

        Raises:
            ModelUnknownError: the manifest has no such pack.
            ModelDownloadError: no source delivered it, or the disk is full.
        """
        known = self._manifest.pack(pack)
        if known.installed_source or (not again and self._is_whole(pack)):
            return self.folder(pack)
        tally = Tally(known, report)
        with _writable(self._folder), self._locked(known, tally):
            if again or not self._is_whole(pack):
                partial = self._folder / _PARTIAL / pack
                Pull(known, partial, tally, self._settings, self._mirror).run()
                self._appear(partial, self._folder / pack)
        tally.step("done")
        return self.folder(pack)

    def reachable(self, packs: Iterable[Pack]) -> bool:
        """Tell whether anybody answers who could deliver one of these packs."""
        servers = {
            source.url
            for pack in packs
            for source in pack.sources
            if isinstance(source, (UrlSource, ArchiveSource))
        }
        return bool(self._mirror) or any(answers(url) for url in sorted(servers))

    def verify(self, pack: str) -> None:
        """Read every file of a pack and compare its checksum.

        Raises:
            ModelUnknownError, ModelMissingError: as for folder().
            ModelDamagedError: a file differs from the manifest, or from its first download.
        """
        known = self._manifest.pack(pack)
        folder = self.folder(pack)
        recorded = {} if known.installed_source else _read_record(folder)
        for file in known.files:
            expected = file.sha256 or recorded.get(file.path, {}).get("sha256", "")
            with _readable(known):
                found = sha256_of(folder / file.path)
            if found != expected:
                raise _damaged(known, f"{file.path} has the wrong checksum")

    def remove(self, pack: str) -> bool:
        """Delete a pack and what was fetched of it; tell whether there was anything."""
        known = self._manifest.pack(pack)
        if known.installed_source:
            raise ModelError(
                f"{pack} is part of an installed program and cannot be removed",
                remedy="nothing needs to be done: it takes no extra room",
            )
        found = False
        if self._folder.is_dir():
            with (
                _writable(self._folder),
                self._locked(known, Tally(known, ignore_progress)),
            ):
                for folder in (self._folder / pack, self._folder / _PARTIAL / pack):
                    found = found or folder.exists()
                    _discard(folder)
        return found

    def _complete(self, known: Pack) -> Path:
        pack, folder = known.name, self._where(known)
        sizes = self._sizes(known, folder)
        for name, size in sizes.items():
            try:
                found = (folder / name).stat().st_size
            except FileNotFoundError:
                raise ModelMissingError(
                    f"the model pack {pack} has lost its file {name}",
                    remedy=f"run: clara models pull {pack}",
                ) from None
            if size is not None and found != size:
                raise _damaged(known, f"{name} has {found} bytes instead of {size}")
        return folder

    def _is_whole(self, pack: str) -> bool:
        return self.state(pack).state == "installed"

    def _where(self, pack: Pack) -> Path:
        source = pack.installed_source
        if source is None:
            folder = self._folder / pack.name
            if (folder / RECORD).is_file():
                return folder
            raise ModelMissingError(
                f"the model pack {pack.name} is not installed",
                remedy=f"run: clara models pull {pack.name}",
            )
        spec = find_spec(source.module)  # does not import a top-level package
        if spec is None or not spec.submodule_search_locations:
            raise ModelMissingError(
                f"{pack.name}: the Python package {source.module} is not installed",
                remedy="run: make setup",
            )
        return Path(spec.submodule_search_locations[0]) / source.folder

    def _sizes(self, pack: Pack, folder: Path) -> dict[str, int | None]:
        if pack.installed_source:
            return {file.path: file.size for file in pack.files}
        recorded = _read_record(folder)
        return {
            file.path: file.size or recorded.get(file.path, {}).get("size")
            for file in pack.files
        }

    def _appear(self, partial: Path, folder: Path) -> None:
        _discard(folder)
        partial.rename(folder)
        sync(folder.parent)

    @contextmanager
    def _locked(self, pack: Pack, tally: Tally) -> Iterator[None]:
        locks = self._folder / _LOCKS
        locks.mkdir(parents=True, exist_ok=True)
        with (locks / pack.name).open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                tally.step("wait", "another pull of this pack is running")
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield


@contextmanager
def _readable(pack: Pack) -> Iterator[None]:
    try:
        yield
    except PermissionError as error:
        raise ModelDamagedError(
            f"the model pack {pack.name} may not be read: {error.filename}",
            remedy="let the user that Clara runs as read it",
        ) from error


@contextmanager
def _writable(folder: Path) -> Iterator[None]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except (PermissionError, NotADirectoryError, FileExistsError) as error:
        raise ModelDownloadError(
            f"the models folder {folder} cannot be written: {error.strerror}",
            remedy="choose another with: clara -o paths.data=FOLDER models pull NAME",
        ) from error


def _discard(folder: Path) -> None:
    """Delete a folder so that it is whole or gone at any moment."""
    if not folder.exists():
        return
    doomed = folder.with_name(f".gone-{folder.name}-{os.getpid()}")
    folder.rename(doomed)
    shutil.rmtree(doomed)


def _read_record(folder: Path) -> dict[str, dict[str, Any]]:
    try:
        files = json.loads((folder / RECORD).read_text("utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelDamagedError(
            f"{folder / RECORD} cannot be read: {error}",
            remedy=f"run: clara models pull {folder.name}",
        ) from error
    return files if isinstance(files, dict) else {}


def _damaged(pack: Pack, what: str) -> ModelDamagedError:
    remedy = f"run: clara models pull --again {pack.name}"
    if pack.installed_source:
        remedy = "reinstall it with: make setup"
    return ModelDamagedError(
        f"the model pack {pack.name} is damaged: {what}", remedy=remedy
    )
