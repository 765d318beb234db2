"""One setting as a field of a form: made from the schema, so that none can be forgotten."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from flask_babel import gettext as _

from clara_edge.config.effects import Effect, effect_of
from clara_edge.config.keys import all_settings
from clara_edge.config.schema import Config
from clara_edge.config.toml_text import toml_text
from clara_edge.domain.errors import InputInvalidError
from web_ui.settings.words import CHOICES, WORDS, Words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clara_edge.config.keys import KeyPath, Setting
    from clara_edge.config.load import LoadedConfig

PERCENT = "percent"


class Kind(StrEnum):
    """How a value is entered."""

    SWITCH = "switch"
    CHOICE = "choice"
    NUMBER = "number"
    TEXT = "text"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Shown:
    """A setting and what its field shows."""

    setting: Setting
    words: Words
    kind: Kind
    value: Any
    text: str
    """The value as it is typed; for a share, in percent."""
    default: str
    origin: Literal["default", "file", "chosen", "environment", "option"]
    where: str
    fixed: str | None
    """Where it is fixed, if nobody can change it here."""
    effect: Effect
    least: float | None = None
    most: float | None = None
    choices: tuple[tuple[str, Any], ...] = ()

    @property
    def key(self) -> str:
        """The dotted key."""
        return self.setting.key

    @property
    def step(self) -> str:
        """The step of a number: whole ones for whole numbers."""
        return "1" if self.setting.annotation is int or self.is_share else "any"

    @property
    def is_share(self) -> bool:
        """Whether it is entered in percent."""
        return self.words.unit == PERCENT

    @property
    def unit(self) -> Any:
        """What stands behind the field."""
        return "%" if self.is_share else self.words.unit


def shown(keys: Iterable[str], loaded: LoadedConfig) -> list[Shown]:
    """Return settings with their present values."""
    return [_shown(all_settings()[tuple(key.split("."))], loaded) for key in keys]


def parsed(setting: Setting, text: str) -> Any:
    """Return the value of what was typed into a field; the schema checks it afterwards.

    Raises:
        InputInvalidError: it is no number, or no table.
    """
    kind, text = kind_of(setting), text.strip()
    if kind is Kind.SWITCH:
        return text == "on"
    if kind is Kind.TABLE:
        return _table(setting, text)
    if kind is Kind.NUMBER:
        return _number(setting, text)
    if setting.is_list:
        return [item.strip() for item in text.split(",") if item.strip()]
    return None if setting.optional and not text else text


def kind_of(setting: Setting) -> Kind:
    """Return how a setting is entered."""
    if setting.is_table:
        return Kind.TABLE
    if setting.annotation is bool:
        return Kind.SWITCH
    if get_origin(setting.annotation) is Literal:
        return Kind.CHOICE
    return Kind.NUMBER if setting.annotation in {int, float} else Kind.TEXT


def words_of(setting: Setting) -> Words:
    """Return a setting's words; one that nobody worded goes by its key."""
    return WORDS.get(setting.key, Words(setting.key))


def value_at(config: Config, path: KeyPath) -> Any:
    """Return the value of a setting."""
    return getattr(getattr(config, path[0]), path[1])


def _shown(setting: Setting, loaded: LoadedConfig) -> Shown:
    path, words = setting.path, words_of(setting)
    value = value_at(loaded.config, path)
    layer = loaded.decides(path)
    least, most = _limits(path)
    share = 100 if words.unit == PERCENT else 1
    return Shown(
        setting=setting,
        words=words,
        kind=kind_of(setting),
        value=value,
        text=_text(value, share),
        default=_text(setting.default, share),
        origin=layer.kind if layer is not None else "default",
        where=loaded.where(path),
        fixed=loaded.fixed_by(path),
        effect=effect_of(path),
        least=None if least is None else least * share,
        most=None if most is None else most * share,
        choices=_choices(setting),
    )


def _choices(setting: Setting) -> tuple[tuple[str, Any], ...]:
    if kind_of(setting) is not Kind.CHOICE:
        return ()
    return tuple((v, CHOICES.get(v, v)) for v in get_args(setting.annotation))


def _limits(path: KeyPath) -> tuple[float | None, float | None]:
    section = Config.model_fields[path[0]].annotation
    least = most = None
    fields = getattr(section, "model_fields", {})
    for rule in fields[path[1]].metadata:
        match rule:
            case Ge(ge=bound) | Gt(gt=bound):
                least = float(bound)  # type: ignore[arg-type] # a number, for numbers
            case Le(le=bound) | Lt(lt=bound):
                most = float(bound)  # type: ignore[arg-type] # a number, for numbers
    return least, most


def _text(value: Any, share: int) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, dict):
        return toml_text(value).strip() if value else ""
    if isinstance(value, (tuple, list)):
        return ", ".join(map(str, value))
    if isinstance(value, (int, float)):
        return f"{value * share:.10g}"
    return str(value)


def _number(setting: Setting, text: str) -> Any:
    try:
        number = float(text.replace(",", "."))
    except ValueError as error:
        raise InputInvalidError(
            _(
                "%(setting)s: %(text)s is not a number",
                setting=words_of(setting).label,
                text=repr(text[:40]),
            )
        ) from error
    if words_of(setting).unit == PERCENT:
        number = round(number / 100, 6)
    if setting.annotation is int:
        # left as it is where it is not whole, for the schema to refuse
        return int(number) if number.is_integer() else number
    return number


def _table(setting: Setting, text: str) -> Any:
    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputInvalidError(
            f"{words_of(setting).label}: {str(error)[:120].lower()}",
            remedy=_('write tables as [engine] and settings as name = "text"'),
        ) from error
