"""The network's file and its decoding, with a small network made by hand.

It says "alarm.silence" to a sentence with the word "beep", else "task.create", and marks
every word whose first letter is "m" as a title.
"""

from __future__ import annotations

import json

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from clara_edge.domain.intents import Intent
from clara_edge.domain.schema import Label, SlotKind
from clara_edge.engines.nlu.learned.decoding import tags_of
from clara_edge.engines.nlu.learned.features import (
    ALPHABET_SIZE,
    BUCKETS,
    CHARS,
    HASHES,
    sentence_numbers,
    word_numbers,
)
from clara_edge.engines.nlu.learned.network import (
    FORMAT,
    Network,
    checksum_file,
    write_checksum,
)
from clara_edge.engines.nlu.learned.parser import parsed

LABELS = ("task.create", "alarm.silence")
TAGS = tags_of(("title", "method"))


def constant(name, values):
    return numpy_helper.from_array(np.array(values), name)


def write_network(path, *, file_format=FORMAT):
    by_hash = np.zeros((BUCKETS, 2), np.float32)
    by_hash[word_numbers("beep")[0][0], 1] = 12
    by_letter = np.zeros((ALPHABET_SIZE, len(TAGS)), np.float32)
    by_letter[:, TAGS.index("O")] = 6
    by_letter[word_numbers("m")[1][0], TAGS.index("B-title")] = 12
    by_letter[word_numbers("x")[1][0], TAGS.index("B-method")] = 12
    nodes = [
        helper.make_node("Gather", ["hashes", "zero"], ["first_hash"], axis=2),
        helper.make_node("Gather", ["by_hash", "first_hash"], ["word_scores"]),
        helper.make_node("ReduceMax", ["word_scores"], ["sums"], axes=[1], keepdims=0),
        helper.make_node("Add", ["sums", "usual"], ["labels"]),
        helper.make_node("Gather", ["letters", "zero"], ["first_letter"], axis=2),
        helper.make_node("Gather", ["by_letter", "first_letter"], ["tags"]),
    ]
    graph = helper.make_graph(
        nodes,
        "by hand",
        [
            helper.make_tensor_value_info(
                "hashes", TensorProto.INT64, [1, "n", HASHES]
            ),
            helper.make_tensor_value_info(
                "letters", TensorProto.INT64, [1, "n", CHARS]
            ),
        ],
        [
            helper.make_tensor_value_info("labels", TensorProto.FLOAT, None),
            helper.make_tensor_value_info("tags", TensorProto.FLOAT, None),
        ],
        [
            constant("zero", np.int64(0)),
            constant("by_hash", by_hash),
            constant("by_letter", by_letter),
            constant("usual", np.array([[6, 0]], np.float32)),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    about = {
        "format": file_format,
        "labels": json.dumps(LABELS),
        "tags": json.dumps(TAGS),
        "steps": json.dumps(np.zeros((len(TAGS),) * 2).tolist()),
        "label_temperature": "1.0",
        "path_temperature": "1.0",
    }
    helper.set_model_props(model, about)
    onnx.save(model, str(path))
    write_checksum(path)
    return path


@pytest.fixture
def network(tmp_path):
    return Network(write_network(tmp_path / "parser.onnx"))


def test_copies_the_spans_from_the_text(network):
    found = parsed("Add Milk, and my Mum's cake", network)

    assert found.label == Label(Intent.TASK_CREATE)
    assert found.words(SlotKind.TITLE) == ("Milk", "my", "Mum")
    assert found.confidence > 0.9


def test_a_label_without_slots_gets_none(network):
    found = parsed("the alarm goes beep, make it stop", network)

    assert found.label == Label(Intent.ALARM_SILENCE)
    assert found.spans == ()


def test_kinds_of_the_corpora_do_not_reach_clara(network):
    words = ["xylophone", "milk"]

    reading = network.read(words)
    found = parsed(" ".join(words), network)

    assert [kind for kind, _, _ in reading.spans] == ["method", "title"]
    assert found.words(SlotKind.TITLE) == ("milk",)
    assert len(found.spans) == 1


@pytest.mark.parametrize("text", ["", "…", "\x00", "   \n"])
def test_a_text_without_words_is_not_parsed(network, text):
    assert parsed(text, network) is None


@pytest.mark.parametrize("text", ["milk " * 10_000, "\ud800milk", "ميلك", "m" * 10_000])
def test_reads_any_text(network, text):
    found = parsed(text, network)

    assert found is not None
    assert 0 <= found.confidence <= 1


def test_refuses_a_network_of_another_format(tmp_path):
    path = write_network(tmp_path / "other.onnx", file_format="clara-nlu-0")

    with pytest.raises(ValueError, match="not a network of format"):
        Network(path)


@pytest.mark.parametrize("at", [0, 1000, -1])
def test_refuses_a_network_of_which_one_byte_was_changed(tmp_path, at):
    path = write_network(tmp_path / "parser.onnx")
    damaged = bytearray(path.read_bytes())
    damaged[at] ^= 1
    path.write_bytes(damaged)

    with pytest.raises(
        ValueError, match=r"is not what parser\.onnx\.sha256 was made of"
    ):
        Network(path)


@pytest.mark.parametrize("written", ["", "0" * 64])
def test_refuses_a_network_with_a_wrong_checksum(tmp_path, written):
    path = write_network(tmp_path / "parser.onnx")
    checksum_file(path).write_text(written)

    with pytest.raises(ValueError, match="was made of"):
        Network(path)


def test_refuses_a_network_without_a_checksum(tmp_path):
    path = write_network(tmp_path / "parser.onnx")
    checksum_file(path).unlink()

    with pytest.raises(FileNotFoundError):
        Network(path)


def test_words_that_share_one_hash_differ_in_the_other():
    words = [f"w{number:04d}" for number in range(5_000)]

    hashes = [word_numbers(word)[0] for word in words]

    assert len({first for first, _ in hashes}) < 4_000
    assert len(set(hashes)) == len(words)


def test_the_same_words_give_the_same_numbers_in_every_process():
    # trained weights depend on them
    hashes, letters = sentence_numbers(["milk", "7"])

    assert hashes.tolist() == [[7190, 6020], [2690, 3415]]
    assert letters[:, :4].tolist() == [[14, 10, 13, 12], [35, 0, 0, 0]]
