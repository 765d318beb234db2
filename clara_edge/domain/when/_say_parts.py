"""Parts of a day: "this evening", "in the morning", "tonight"."""

from __future__ import annotations

from ._day import Day
from ._draft import Draft
from ._parsers import (
    either,
    maybe,
    phrase,
    phrases_of,
    rule,
    table,
    word,
)
from ._part import Part

_PART_WORDS = {
    "early morning": "early_morning",
    "morning": "morning",
    "late morning": "morning",
    "am": "morning",
    "mornin": "morning",
    "lunch": "lunch",
    "lunchtime": "lunch",
    "lunch time": "lunch",
    "lunch break": "lunch",
    "afternoon": "afternoon",
    "after noon": "afternoon",
    "early afternoon": "afternoon",
    "late afternoon": "afternoon",
    "pm": "afternoon",
    "arvo": "afternoon",
    "evening": "evening",
    "evenin": "evening",
    "eve": "evening",
    "early evening": "evening",
    "late evening": "evening",
    "night": "night",
    "nite": "night",
    "night time": "night",
    "dinner": "evening",
    "dinner time": "evening",
    "dinnertime": "evening",
    "breakfast": "early_morning",
    "breakfast time": "early_morning",
}
_DAYTIME = phrases_of(
    {
        text: name
        for text, name in _PART_WORDS.items()
        if text not in ("am", "pm", "eve")
    }
)
_TONIGHT = rule(
    phrase(
        "tonight",
        "to night",
        "tonite",
        "tonight's",
        "2 nite",
        "2 night",
        "late tonight",
        "this night",
    ),
    build=lambda _: Draft(part=Part("night", "this")),
)
PARTS = either(
    _TONIGHT,
    rule(
        phrase("last"),
        table({"night": "night", "evening": "evening"}),
        build=lambda _, name: Draft(part=Part(name, "last")),
    ),
    rule(
        phrase("the next", "next", "the following"),
        table({"morning": "morning", "afternoon": "afternoon", "evening": "evening"}),
        build=lambda _, name: Draft(day=Day(offset=1), part=Part(name)),
    ),
    rule(
        phrase("this", "later this", "early this", "late this"),
        _DAYTIME,
        build=lambda _, name: Draft(part=Part(name, "this")),
    ),
    rule(
        either(
            phrase(
                "in the",
                "in",
                "during the",
                "at",
                "by the",
                "by",
                "over",
                "on the",
                "early in the",
                "around",
                "about",
                "at around",
                "late in the",
                "for",
                "sometime in the",
                "some time in the",
            )
        ),
        _DAYTIME,
        build=lambda _, name: Draft(part=Part(name)),
    ),
    rule(
        phrase("first thing in the", "first thing"),
        maybe(word("morning")),
        build=lambda _, _m: Draft(part=Part("early_morning")),
    ),
    rule(
        word("the"), _DAYTIME, build=lambda _, name: Draft(part=Part(name), weak=True)
    ),
    rule(_DAYTIME, build=lambda name: Draft(part=Part(name, bare=True), weak=True)),
)
