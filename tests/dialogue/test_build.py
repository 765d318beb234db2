from __future__ import annotations

import pytest

from clara_edge.config.folders import resolve_folders
from clara_edge.config.schema import Config, Paths
from clara_edge.dialogue.build import build_dialogue, build_understanding
from clara_edge.domain.errors import ConfigInvalidError, EngineFailedError
from clara_edge.models.context import engine_context
from tests.clocks import ManualClock


@pytest.fixture
def folders(tmp_path):
    paths = Paths(data=tmp_path / "data", cache=tmp_path / "c", runtime=tmp_path / "r")
    return resolve_folders(paths)


def config(**understanding):
    return Config.model_validate({"understanding": understanding})


def test_dialogue_from_the_default_configuration_stores_a_task(folders):
    context = engine_context(Config(), folders)
    with build_dialogue(Config(), folders, ManualClock(), context) as dialogue:
        result = dialogue.turn("add buy milk to my shopping list", "c")

    assert result.changes
    assert folders.database.exists()


def test_next_engine_is_used_when_the_first_is_unknown(folders):
    wanted = config(engines=("nothing", "phrases"))

    engine = build_understanding(wanted, engine_context(wanted, folders))

    assert type(engine).__name__ == "PhraseUnderstanding"


def test_no_usable_engine_is_an_error_that_names_each(folders):
    wanted = config(engines=("nothing",))

    with pytest.raises(EngineFailedError, match="nothing"):
        build_understanding(wanted, engine_context(wanted, folders))


def test_wrong_engine_setting_is_named(folders):
    wanted = config(options={"learned": {"speed": 3}})

    with pytest.raises(ConfigInvalidError, match=r"learned\.speed"):
        build_understanding(wanted, engine_context(wanted, folders))


def test_engine_may_use_all_cores_but_one_unless_told(folders):
    told = Config.model_validate({"voice": {"threads": 2}})

    assert engine_context(told, folders).threads == 2
    assert 1 <= engine_context(Config(), folders).threads <= 4
