from __future__ import annotations

from clara_edge.cli.bench import nlu
from clara_edge.cli.main import CliState


def test_times_the_parser_and_the_phrases_on_the_same_sentences(capsys):
    result = nlu.measure(CliState(), rounds=1)
    nlu.show(result)

    assert result["sentences"] > 100
    assert 100_000 < result["bytes"] < 10_000_000
    assert set(result["seconds"]) == {"network", "learned", "phrases"}
    for spent in result["seconds"].values():
        assert 0 < spent["p50"] <= spent["p95"] <= spent["max"]
    assert result["load_s"] > 0
    assert "network, rules, dates" in capsys.readouterr().out
    assert len(nlu.highlights(result)) == 4


def test_a_slow_parser_misses_its_target():
    seconds = {"p50": 0.006, "p95": 0.02, "max": 0.1}
    result = {"seconds": {"learned": seconds}, "load_s": 0.1, "bytes": 2_000_000}

    met = {figure.name: figure.met for figure in nlu.highlights(result)}

    assert met["one sentence, p50"] is False
    assert met["its file"] is True
