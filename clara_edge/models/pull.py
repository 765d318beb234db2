"""One pack from its sources, tried in order, into a folder that is not yet visible."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clara_edge.domain.errors import ModelDownloadError
from clara_edge.models.archive import fetch_from_archive
from clara_edge.models.derive import derive
from clara_edge.models.download import Download
from clara_edge.models.files import (
    SourceFailedError,
    disk_full,
    disk_full_explained,
    sha256_of,
    sync,
    write_json,
)
from clara_edge.models.manifest import ArchiveSource, Kind, UrlSource, WheelSource
from clara_edge.models.mirror import fetch_from_mirror
from clara_edge.models.wheel import fetch_from_wheel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from clara_edge.models.manifest import Pack, PackFile, Source
    from clara_edge.models.progress import FetchSettings, Tally

_STILL_WORKS = {
    Kind.WAKE: "the button, typed text and recordings work without it",
    Kind.VAD: "Clara works without it",
    Kind.STT: "another installed recogniser, or typed text, works without it",
    Kind.TTS: "Clara speaks with flite or espeak-ng until then",
    Kind.LLM: "tasks, reminders and questions about them work without it",
}


@dataclass(frozen=True, slots=True)
class Pull:
    """Brings a pack together in `partial`, where an interrupted pull left what it had."""

    pack: Pack
    partial: Path
    tally: Tally
    settings: FetchSettings
    mirror: str | None

    def run(self) -> None:
        """Fetch, derive, verify and record every file, or raise ModelDownloadError."""
        self.partial.mkdir(parents=True, exist_ok=True)
        self._check_room()
        with disk_full_explained(self.pack, self.partial):
            if self._wanted():
                self._try_sources()
            self.tally.step("check")
            for file in self.pack.files:
                if file.derive:
                    derive(file, self.partial)
            self._record()
            self._tidy()

    def _wanted(self) -> list[PackFile]:
        return [f for f in self.pack.fetched if not self._is_here(f)]

    def _is_here(self, file: PackFile) -> bool:
        """Tell whether an earlier pull finished a file; its bytes are checked again."""
        path = self.partial / file.path
        if not path.is_file():
            return False
        size = path.stat().st_size
        if size != (file.size or size) or (
            file.sha256 and sha256_of(path) != file.sha256
        ):
            path.unlink()
            return False
        self.tally.at(file.path, size)
        return True

    def _check_room(self) -> None:
        here = sum(p.stat().st_size for p in self.partial.rglob("*") if p.is_file())
        if shutil.disk_usage(self.partial).free < self.pack.size - here:
            raise disk_full(self.pack, self.partial)

    def _try_sources(self) -> None:
        failures: list[str] = []
        for source in (self.mirror, *self.pack.sources):
            if source is None:
                continue
            try:
                self._fetch(source, self._wanted())
            except SourceFailedError as error:
                failures.append(error.what)
                self.tally.step("wait", error.what)
            else:
                return
        raise ModelDownloadError(
            f"the model pack {self.pack.name} could not be fetched ({'; '.join(failures)})",
            remedy=f"{_STILL_WORKS[self.pack.kind]}; to get it, connect to the network or name a"
            f" copy with --mirror, then run: clara models pull {self.pack.name}",
        )

    def _fetch(self, source: Source | str, wanted: Sequence[PackFile]) -> None:
        tally, settings = self.tally, self.settings
        match source:
            case str():
                fetch_from_mirror(source, wanted, self.partial, tally, settings)
            case WheelSource():
                fetch_from_wheel(source, wanted, self.partial, tally, settings)
            case ArchiveSource():
                fetch_from_archive(source, wanted, self.partial, tally, settings)
            case UrlSource():
                for file in wanted:
                    url = file.url or source.url.replace("{path}", file.remote_path)
                    Download(url, file, self.partial / file.path, tally, settings).run()

    def _record(self) -> None:
        files = {
            file.path: {
                "sha256": file.sha256 or sha256_of(self.partial / file.path),
                "size": (self.partial / file.path).stat().st_size,
            }
            for file in self.pack.files
        }
        record = {"name": self.pack.name, "licence": self.pack.licence, "files": files}
        write_json(self.partial / "pack.json", record)

    def _tidy(self) -> None:
        """Remove leftovers of other attempts, and bring the folder to the disk."""
        keep = {self.partial / file.path for file in self.pack.files}
        keep.add(self.partial / "pack.json")
        for path in sorted(
            self.partial.rglob("*"), reverse=True
        ):  # a folder after its files
            if path.is_dir():
                if not any(path.iterdir()):
                    path.rmdir()
            elif path not in keep:
                path.unlink()
        sync(self.partial)
