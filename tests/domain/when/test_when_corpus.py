"""The public corpora of dates: regression bounds a little below what is reached."""

from __future__ import annotations

import pytest

from clara_edge.cli.bench.dates import measure, read_cases
from clara_edge.cli.bench.dates_score import Answer, Verdict, verdict
from clara_edge.cli.main import CliState


@pytest.fixture(scope="module")
def own(test_data):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLARA_TEST_DATA", str(test_data))
        return measure(CliState(), compare=False)


@pytest.mark.parametrize("form", ["expression", "sentence"])
def test_most_are_exact_and_few_silently_wrong(own, form):
    counts = own["readers"]["clara"]["verdicts"][form]["all"]

    assert counts.total() == own["cases"] > 300
    assert counts[Verdict.EXACT] / own["cases"] >= 0.95
    assert counts[Verdict.WRONG] / own["cases"] < 0.025
    assert counts["failed"] == 0


def test_what_is_not_exact_is_listed(own):
    exact = own["readers"]["clara"]["verdicts"]["sentence"]["all"][Verdict.EXACT]

    listed = [each for each in own["wrong"] if each["read"] == "sentence"]

    assert len(listed) == own["cases"] - exact


def test_every_case_can_be_scored(test_data):
    for case in read_cases(test_data / "nlu/dates/dates_dev.jsonl"):
        assert verdict(case, Answer()) is Verdict.NONE
        assert verdict(case, Answer(seconds=0.5)) is Verdict.WRONG
        assert verdict(case, Answer(seconds=0.5, asks=True)) is Verdict.ASKED
