from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clara_edge.domain.spoken import clauses, speakable

CASES = {
    # times of day
    "14:30": "two thirty P M",
    "2pm": "two P M",
    "2:30 pm": "two thirty P M",
    "08:00": "eight A M",
    "10:15": "ten fifteen",
    "8:05": "eight oh five",
    "00:00": "midnight",
    "12:00": "twelve o'clock",
    "8 a.m. tomorrow": "eight A M tomorrow",
    "At 8 a.m.": "At eight A M",
    "12:30:05": "twelve thirty and five seconds",
    "5pm-6pm": "five P M to six P M",
    "14:00–15:30": "two P M to three thirty P M",  # noqa: RUF001 - as people type a range
    # dates
    "2026-12-01": "December first, twenty twenty-six",
    "2026-12-01T14:30": "December first, twenty twenty-six at two thirty P M",
    "1 Dec": "December first",
    "Dec 1": "December first",
    "December 1st, 2026": "December first, twenty twenty-six",
    "Tue 1 Dec 14:30": "Tuesday, December first at two thirty P M",
    "2nd of March": "March second",
    "It is the 25 November.": "It is the November twenty-fifth.",
    "1 Dec. at noon": "December first at noon",
    "Due Tue. 1 Dec.": "Due Tuesday, December first.",
    "13/12/2026": "December thirteenth, twenty twenty-six",
    "12/13/2026": "December thirteenth, twenty twenty-six",
    "03/12/2026": "three slash twelve slash twenty twenty-six",
    "2026-13-45": "twenty twenty-six thirteen forty-five",
    "1 may be enough": "one may be enough",
    "We sat 3 hours": "We sat three hours",
    "2026": "twenty twenty-six",
    "in 1999": "in nineteen ninety-nine",
    # numbers
    "7": "seven",
    "1,234": "one thousand two hundred and thirty-four",
    "3.5": "three point five",
    "-5": "minus five",
    "5-10": "five to ten",
    "007": "zero zero seven",
    "1.2.3": "one point two point three",
    "1st, 22nd": "first, twenty-second",
    "1/2 cup": "one half cup",
    "1 1/2 cups": "one and a half cups",
    "½": "one half",
    "24/7": "twenty-four seven",
    "3x": "three times",
    "B12 and mp3": "B twelve and mp three",
    "020 7946 0958": "zero two zero seven nine four six zero nine five eight",
    "٣": "three",
    "③": "three",
    # money, percent, measures
    "$5": "five dollars",
    "$1": "one dollar",
    "£3.50": "three pounds fifty",
    "£0.99": "ninety-nine pence",
    "5€": "five euros",
    "$1.5m": "one point five million dollars",
    "20%": "twenty percent",
    "3.5 kg": "three point five kilograms",
    "1 km": "one kilometre",
    "5 km/h": "five kilometres per hour",
    "21°C": "twenty-one degrees Celsius",
    "15 min": "fifteen minutes",
    "2000 kg": "two thousand kilograms",
    "20 m²": "twenty square metres",
    # tags, addresses, symbols
    "#shopping": "shopping",
    "#deep_work #homeOffice": "deep work home Office",
    "#3": "number three",
    "No. 5": "number five",
    "https://www.example.com/a?b=1": "link to example dot com",
    "See https://example.com.": "See link to example dot com.",
    "anna.b@example.org": "anna dot b at example dot org",
    "Tom & Jerry": "Tom and Jerry",
    "he/she": "he or she",
    "eggs w/ bacon": "eggs with bacon",
    "/etc/passwd": "slash etc slash passwd",
    "~5": "about five",
    "1 + 1 = 2": "one plus one equals two",
    "it’s done": "it's done",  # noqa: RUF001 - as phones type it
    # Markdown, brackets, emoji
    "**Buy** _milk_ (urgent)": "Buy milk, urgent",
    "- eggs\n- milk": "eggs. milk",
    "# Today\ntwo tasks": "Today. two tasks",
    "[the list](https://example.com/x)": "the list",
    "`code` and ~~gone~~": "code and gone",
    "snake_case_name": "snake case name",
    "Party 🎉 at 8": "Party at eight",
    "🎂": "birthday cake",
    # acronyms and abbreviations
    "Send the PDF to HR": "Send the P D F to H R",
    "two PDFs": "two P D F's",
    "NASA": "nasa",
    "BUY MILK NOW": "buy milk now",
    "IT support": "I T support",
    "Call Dr. Smith": "Call doctor Smith",
    "fruit, e.g. apples": "fruit, for example apples",
    "TODO: call Mum!!!": "to do: call Mum!",
    "Really?!": "Really?",
    "Wait...": "Wait.",
}


@pytest.mark.parametrize(("written", "spoken"), CASES.items())
def test_is_spoken_as_people_speak(written: str, spoken: str) -> None:
    assert speakable(written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("14:30", "fourteen thirty"),
        ("14:00", "fourteen hundred"),
        ("08:00", "eight o'clock"),
        ("2pm", "two P M"),
    ],
)
def test_speaks_the_24_hour_clock_where_people_want_it(
    written: str, spoken: str
) -> None:
    assert speakable(written, hour_12=False) == spoken


@pytest.mark.parametrize("written", CASES)
def test_spoken_text_stays_as_it_is(written: str) -> None:
    once = speakable(written)

    assert speakable(once) == once


WRITTEN = st.one_of(
    st.text(max_size=80),
    st.text(
        alphabet="0123456789:/-.,#@$£€%°+~*_`[]()TZapm kgACDecdthsrn'\n", max_size=40
    ),
    st.lists(st.sampled_from(sorted(CASES)), max_size=4).map(" ".join),
)


@given(WRITTEN)
@settings(max_examples=400, deadline=None)
def test_any_text_becomes_words_and_pauses_only(text: str) -> None:
    spoken = speakable(text)

    assert all(
        c in " .,;:?!'-" or unicodedata.category(c)[0] in "LM" for c in spoken
    ), spoken
    assert not re.search(r"[.,;:?!][.,;:?!]|\s\s|\s[.,;:?!]", spoken)


@given(WRITTEN, st.booleans())
@settings(max_examples=300, deadline=None)
def test_what_can_be_read_is_never_silent(text: str, hour_12: bool) -> None:
    spoken = speakable(text, hour_12=hour_12)

    if any(c.isascii() and c.isalnum() for c in text):
        assert any(c.isalpha() for c in spoken)


@given(WRITTEN)
@settings(max_examples=400, deadline=None)
def test_speaking_twice_is_speaking_once(text: str) -> None:
    once = speakable(text)

    assert speakable(once) == once


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "piece",
    [
        "**a [b](c) 1:2-3/4 #x @y_ ",
        "*a ",
        "1",
        "1,",
        "1.",
        "a-",
        "a@",
        "0 1 ",
        "A",
        "!?",
        "\n",
        "> ",
        "[",
        "www.",
        "- ",
    ],
)
def test_a_huge_text_takes_linear_time(piece: str) -> None:
    """A quadratic step would take minutes here and run into the time limit."""
    text = piece * (50_000 // len(piece))

    spoken = speakable(text)

    assert "".join(clauses(spoken)).replace(" ", "") == spoken.replace(" ", "")


def test_breaks_a_word_that_no_voice_can_speak() -> None:
    parts = clauses("x" * 5_000)

    assert max(map(len, parts)) <= 180
    assert max(len(word) for part in parts for word in part.split()) == 60


def test_cuts_at_sentences() -> None:
    text = "You have three tasks today. The first one is call the dentist. More?"

    assert clauses(text) == [
        "You have three tasks today.",
        "The first one is call the dentist. More?",
    ]


def test_cuts_a_long_sentence_at_its_pauses() -> None:
    text = (
        "You have three tasks today, namely call the dentist about the appointment, "
        "buy milk and eggs, and water the plants on the balcony."
    )

    parts = clauses(text)

    assert parts[0] == "You have three tasks today,"
    assert len(parts) > 2


def test_leaves_a_short_sentence_whole() -> None:
    assert clauses("Dentist, Tuesday the first, half past two. Urgent.") == [
        "Dentist, Tuesday the first, half past two. Urgent."
    ]


def test_cuts_a_sentence_without_any_pause_between_words() -> None:
    parts = clauses("word " * 200)

    assert max(map(len, parts)) <= 180


@given(WRITTEN)
@settings(max_examples=200, deadline=None)
def test_clauses_lose_no_word(text: str) -> None:
    spoken = speakable(text)

    assert " ".join(clauses(spoken)) == spoken


def test_nothing_to_say_has_no_clause() -> None:
    assert clauses("") == []
    assert speakable("") == ""
    assert speakable("***") == ""
