"""Model files that are not what they should be never end the process."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clara_edge.domain.errors import LanguageModelError, ModelDamagedError
from clara_edge.engines.llm.gguf import read_facts
from clara_edge.engines.llm.llama_cpp import LlamaCppModel, Settings
from tests.engines.llm_models import story_file

HEAD = b"GGUF" + struct.pack("<IQQ", 3, 1, 1)


@pytest.fixture(scope="session")
def good(test_data):
    return story_file(test_data).read_bytes()


def test_the_facts_of_a_real_model_are_read(test_data, good):
    facts = read_facts(story_file(test_data))

    assert facts.architecture == "llama"
    assert (facts.size_bytes, facts.trained_context) == (len(good), 512)
    # 5 layers, keys and values of 4 heads of 8 numbers in 2 bytes
    assert facts.context_token_bytes == 5 * 2 * 4 * 8 * 2


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"GGUF", "within its head"),
        (b"not a model at all, just words", "does not begin with GGUF"),
        (b"GGUF" + struct.pack("<IQQ", 99, 1, 1), "version is 99"),
        (b"GGUF" + struct.pack("<IQQ", 3, 2**60, 1), "claims"),
        (b"GGUF" + struct.pack("<IQQ", 3, 1, 2**60), "claims"),
        (HEAD + struct.pack("<Q", 2**62), "claims"),
        (HEAD + struct.pack("<Q1sI", 1, b"k", 77), "type 77"),
        (HEAD + struct.pack("<Q1sIIQ", 1, b"k", 9, 8, 2**50), "claims"),
        (HEAD + struct.pack("<Q1sIIQ", 1, b"k", 9, 9, 1), "type 9"),
    ],
)
def test_a_file_that_is_no_model_is_refused_with_the_reason(tmp_path, content, reason):
    path = tmp_path / "pack" / "bad.gguf"
    path.parent.mkdir()
    path.write_bytes(content)

    with pytest.raises(ModelDamagedError, match=reason) as caught:
        LlamaCppModel(path, Settings(), tmp_path)

    assert caught.value.remedy == "run: clara models pull --again pack"


@pytest.mark.parametrize("share", [0.01, 0.03, 0.3])
def test_a_truncated_model_is_refused(tmp_path, good, share):
    path = tmp_path / "cut.gguf"
    path.write_bytes(good[: int(len(good) * share)])

    with pytest.raises(ModelDamagedError, match="it ends after"):
        read_facts(path)


def test_a_model_that_ends_the_process_only_ends_its_trial(tmp_path, good):
    path = tmp_path / "pack" / "odd.gguf"
    path.parent.mkdir()
    # the key of its tensor sizes: llama.cpp finds none of them
    path.write_bytes(good.replace(b"llama.block_count", b"llama.block_cOunt"))
    whole = good.replace(b"blk.0.attn_q.weight", b"blk.0.attn_Q.weight")
    other = tmp_path / "pack" / "renamed.gguf"
    other.write_bytes(whole)

    with pytest.raises(ModelDamagedError, match="block_count"):
        LlamaCppModel(path, Settings(), tmp_path)
    model = LlamaCppModel(other, Settings(), tmp_path)
    with pytest.raises(LanguageModelError, match=r"renamed\.gguf") as caught:
        model.load()

    assert caught.value.remedy == "run: clara models pull --again pack"
    assert not model.loaded


@given(st.data())
def test_no_change_to_the_head_raises_anything_else(tmp_path_factory, good, data):
    head = bytearray(good[:12_000])
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(head) - 1))
        head[place] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / "mutated.gguf"
    path.write_bytes(bytes(head) + good[12_000:])

    try:
        facts = read_facts(path)
    except ModelDamagedError:
        return

    assert facts.context_token_bytes > 0
