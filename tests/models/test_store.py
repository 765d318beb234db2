from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from clara_edge.domain.errors import (
    ConfigInvalidError,
    ModelDamagedError,
    ModelDownloadError,
    ModelError,
    ModelMissingError,
    ModelUnknownError,
)
from clara_edge.models.progress import ignore_progress
from clara_edge.models.store import ModelStore

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def files(body) -> dict[str, bytes]:
    return {"model.onnx": body, "tokens.txt": b"a 0\nb 1\n"}


@pytest.fixture
def toy(site, files, describe):
    for name, content in files.items():
        site.files["/" + name] = content
    return describe(files, {"kind": "url", "url": site.url + "/{path}"})


@pytest.fixture
def make_store(manifest_of, settings, tmp_path, monkeypatch):
    monkeypatch.delenv("CLARA_MODEL_MIRROR", raising=False)

    def make(*packs, mirror=None) -> ModelStore:
        return ModelStore(tmp_path / "models", manifest_of(*packs), mirror, settings)

    return make


@pytest.fixture
def store(make_store, toy) -> ModelStore:
    return make_store(toy)


def content_of(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.name != "pack.json"}


def test_pulled_pack_is_found_complete(store, files):
    folder = store.pull("toy")

    assert store.folder("toy") == folder
    assert content_of(folder) == files
    assert [pack.name for pack in store.installed()] == ["toy"]


def test_second_pull_asks_nobody(store, site):
    store.pull("toy")
    asked = len(site.requests)

    store.pull("toy")

    assert len(site.requests) == asked


def test_missing_pack_says_how_to_get_it(store):
    with pytest.raises(ModelMissingError, match="clara models pull toy"):
        store.folder("toy")


def test_unknown_pack_says_where_to_look(store):
    with pytest.raises(ModelUnknownError, match="clara models list"):
        store.folder("nope")


def test_lost_file_makes_the_pack_missing_and_pull_repairs_it(store, files):
    (store.pull("toy") / "tokens.txt").unlink()

    with pytest.raises(ModelMissingError, match=re.escape("tokens.txt")):
        store.folder("toy")
    assert content_of(store.pull("toy")) == files


def test_truncated_file_makes_the_pack_damaged_and_pull_repairs_it(store, files):
    (store.pull("toy") / "model.onnx").write_bytes(b"short")

    with pytest.raises(ModelDamagedError, match="5 bytes instead of"):
        store.folder("toy")
    assert store.state("toy").state == "damaged"
    assert content_of(store.pull("toy")) == files


def test_verify_finds_one_flipped_bit_and_names_the_way_out(store, files):
    path = store.pull("toy") / "model.onnx"
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)

    with pytest.raises(ModelDamagedError, match="pull --again toy"):
        store.verify("toy")
    assert content_of(store.pull("toy", again=True)) == files
    store.verify("toy")


def test_unreadable_record_is_damage_not_a_crash(store):
    (store.pull("toy") / "pack.json").write_text("{")

    assert store.state("toy").state == "damaged"


@contextmanager
def forbidden(folder: Path) -> Iterator[None]:
    """Take the right to read a folder away, from root as well."""
    folder.chmod(0)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65_534)  # nobody
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o700)


def test_a_pack_that_may_not_be_read_is_called_that(store):
    folder = store.pull("toy")

    with forbidden(folder):
        state = store.state("toy")

    assert state.state == "damaged"
    assert "the model pack toy may not be read: " in state.problem
    store.verify("toy")


def test_unknown_checksums_are_trusted_once_and_recorded(
    make_store, describe, files, site
):
    for name, content in files.items():
        site.files["/" + name] = content
    pack = describe(files, {"kind": "url", "url": site.url + "/{path}"}, known=False)
    store = make_store(pack)

    folder = store.pull("toy")
    store.verify("toy")
    (folder / "tokens.txt").write_bytes(b"a 0\nc 1\n")

    with pytest.raises(ModelDamagedError):
        store.verify("toy")
    assert len(json.loads((folder / "pack.json").read_text())["files"]) == 2


def test_failed_pull_says_what_still_works_and_leaves_the_old_pack(store, site, files):
    folder = store.pull("toy")
    site.plan.extend(["404"] * 9)

    with pytest.raises(ModelDownloadError, match="typed text, works without it"):
        store.pull("toy", again=True)
    assert content_of(folder) == files


def test_next_source_is_asked_when_one_fails(make_store, describe, files, site):
    for name, content in files.items():
        site.files["/good/" + name] = content
    pack = describe(
        files,
        {},
        sources=[
            {"kind": "url", "url": site.url + "/bad/{path}"},
            {"kind": "url", "url": site.url + "/good/{path}"},
        ],
    )

    assert content_of(make_store(pack).pull("toy")) == files


def test_files_that_came_before_a_failure_are_not_fetched_again(store, site, files):
    site.plan.extend(["serve", "404"])
    with pytest.raises(ModelDownloadError):
        store.pull("toy")

    assert content_of(store.pull("toy")) == files
    assert [path for path, _ in site.requests].count("/model.onnx") == 1


def test_leftovers_of_a_killed_pull_do_not_become_part_of_the_pack(store, tmp_path):
    scrap = tmp_path / "models/.partial/toy/.wheel-abc"
    scrap.mkdir(parents=True)
    (scrap / "half.whl").write_bytes(b"PK")

    folder = store.pull("toy")

    assert sorted(p.name for p in folder.iterdir()) == [
        "model.onnx",
        "pack.json",
        "tokens.txt",
    ]


def test_mirror_folder_comes_before_the_publisher(
    make_store, toy, files, site, tmp_path
):
    (tmp_path / "mirror/toy").mkdir(parents=True)
    for name, content in files.items():
        (tmp_path / "mirror/toy" / name).write_bytes(content)

    folder = make_store(toy, mirror=str(tmp_path / "mirror")).pull("toy")

    assert content_of(folder) == files
    assert site.requests == []


def test_mirror_server_comes_before_the_publisher(make_store, toy, files, site):
    for name, content in files.items():
        site.files["/lan/toy/" + name] = content

    make_store(toy, mirror=site.url + "/lan/").pull("toy")

    assert [path for path, _ in site.requests] == [
        "/lan/toy/model.onnx",
        "/lan/toy/tokens.txt",
    ]


def test_mirror_with_wrong_bytes_is_passed_over(make_store, toy, files, tmp_path):
    (tmp_path / "mirror/toy").mkdir(parents=True)
    (tmp_path / "mirror/toy/model.onnx").write_bytes(b"x" * len(files["model.onnx"]))

    assert (
        content_of(make_store(toy, mirror=str(tmp_path / "mirror")).pull("toy"))
        == files
    )


def test_mirror_can_be_named_by_the_environment(
    manifest_of, toy, files, tmp_path, monkeypatch
):
    (tmp_path / "usb/toy").mkdir(parents=True)
    for name, content in files.items():
        (tmp_path / "usb/toy" / name).write_bytes(content)
    monkeypatch.setenv("CLARA_MODEL_MIRROR", (tmp_path / "usb").as_uri())

    assert content_of(ModelStore(tmp_path / "m", manifest_of(toy)).pull("toy")) == files


def test_mirror_of_another_kind_is_a_configuration_error(make_store, toy):
    with pytest.raises(ConfigInvalidError, match="ftp://nas"):
        make_store(toy, mirror="ftp://nas/clara").pull("toy")


def test_two_pulls_at_once_fetch_the_pack_once(
    manifest_of, settings, toy, site, files, tmp_path
):
    patient = replace(settings, timeout_s=30.0)
    site.plan.append("stall")
    waiting = threading.Event()
    results = []

    def second(progress):
        if progress.step == "wait":
            waiting.set()

    def pull(report):
        store = ModelStore(tmp_path / "models", manifest_of(toy), settings=patient)
        results.append(store.pull("toy", report))

    threads = [threading.Thread(target=pull, args=(ignore_progress,))]
    threads[0].start()
    assert site.stalled.wait(10)
    threads.append(threading.Thread(target=pull, args=(second,)))
    threads[1].start()
    assert waiting.wait(10)
    site.release.set()
    for thread in threads:
        thread.join(30)

    assert [content_of(folder) for folder in results] == [files, files]
    assert [path for path, _ in site.requests].count("/tokens.txt") == 1


KILLED = """
import sys
from pathlib import Path
from clara_edge.models.manifest import parse_manifest
from clara_edge.models.progress import ignore_progress
from clara_edge.models.store import ModelStore
store = ModelStore(Path(sys.argv[1]), parse_manifest(Path(sys.argv[2]).read_text()))
store.pull("toy", lambda progress: print(progress.done, flush=True))
"""


def as_toml(pack) -> str:
    """Write a pack as TOML; JSON's strings, numbers and lists are TOML's too."""
    lines = ["[[packs]]"]
    for key, value in pack.model_dump(
        mode="json", exclude={"files", "sources"}
    ).items():
        lines.append(f"{key} = {json.dumps(value)}")
    for key in ("files", "sources"):
        for item in getattr(pack, key):
            lines.append(f"[[packs.{key}]]")
            known = item.model_dump(mode="json", exclude_none=True)
            lines += [f"{name} = {json.dumps(value)}" for name, value in known.items()]
    return "\n".join(lines)


def test_kill_in_the_middle_shows_no_pack_and_costs_nothing_fetched(
    store, toy, site, files, tmp_path
):
    site.plan.append("stall")
    (tmp_path / "manifest.toml").write_text(as_toml(toy))
    half = len(files["model.onnx"]) // 2
    command = [
        sys.executable,
        "-c",
        KILLED,
        tmp_path / "models",
        tmp_path / "manifest.toml",
    ]

    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        for line in child.stdout:
            if int(line) >= half:
                break
        child.send_signal(signal.SIGKILL)

    assert store.installed() == []
    assert store.state("toy").state == "missing"
    assert content_of(store.pull("toy")) == files
    assert site.requests[1] == ("/model.onnx", f"bytes={half}-")


@pytest.fixture
def small_disk(tmp_path):
    """A file system of half a megabyte."""
    folder = tmp_path / "small"
    folder.mkdir()
    if os.geteuid() != 0:
        pytest.skip("mounting a small file system needs root")
    mount = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", folder]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("this container may not mount a file system")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_pack_that_cannot_fit_is_refused_before_it_is_fetched(
    small_disk, manifest_of, describe, settings, site
):
    pack = describe(
        {"f": b"x"},
        {"kind": "url", "url": site.url + "/{path}"},
        known=False,
        size=2_000_000,
    )
    store = ModelStore(small_disk / "models", manifest_of(pack), settings=settings)

    with pytest.raises(ModelDownloadError, match=r"disk is full.*needs 2\.0 MB"):
        store.pull("toy")
    assert site.requests == []


def test_disk_that_fills_up_gets_its_room_back(
    small_disk, manifest_of, describe, settings, site, body
):
    site.files["/f"] = body
    pack = describe(
        {"f": b"x"},
        {"kind": "url", "url": site.url + "/{path}"},
        known=False,
        size=1000,
    )
    store = ModelStore(small_disk / "models", manifest_of(pack), settings=settings)

    with pytest.raises(ModelDownloadError, match="disk is full"):
        store.pull("toy")
    (small_disk / "task").write_bytes(b"x" * 400_000)  # tasks can be saved again


def test_folder_that_cannot_be_made_is_named(
    make_store, manifest_of, toy, tmp_path, settings
):
    (tmp_path / "file").write_text("")
    store = ModelStore(tmp_path / "file/models", manifest_of(toy), settings=settings)

    with pytest.raises(ModelDownloadError, match="file/models cannot be written"):
        store.pull("toy")


def test_remove_takes_the_pack_and_its_parts(store, site):
    site.plan.extend(["serve", "404"])
    with pytest.raises(ModelDownloadError):
        store.pull("toy")

    assert store.remove("toy")
    assert not store.remove("toy")
    assert not any("toy" in str(p) for p in store.pull("toy").parent.glob(".partial/*"))


def test_installed_source_is_used_in_place_verified_and_kept(
    make_store, describe, tmp_path, monkeypatch
):
    (tmp_path / "carrier/models").mkdir(parents=True)
    (tmp_path / "carrier/__init__.py").write_text("raise ImportError('must not run')")
    model = tmp_path / "carrier/models/f.onnx"
    model.write_bytes(b"weights")
    monkeypatch.syspath_prepend(tmp_path)
    source = {"kind": "installed", "module": "carrier", "folder": "models"}
    store = make_store(describe({"f.onnx": b"weights"}, source))

    assert store.pull("toy") == model.parent
    store.verify("toy")
    with pytest.raises(ModelError, match="part of an installed program"):
        store.remove("toy")
    model.write_bytes(b"weightS")
    with pytest.raises(ModelDamagedError, match="make setup"):
        store.verify("toy")


def test_installed_source_of_an_absent_package_names_it(make_store, describe):
    source = {"kind": "installed", "module": "no_such_module_here", "folder": "x"}

    with pytest.raises(ModelMissingError, match="no_such_module_here is not installed"):
        make_store(describe({"f": b"x"}, source)).folder("toy")


def test_reachable_only_where_somebody_answers(make_store, describe, site):
    here = describe({"f": b"x"}, {"kind": "url", "url": site.url + "/{path}"})
    nowhere = describe({"f": b"x"}, {"kind": "url", "url": "http://127.0.0.1:9/{path}"})

    assert make_store(here).reachable([here])
    assert not make_store(nowhere).reachable([nowhere])
    assert make_store(nowhere, mirror="/media/usb").reachable([nowhere])


@pytest.mark.models
def test_starter_packs_are_as_their_publishers_made_them(model_store):
    for pack in model_store.manifest.starter():
        model_store.verify(pack.name)


@pytest.mark.models
def test_moonshine_pack_holds_what_sherpa_needs(model_store):
    names = {path.name for path in model_store.folder("moonshine-tiny-en").iterdir()}

    assert names >= {"encoder_model.ort", "decoder_model_merged.ort", "tokens.txt"}


@pytest.mark.models
def test_finding_the_wake_models_does_not_import_their_package(model_store):
    code = (
        "import sys; from pathlib import Path;"
        "from clara_edge.models.store import ModelStore;"
        "print(ModelStore(Path('/nonexistent')).folder('openwakeword-0.4'));"
        "sys.exit('openwakeword' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stderr
    assert Path(done.stdout.strip(), "hey_jarvis_v0.1.onnx").is_file()
