"""Search by words, parts of words, and words with typing errors."""

from __future__ import annotations

import itertools
import random
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clara_edge.domain.drafts import ProjectPatch, TaskDraft, TaskPatch
from clara_edge.domain.errors import QueryInvalidError
from clara_edge.domain.query import Condition, Field, Query
from clara_edge.domain.query_syntax import parse_query
from clara_edge.domain.tasks import TasksGo
from clara_edge.storage.backup_files import BackupKind
from clara_edge.storage.backups import BackupPlan, Backups
from clara_edge.storage.database import TaskDatabase
from clara_edge.storage.open import open_store
from clara_edge.storage.restore import prepared
from tests.clocks import ManualClock
from tests.tasks import add_task

NOW = datetime(2026, 11, 24, 13, 7, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "clara.db", ManualClock(NOW)) as opened:
        yield opened


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    path = tmp_path_factory.mktemp("search") / "clara.db"
    with open_store(path, ManualClock(NOW)) as opened:
        opened.add(
            TaskDraft("Call the dentist", description="ask about the wisdom tooth"),
            TaskDraft("Buy oat milk and bread", project="Shopping list"),
            TaskDraft("Pay rent", tags=("housing",), project="Money"),
            TaskDraft("牛乳を買う"),
            TaskDraft("Prüfung für Übung naïve"),
            TaskDraft("Water plants 🌻", description="not the cactus 🌵"),
            TaskDraft("\U00010571\U00010572 letters newer than the index"),
            TaskDraft("запись к врачу"),
            TaskDraft("Fix C++ build: re-run foo_bar-baz", description="n" * 3000),
        )
        yield opened


def snippets(store, text, **values):
    return [hit.snippet for hit in store.search(text, **values)]


@pytest.mark.parametrize(
    ("text", "snippet", "exact"),
    [
        ("dentist", "Call the [dentist]", True),
        ("DENT", "Call the [dentist]", True),
        ("call dent", "[Call] the [dentist]", True),
        ("dentist call", "[Call] the [dentist]", True),
        ("dentsit", "Call the [dentist]", False),
        ("edntist", "Call the [dentist]", False),
        ("dntist", "Call the [dentist]", False),
        ("dentiist", "Call the [dentist]", False),
        ("centist", "Call the [dentist]", False),
        ("entist", "Call the [dentist]", True),
        ("dentsi", "Call the [dentist]", False),
        ("call tue dentsit", "[Call] [the] [dentist]", False),
        ("mlik", "Buy oat [milk] and bread", False),
        ("mik", "Buy oat [milk] and bread", False),
        ("tooht", "ask about the wisdom [tooth]", False),
        ("housing", "[housing]", True),
        ("huosing", "[housing]", False),
        ("money rent", "Pay [rent]", True),
        ("shopipng lisr", "[Shopping] [list]", False),
        ("買う", "牛乳を[買う]", True),
        ("乳", "牛[乳]を買う", True),
        ("牛乳を飼う", "[牛乳を買う]", False),
        ("ubung", "Prüfung für [Übung] naïve", True),
        ("ÜBUNG", "Prüfung für [Übung] naïve", True),
        ("u\u0308bung", "Prüfung für [Übung] naïve", True),
        ("Übnug", "Prüfung für [Übung] naïve", False),
        ("naive", "Prüfung für Übung [naïve]", True),
        ("🌻", "Water plants [🌻]", True),
        ("plants 🌻", "Water [plants] [🌻]", True),
        ("🌵", "not the cactus [🌵]", True),
        (
            "newer \U00010571\U00010572",
            "[\U00010571\U00010572] letters [newer] than the index",
            True,
        ),
        ("врач", "запись к [врачу]", True),
        ("врачк", "запись к [врачу]", False),
        ("c++", "Fix [C]++ build: re-run foo_bar-baz", True),
        ("re-run", "Fix C++ build: [re]-[run] foo_bar-baz", True),
        ("foo_bar", "Fix C++ build: re-run [foo]_[bar]-baz", True),
    ],
)
def test_task_is_found(filled, text, snippet, exact):
    hits = filled.search(text)

    assert (hits[0].snippet, hits[0].exact) == (snippet, exact)


@pytest.mark.parametrize("letter", ["d", "w", "r"])
def test_one_letter_finds_the_words_that_begin_with_it(filled, letter):
    found = snippets(filled, letter)

    assert found
    assert all(f"[{letter}" in snippet.lower() for snippet in found)


@pytest.mark.parametrize("text", ["", "  ", "xqzwvy", "\x00", "\ud800", "!!!", "-"])
def test_nothing_is_found_by_what_is_in_no_task(store, text):
    add_task(store, "Call the dentist")

    assert store.search(text) == []


@pytest.mark.parametrize(
    "text",
    [
        *('"', '""', '"a', "NEAR(dentist call)", "title:dentist", "dentist*", "^call"),
        *("call NOT dentist", "call OR", "AND", "{title} : a", "a + b", "(", "-call"),
        *("\x00dentist", "dentist\ud800", "'; DROP TABLE tasks; --", "%", "\u202e"),
        *("x" * 1000, "🌻" * 1000, " ".join("abcdefghijklmnop"), "'" * 500),
    ],
)
def test_nothing_typed_is_read_as_syntax(filled, text):
    filled.search(text)
    filled.find(Query((Condition(Field.TEXT, (text,)),), text=text))

    assert filled.search("dentist")[0].exact


@pytest.mark.parametrize("text", ["x" * 10_000, "a b " * 240, "ab " * 333 + "c" * 2])
def test_search_that_is_too_long_is_refused(filled, text):
    words = " ".join(f"{word}{n}" for n, word in enumerate(text.split()))

    with pytest.raises(QueryInvalidError, match="too long"):
        filled.search(words)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_searched_for(filled, text):
    assert isinstance(filled.search(text), list)


def test_title_counts_more_than_notes(store):
    store.add(TaskDraft("visit", description="the invoice"), TaskDraft("an invoice"))

    assert snippets(store, "invoice") == ["an [invoice]", "the [invoice]"]


def test_open_tasks_come_before_what_is_done(store):
    still_open, done = store.add(TaskDraft("send invoice"), TaskDraft("send invoice"))
    store.complete([done.id])

    assert [h.task.id for h in store.search("invoice")] == [still_open.id, done.id]


def test_whole_word_comes_before_the_beginning_of_one(store):
    store.add(TaskDraft("carpet"), TaskDraft("car"), TaskDraft("carrot"))

    assert snippets(store, "car")[0] == "[car]"


def test_typing_errors_come_after_what_was_typed(store):
    store.add(TaskDraft("fill in the form"), TaskDraft("letter from Anna"))

    hits = store.search("from")

    assert [(hit.snippet, hit.exact) for hit in hits] == [
        ("letter [from] Anna", True),
        ("fill in the [form]", False),
    ]


def test_many_exact_hits_leave_no_room_for_guesses(store):
    store.add(*[TaskDraft(f"letter from {n}") for n in range(6)], TaskDraft("form"))

    assert all(hit.exact for hit in store.search("from"))


def test_likeliest_guess_does_not_hide_the_others(store):
    store.add(*[TaskDraft(f"form {n}") for n in range(30)], TaskDraft("firm"))

    found = snippets(store, "frm", limit=5)

    assert "[firm]" in found


def test_parts_of_chinese_count_as_much_as_beginnings(store):
    store.add(*[TaskDraft(f"牛奶{n}") for n in range(9)], TaskDraft("买牛奶"))

    assert "买[牛奶]" in snippets(store, "牛奶")


def test_filter_finds_parts_of_chinese_and_emoji_anywhere(store):
    store.add(TaskDraft("买牛奶", tags=("家",)), TaskDraft("milk", project="🏠 Home"))

    def found(text):
        return [task.title for task in store.find(parse_query(text, NOW))]

    assert found("牛奶") == found("家") == found("-milk") == ["买牛奶"]
    assert found("🏠") == found("-牛奶") == ["milk"]
    assert found("牛奶 🏠") == []


def test_search_among_the_tasks_of_a_query(store):
    work = add_task(store, "Call Anna", project="Work")
    home = add_task(store, "Call mother")
    done = add_task(store, "Call Bob")
    store.complete([done.id])

    def found(text):
        hits = store.search("cal", query=parse_query(text, NOW))
        return {hit.task.id for hit in hits}

    assert found("") == {work.id, home.id}
    assert found("@work") == {work.id}
    assert found("is:done") == {done.id}
    assert {hit.task.id for hit in store.search("cal")} == {work.id, home.id, done.id}


def test_trash_is_not_searched_unless_asked_for(store):
    kept = add_task(store, "milk for Anna")
    # so many newer ones that only they would be ranked, were the trash not left out
    trashed = store.add(*[TaskDraft(f"milk {n}") for n in range(1100)])
    store.delete([task.id for task in trashed])

    assert [hit.task.id for hit in store.search("milk")] == [kept.id]
    in_trash = store.search("milk", query=parse_query("is:deleted", NOW), limit=3)
    assert {hit.task.id for hit in in_trash} <= {task.id for task in trashed}


def test_snippet_is_cut_around_the_match(store):
    notes = " ".join(f"w{n}" for n in range(100)) + " the invoice " + "y " * 100
    add_task(store, "long", description=notes)

    (found,) = snippets(store, "invioce")

    assert "[invoice]" in found
    assert found.startswith("…")
    assert found.endswith("…")
    assert len(found) < 80


def test_index_follows_every_change_and_its_undoing(store):
    task = add_task(store, "dentist", project="Health", tags=("phone",))
    steps = [
        lambda: store.change([task.id], TaskPatch(title="doctor", description="knee")),
        lambda: store.change([task.id], TaskPatch(project="Body", add_tags=("new",))),
        lambda: store.rename_tag("phone", "ring"),
        lambda: store.change_project("Body", ProjectPatch(name="Limbs")),
        lambda: store.delete_tag("new"),
        lambda: store.delete_project("Limbs", TasksGo.INBOX),
        lambda: store.delete([task.id]),
    ]
    rows = [indexed(store)]
    for change in steps:
        change()
        rows.append(indexed(store))

    assert rows[0] == [("dentist", "", "phone", "Health")]
    assert rows[-1] == [("doctor", "knee", "ring", "")]
    for expected in reversed(rows[:-1]):
        store.undo()
        assert indexed(store) == expected
    for expected in rows[1:]:
        store.redo()
        assert indexed(store) == expected
    with store._database.write() as db:
        db.execute("DELETE FROM tasks")
    assert indexed(store) == []


def indexed(store):
    with store._database.read() as db:
        # raises if the index is not what the rows say
        db.execute("INSERT INTO task_search (task_search) VALUES ('integrity-check')")
        rows = db.execute("SELECT title, notes, tags, project FROM task_search")
        return rows.fetchall()


# Words of a household, as people write them down.
_VERBS = "call send write bring order return repair clean answer collect"
_THINGS = """dentist insurance passport invoice bicycle washing machine birthday present
garden neighbour electrician appointment medicine library newspaper kitchen holiday
ticket curtains printer cartridge battery plumber carpet vaccination certificate
application mortgage payment landlord receipt warranty cupboard refrigerator bathroom
mirror mattress umbrella suitcase headphones charger calendar meeting presentation
report customer contract signature envelope stamps package courier supermarket
vegetables potatoes tomatoes cucumber strawberries chocolate breakfast sandwich dinner
restaurant reservation theatre concert museum exhibition swimming football training
school teacher homework parents daughter brother sister grandmother doctor hospital
prescription glasses hairdresser laundry detergent vacuum cleaner window painting
hammer screwdriver ladder bucket plants flowers lawnmower fence garage engine brakes
tyres licence registration parking permit station airport passenger luggage hotel
summer winter christmas easter anniversary wedding invitation photographs album
computer keyboard monitor password backup software update subscription newsletter
account bank transfer statement taxes accountant pension savings budget donation
charity volunteer association membership election community building heating
thermostat radiator chimney smoke detector insulation balcony furniture assembly"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """3,000 tasks; every word of five letters or more, and one task for each."""
    chance = random.Random(11)  # noqa: S311 - reproducible, nothing secret
    words = sorted({word for word in _THINGS.split() if len(word) >= 5})
    titles = [
        f"{chance.choice(_VERBS.split())} {word} {chance.choice(_THINGS.split())}"
        for word in itertools.islice(itertools.cycle(words), 3000)
    ]
    path = tmp_path_factory.mktemp("corpus") / "clara.db"
    with open_store(path, ManualClock(NOW)) as opened:
        opened.add(*map(TaskDraft, titles))
        yield opened, words


def mistyped(word, chance):
    """Swap, leave out, double or replace one letter."""
    at = chance.randrange(len(word) - 1)
    letter = chance.choice("abcdefghijklmnopqrstuvwxyz")
    return chance.choice(
        [
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + letter + word[at + 1 :],
        ]
    )


def test_mistyped_words_are_found_among_the_first_five(corpus):
    store, words = corpus
    chance = random.Random(12)  # noqa: S311 - reproducible, nothing secret
    typed = [(word, mistyped(word, chance)) for word in words * 2]

    missed = [
        pair
        for pair in typed
        if not any(pair[0] in hit.task.title for hit in store.search(pair[1], limit=5))
    ]

    assert len(missed) <= 0.05 * len(typed), missed


def test_typing_errors_in_words_that_have_just_been_written_are_forgiven(
    store, tmp_path
):
    first = add_task(store, "beetle")
    assert snippets(store, "beelte") == ["[beetle]"]

    with open_store(tmp_path / "clara.db", ManualClock(NOW)) as other:
        other.add(TaskDraft("trumpet", description="electrician", tags=("garage",)))
    assert snippets(store, "trumpte") == ["[trumpet]"]
    assert snippets(store, "electrican") == ["[electrician]"]
    assert snippets(store, "gaarge") == ["[garage]"]

    store.change([first.id], TaskPatch(title="umbrella", project="Holidays"))
    assert snippets(store, "umbrela") == ["[umbrella]"]
    assert snippets(store, "hoildays") == ["[Holidays]"]


def test_typing_errors_in_words_that_undo_brought_back_are_forgiven(tmp_path):
    path = tmp_path / "clara.db"
    with open_store(path, ManualClock(NOW)) as before:
        task = add_task(before, "umbrella")
        before.change([task.id], TaskPatch(title="suitcase"))

    with open_store(path, ManualClock(NOW)) as store:
        assert snippets(store, "umbrela") == []
        store.undo()
        assert snippets(store, "umbrela") == ["[umbrella]"]


def test_typing_errors_are_forgiven_in_words_written_after_a_purge(store):
    add_task(store, "Buy milk")
    (gone,) = store.delete([add_task(store, "Pay rent").id])
    assert [hit.task.title for hit in store.search("mlik")] == ["Buy milk"]

    # the journal gives the places of what it forgets to what comes next
    store.purge_trash(NOW + timedelta(days=1))
    add_task(store, "Call the dentist")
    add_task(store, "Water the plants")

    assert [hit.task.title for hit in store.search("dentsit")] == ["Call the dentist"]
    assert gone.title not in [hit.task.title for hit in store.search("rent")]


def test_typing_errors_are_forgiven_in_words_that_a_backup_brought_back(tmp_path):
    path, clock = tmp_path / "clara.db", ManualClock(NOW)
    with open_store(path, clock) as store, TaskDatabase(path, clock) as database:
        backups = Backups(database, BackupPlan(tmp_path / "backups"), clock)
        dentist = add_task(store, "Call the dentist")
        backup, safety = backups.make(BackupKind.MANUAL), BackupKind.BEFORE_RESTORE
        store.change([dentist.id], TaskPatch(title="Pay rent"))
        with open_store(path, clock) as other:
            assert not other.search("dentsit")

            with prepared(path, backup.path) as ready:
                ready.apply(clock, lambda live: backups.make_of(live, safety))
            add_task(store, "Buy milk")
            found = [hit.task.title for hit in other.search("dentsit")]
    assert found == ["Call the dentist"]
