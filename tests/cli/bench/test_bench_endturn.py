"""The measure of the ends of turns counts what it says."""

from __future__ import annotations

import pytest

from clara_edge.cli.bench import endturn
from clara_edge.cli.main import CliState
from clara_edge.domain.errors import InputInvalidError

LINES = "domain\tutterance\tsemantic_parse\nx\tset a timer for ten minutes\t-\n"


@pytest.fixture
def data(tmp_path, monkeypatch):
    folder = tmp_path / "nlu/topv2"
    folder.mkdir(parents=True)
    for domain in ("reminder", "alarm", "timer"):
        (folder / f"{domain}_eval.tsv").write_text(LINES, "utf-8")
    monkeypatch.setenv("CLARA_TEST_DATA", str(tmp_path))
    return folder


def test_counts_beginnings_that_mean_something_else_and_whole_sentences(data, capsys):
    result = endturn.measure(CliState(), every=1)
    endturn.show(result)
    wrong, saved = endturn.highlights(result)

    assert result["prefixes"] == 3 * 5
    timer = result["domains"]["timer"]
    assert timer["whole"] == {"complete": 1}
    assert sum(timer["incomplete"].values()) == 5
    assert result["saved_median_s"] == pytest.approx(0.6)
    assert (wrong.target, saved.value) == ("< 3.0%", "0.60 s")
    assert "15 beginnings" in capsys.readouterr().out


def test_sentences_that_are_not_there_are_named(data):
    (data / "alarm_eval.tsv").unlink()

    with pytest.raises(InputInvalidError, match=r"alarm_eval\.tsv do not exist"):
        endturn.measure(CliState())
