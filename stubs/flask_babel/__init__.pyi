"""What the pages use of Flask-Babel, which has no types of its own."""

from collections.abc import Callable
from typing import Any

from babel import Locale
from flask import Flask

from .speaklater import LazyString

class Babel:
    def __init__(
        self,
        app: Flask | None = ...,
        default_locale: str = ...,
        default_domain: str = ...,
        default_translation_directories: str = ...,
        default_timezone: str = ...,
        locale_selector: Callable[[], str | None] | None = ...,
        timezone_selector: Callable[[], str | None] | None = ...,
        configure_jinja: bool = ...,
    ) -> None: ...
    def list_translations(self) -> list[Locale]: ...

def gettext(string: str, /, **variables: object) -> str: ...
def ngettext(singular: str, plural: str, num: int, /, **variables: object) -> str: ...
def pgettext(context: str, string: str, /, **variables: object) -> str: ...
def lazy_gettext(string: str, /, **variables: object) -> LazyString: ...
def get_locale() -> Locale | None: ...
def force_locale(locale: str) -> Any: ...
def get_translations() -> Any: ...
