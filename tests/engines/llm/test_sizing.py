from __future__ import annotations

import pytest

from clara_edge.domain.errors import LanguageModelError
from clara_edge.engines.llm.gguf import GgufFacts
from clara_edge.engines.llm.llama_cpp import _stalled_percent
from clara_edge.engines.llm.sizing import Fit, fit, must_give_back

GIB = 2**30
# 28 layers, keys and values of 2 heads of 128 numbers in 16 bits
QWEN_1_5B = GgufFacts("qwen2", 1_117_320_736, 32_768, 28 * 2 * 2 * 128 * 2)
# 36 layers, 8 heads
QWEN_8B = GgufFacts("qwen3", 5_027_783_488, 40_960, 36 * 2 * 8 * 128 * 2)


@pytest.mark.parametrize(
    ("facts", "cores", "memory_mib", "expected"),
    [
        (QWEN_1_5B, 4, 3_800, Fit(3, 4_096)),
        (QWEN_1_5B, 1, 2_000, Fit(1, 4_096)),
        (QWEN_1_5B, 64, 64_000, Fit(4, 4_096)),
        (QWEN_8B, 4, 15_800, Fit(3, 4_096)),
        (QWEN_8B, 4, 7_900, Fit(3, 4_096)),
        (QWEN_8B, 2, 6_500, Fit(1, 4_096)),
    ],
)
def test_a_machine_gives_what_it_can_spare(facts, cores, memory_mib, expected):
    assert fit(facts, cores, memory_mib) == expected


def test_a_small_machine_gets_a_shorter_context():
    wide = GgufFacts("llama", GIB, 32_768, 512 * 1024)

    assert fit(wide, 4, 2_000).context_tokens == 2_048


def test_no_context_is_longer_than_the_model_learned():
    assert fit(GgufFacts("llama", 10**6, 512, 640), 4, 4_000).context_tokens == 512


def test_a_model_that_would_fill_the_memory_is_refused():
    with pytest.raises(LanguageModelError, match="4794 MiB and this machine 3800 MiB"):
        fit(QWEN_8B, 4, 3_800)


@pytest.mark.parametrize(
    ("available_mib", "memory_mib", "stalled_percent", "expected"),
    [
        (1_000, 3_800, 0.0, False),
        (230, 3_800, 0.0, False),
        (220, 3_800, 0.0, True),
        (110, 900, 0.0, True),
        (3_000, 3_800, 10.0, True),
        (3_000, 3_800, 9.9, False),
    ],
)
def test_memory_is_given_back_when_others_need_it(
    available_mib, memory_mib, stalled_percent, expected
):
    assert must_give_back(available_mib, memory_mib, stalled_percent) is expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            "some avg10=30.00 avg60=0.00\nfull avg10=12.50 avg60=0.00 total=1\n",
            12.5,
        ),
        ("", 0.0),
        ("nonsense", 0.0),
    ],
)
def test_the_kernel_tells_how_long_everything_waited(tmp_path, content, expected):
    path = tmp_path / "memory"
    path.write_text(content)

    assert _stalled_percent(path) == expected


def test_a_kernel_without_pressure_figures_tells_nothing(tmp_path):
    assert _stalled_percent(tmp_path / "none") == 0.0
