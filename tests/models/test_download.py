from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from clara_edge.domain.errors import ModelDownloadError
from clara_edge.models.download import Download, answers
from clara_edge.models.progress import Tally, ignore_progress

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def fetch(site, body, describe, settings, tmp_path):
    """Download /f from the site; keyword arguments go to the pack."""
    site.files["/f"] = body
    seen = []

    def run(*, known: bool = True, timeout_s: float = 5.0) -> bytes:
        source = {"kind": "url", "url": site.url + "/{path}"}
        pack = describe({"f": body}, source, known=known)
        target = tmp_path / "f"
        Download(
            site.url + "/f",
            pack.files[0],
            target,
            Tally(pack, seen.append),
            replace(settings, timeout_s=timeout_s),
        ).run()
        return target.read_bytes()

    run.seen = seen
    return run


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_fetches_a_file_and_leaves_nothing_else(fetch, body, tmp_path):
    assert fetch() == body
    assert leftovers(tmp_path) == ["f"]


def test_reports_every_byte_in_the_end(fetch, body):
    fetch()

    assert fetch.seen[-1].done == fetch.seen[-1].total == len(body)


def test_resumes_where_the_connection_was_cut(fetch, site, body, pauses):
    site.plan.extend(["cut", "cut"])

    assert fetch() == body
    half = len(body) // 2
    assert [asked for _, asked in site.requests] == [
        None,
        f"bytes={half}-",
        f"bytes={half + (len(body) - half) // 2}-",
    ]
    assert pauses == [
        1.0,
        1.0,
    ]  # each attempt brought something, so the pause does not grow


def test_resumes_without_a_validator_when_the_checksum_is_known(fetch, site, body):
    site.tagged = False
    site.plan.append("cut")

    assert fetch() == body
    assert site.requests[1][1] == f"bytes={len(body) // 2}-"


def test_starts_again_when_neither_validator_nor_checksum_can_tell_a_change(
    fetch, site, body
):
    site.tagged = False
    site.plan.append("cut")

    assert fetch(known=False) == body
    assert site.requests[1][1] is None


def test_starts_again_when_the_file_changed_on_the_server(fetch, site, body):
    site.plan.append("cut")
    original = site.files["/f"]

    class Changing(dict):
        asked = 0

        def get(self, key, default=None):
            Changing.asked += 1
            return original[::-1] if Changing.asked == 1 else original

    site.files = Changing({"/f": original})
    assert fetch(known=False) == body


def test_takes_the_whole_file_from_a_server_that_ignores_ranges(fetch, site, body):
    site.plan.extend(["cut", "whole"])

    assert fetch() == body


def test_gives_up_after_as_many_fruitless_attempts_as_allowed(
    fetch, site, pauses, tmp_path
):
    site.plan.extend(["503"] * 5)

    with pytest.raises(ModelDownloadError, match="answered 503"):
        fetch()
    assert len(site.requests) == 3
    assert pauses == [1.0, 2.0]
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("status", ["401", "403", "404", "410"])
def test_does_not_insist_where_the_answer_is_final(fetch, site, status):
    site.plan.append(status)

    with pytest.raises(ModelDownloadError, match=status):
        fetch()
    assert len(site.requests) == 1


def test_refuses_wrong_bytes_and_keeps_none(fetch, site, tmp_path):
    site.plan.append("wrong")

    with pytest.raises(ModelDownloadError, match="wrong checksum"):
        fetch()
    assert leftovers(tmp_path) == []


def test_notices_a_stalled_server_and_goes_on(fetch, site, body):
    site.plan.append("stall")

    assert fetch(timeout_s=0.3) == body
    assert any("nothing came for 0.3 s" in step.note for step in fetch.seen)


def test_refuses_a_length_that_the_manifest_contradicts_before_fetching(
    fetch, site, body
):
    site.plan.append("long")

    with pytest.raises(
        ModelDownloadError, match=f"{len(body) + 1000} bytes instead of"
    ):
        fetch()
    assert not any(step.done for step in fetch.seen)


def test_does_not_believe_a_length_that_never_arrives(fetch, site):
    site.plan.extend(["long"] * 10)

    with pytest.raises(ModelDownloadError, match="connection ended after"):
        fetch(known=False)


def test_stops_a_server_that_sends_without_end(fetch, site, body, tmp_path):
    site.plan.append("endless")

    with pytest.raises(ModelDownloadError, match="sends more than"):
        fetch()
    assert leftovers(tmp_path) == []


def test_takes_up_a_part_that_an_earlier_run_left(
    fetch, site, body, settings, tmp_path
):
    site.plan.extend(["cut", "404"])
    with pytest.raises(ModelDownloadError):
        fetch()
    # a refusal drops the part; a kill would not: leave one as a kill leaves it
    (tmp_path / "f.part").write_bytes(body[:1000])
    (tmp_path / "f.part.json").write_text(f'{{"url": "{site.url}/f", "validator": ""}}')

    assert hashlib.sha256(fetch()).digest() == hashlib.sha256(body).digest()
    assert site.requests[-1][1] == "bytes=1000-"


def test_ignores_a_part_of_another_address(fetch, site, body, tmp_path):
    (tmp_path / "f.part").write_bytes(b"x" * 1000)
    (tmp_path / "f.part.json").write_text('{"url": "http://elsewhere.invalid/f"}')

    assert fetch() == body
    assert site.requests[-1][1] is None


def test_ignores_a_note_that_a_power_cut_emptied(fetch, site, body, tmp_path):
    (tmp_path / "f.part").write_bytes(b"x" * 1000)
    (tmp_path / "f.part.json").write_text("")

    assert fetch() == body


def test_says_so_where_nobody_listens(describe, settings, tmp_path):
    pack = describe({"f": b"x"}, {"kind": "url", "url": "http://127.0.0.1:9/{path}"})
    download = Download(
        "http://127.0.0.1:9/f",
        pack.files[0],
        tmp_path / "f",
        Tally(pack, ignore_progress),
        settings,
    )

    with pytest.raises(ModelDownloadError, match="no connection"):
        download.run()


def test_knows_whether_a_server_answers(site):
    assert answers(site.url + "/anything")
    assert not answers("http://127.0.0.1:9/")
