from __future__ import annotations

from clara_edge.cli import ask
from clara_edge.domain.reply import ChangeKind


def test_every_change_has_a_word_on_the_command_line():
    assert set(ask._QUIET) == set(ChangeKind)
