"""The list of known model packs: what each is, who made it, and where it comes from."""

from __future__ import annotations

import tomllib
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, Field, ValidationError, model_validator

from clara_edge.config.base import Section
from clara_edge.domain.errors import ConfigInvalidError, ModelUnknownError

if TYPE_CHECKING:
    from collections.abc import Iterable


class Kind(StrEnum):
    """What a pack is for."""

    WAKE = "wake"
    VAD = "vad"
    STT = "stt"
    TTS = "tts"
    LLM = "llm"


def _inside(path: str) -> str:
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or "\\" in path or {"..", "."} & set(parts):
        raise ValueError(f"{path!r} must be a path inside the pack")
    return path


RelativePath = Annotated[str, AfterValidator(_inside)]
Checksum = Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")]
WebAddress = Annotated[str, Field(pattern=r"^https?://[^/\s]+/\S*$")]


class PackFile(Section):
    """One file of a pack."""

    path: RelativePath
    """Its name in the pack folder."""
    remote: str = ""
    """Its name at the source where that differs."""
    size: Annotated[int, Field(gt=0)] | None = None
    """Exact bytes; None means unknown."""
    sha256: Checksum = ""
    """Empty means unknown: the first download is trusted and its checksum recorded."""
    url: WebAddress | Literal[""] = ""
    """Its own address where it does not lie beside the others."""
    derive: Literal["", "moonshine-tokens"] = ""
    """How the file is made from another one instead of being fetched."""
    derive_from: str = ""

    @property
    def remote_path(self) -> str:
        """Return the name that a source knows the file by."""
        return self.remote or self.path


class UrlSource(Section):
    """Every file at its own address, `{path}` standing for its name there."""

    kind: Literal["url"]
    url: WebAddress


class ArchiveSource(Section):
    """Members of one zip or tar archive."""

    kind: Literal["archive"]
    url: WebAddress
    prefix: str = ""
    size: Annotated[int, Field(gt=0)] | None = None
    sha256: Checksum = ""


class WheelSource(Section):
    """Members of a wheel, fetched by pip from wherever this machine's pip is set up to look."""

    kind: Literal["wheel"]
    requirement: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]+==[A-Za-z0-9._+!-]+$")]
    prefix: str = ""


class InstalledSource(Section):
    """Files that an installed dependency carries; nothing is fetched."""

    kind: Literal["installed"]
    module: Annotated[str, Field(pattern=r"^[A-Za-z0-9_]+$")]
    folder: RelativePath


Source = Annotated[
    UrlSource | ArchiveSource | WheelSource | InstalledSource,
    Field(discriminator="kind"),
]


class Pack(Section):
    """One model pack."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]*$")]
    kind: Kind
    engine: str
    licence: str
    size: Annotated[int, Field(gt=0)]
    """Bytes of its fetched files; rounded where a file's own size is unknown."""
    description: str
    needs_memory_mib: Annotated[int, Field(ge=0)] = 0
    """Total memory of the smallest machine it suits."""
    starter: bool = False
    recommended: bool = False
    files: Annotated[tuple[PackFile, ...], Field(min_length=1)]
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _names_fit(self) -> Pack:
        paths = [file.path for file in self.files]
        if len(set(paths)) != len(paths):
            raise ValueError("two files have the same path")
        for file in self.files:
            if bool(file.derive) != (file.derive_from in paths):
                raise ValueError(
                    f"{file.path}: derive needs derive_from, a file of the pack"
                )
        installed = [s for s in self.sources if isinstance(s, InstalledSource)]
        if installed and len(self.sources) > 1:
            raise ValueError("an installed source must be the only one")
        return self

    @property
    def fetched(self) -> tuple[PackFile, ...]:
        """Return the files that come from a source."""
        return tuple(file for file in self.files if not file.derive)

    @property
    def installed_source(self) -> InstalledSource | None:
        """Return the source of a pack that a dependency carries."""
        first = self.sources[0]
        return first if isinstance(first, InstalledSource) else None

    def limit(self, file: PackFile) -> int:
        """Return the most bytes that a source may send for a file."""
        # published sizes of files without an exact one are rounded to three digits
        return file.size or self.size + self.size // 10 + (1 << 20)


class Manifest(Section):
    """All known packs."""

    packs: tuple[Pack, ...]

    @model_validator(mode="after")
    def _names_differ(self) -> Manifest:
        names = [pack.name for pack in self.packs]
        if len(set(names)) != len(names):
            raise ValueError("two packs have the same name")
        return self

    def pack(self, name: str) -> Pack:
        """Return a pack by name, or raise ModelUnknownError."""
        for pack in self.packs:
            if pack.name == name:
                return pack
        raise ModelUnknownError(
            f"no model pack is called {name!r}", remedy="see: clara models list"
        )

    def starter(self) -> tuple[Pack, ...]:
        """Return the packs that every machine gets."""
        return tuple(pack for pack in self.packs if pack.starter)

    def recommended(self, memory_mib: int) -> tuple[Pack, ...]:
        """Return the best recommended pack of each kind that this much memory can carry."""
        best: dict[Kind, Pack] = {}
        for pack in self.packs:
            if not pack.recommended or pack.needs_memory_mib > memory_mib:
                continue
            held = best.get(pack.kind)
            if held is None or held.needs_memory_mib < pack.needs_memory_mib:
                best[pack.kind] = pack
        return tuple(best.values())


def parse_manifest(text: str, name: str = "manifest") -> Manifest:
    """Read a manifest, or raise ConfigInvalidError with every problem."""
    try:
        return Manifest.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise ConfigInvalidError(f"{name} is not valid TOML: {error}") from error
    except ValidationError as error:
        raise ConfigInvalidError("\n".join(_problems(name, error))) from error


@cache
def load_manifest() -> Manifest:
    """Return the manifest that Clara ships."""
    return parse_manifest(
        (files("clara_edge.models") / "manifest.toml").read_text("utf-8"),
        "manifest.toml",
    )


def _problems(name: str, error: ValidationError) -> Iterable[str]:
    for problem in error.errors():
        where = ".".join(map(str, problem["loc"]))
        yield f"{name}: {where}: {problem['msg']}"
