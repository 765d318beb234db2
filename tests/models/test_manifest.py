from __future__ import annotations

import pytest

from clara_edge.domain.errors import ConfigInvalidError
from clara_edge.models.manifest import Kind, load_manifest, parse_manifest

GOOD = """
[[packs]]
name = "toy"
kind = "stt"
engine = "none"
licence = "MIT"
size = 1
description = "a toy"
files = [{ path = "f", size = 1 }]
sources = [{ kind = "url", url = "https://example.org/{path}" }]
"""


def test_good_manifest_is_read():
    assert parse_manifest(GOOD).pack("toy").files[0].remote_path == "f"


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ('path = "f"', 'path = "../f"', "inside the pack"),
        ('path = "f"', 'path = "/etc/f"', "inside the pack"),
        ('path = "f"', "path = 'a\\f'", "inside the pack"),
        ('name = "toy"', 'name = "../toy"', "name"),
        ("size = 1 }", 'size = 1, sha256 = "abc" }', "sha256"),
        ("size = 1 }", "size = 0 }", "size"),
        ("https://", "file://", "url"),
        ('kind = "url"', 'kind = "ftp"', "sources"),
        ('licence = "MIT"', "", "licence"),
        ("size = 1 }", 'size = 1, derive = "moonshine-tokens" }', "derive_from"),
        ("size = 1 }]", 'size = 1 }, { path = "f" }]', "same path"),
        ('description = "a toy"', 'about = "a toy"', "about"),
    ],
)
def test_bad_manifest_is_refused_with_the_reason(before, after, complaint):
    assert before in GOOD

    with pytest.raises(ConfigInvalidError, match=complaint):
        parse_manifest(GOOD.replace(before, after))


def test_two_packs_of_one_name_are_refused():
    with pytest.raises(ConfigInvalidError, match="same name"):
        parse_manifest(GOOD + GOOD)


def test_broken_toml_is_refused_with_its_place():
    with pytest.raises(ConfigInvalidError, match=r"not valid TOML.*line"):
        parse_manifest("[[packs]\n")


def test_every_problem_is_in_one_report():
    bad = GOOD.replace('licence = "MIT"', "").replace("size = 1\n", "size = -1\n")

    with pytest.raises(ConfigInvalidError) as caught:
        parse_manifest(bad)
    assert "licence" in str(caught.value)
    assert "size" in str(caught.value)


def test_shipped_manifest_lists_a_choice_of_every_kind():
    kinds = [pack.kind for pack in load_manifest().packs if not pack.starter]

    assert kinds.count(Kind.STT) >= 2
    assert kinds.count(Kind.TTS) >= 3
    assert kinds.count(Kind.LLM) >= 3


def test_shipped_sizes_add_up():
    for pack in load_manifest().packs:
        known = [file.size for file in pack.fetched if file.size]
        exact = len(known) == len(pack.fetched)
        assert sum(known) == pack.size if exact else sum(known) < pack.size, pack.name


def test_every_shipped_file_has_a_checksum():
    lacking = [
        f"{pack.name}/{file.path}"
        for pack in load_manifest().packs
        for file in pack.files
        if not file.sha256
    ]

    assert lacking == []


@pytest.mark.parametrize(
    ("memory_mib", "chat"),
    [
        (950, set()),
        (3790, {"qwen2.5-1.5b-instruct"}),
        (7950, {"qwen3-4b-instruct-2507"}),
        (16_000, {"qwen3-8b"}),
    ],
)
def test_recommended_chat_model_fits_the_board(memory_mib, chat):
    packs = load_manifest().recommended(memory_mib)

    assert {pack.name for pack in packs if pack.kind is Kind.LLM} == chat


def test_one_pack_of_a_kind_is_recommended_and_licensed_for_everybody():
    packs = load_manifest().recommended(8000)

    assert len({pack.kind for pack in packs}) == len(packs)
    assert not any("research" in pack.licence or "NC" in pack.licence for pack in packs)
