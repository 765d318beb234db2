"""What people do on the pages of tasks, in a real browser with the real service."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from clara_edge.domain.query import Query
from tests.tasks import add_task
from tests.web_ui.served import paired_page, visit

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Locator, Page

    from tests.web_ui.served import Served

Contexts = "Callable[..., BrowserContext]"


def row(page: Page, title: str) -> Locator:
    return page.locator("main .task[data-task]").filter(has_text=title)


def titles(served: Served) -> list[str]:
    with served.store() as store:
        return [task.title for task in store.find(Query())]


def add(page: Page, text: str) -> None:
    field = page.locator("[data-quick-add] input[name=text]").first
    field.fill(text)
    field.press("Enter")


def test_adds_and_completes_without_javascript_over_http(
    open_context: Callable[..., BrowserContext], served: Served
) -> None:
    page = paired_page(
        open_context(paired=False, java_script_enabled=False), served, secure=False
    )

    page.goto(f"{served.http}/inbox")
    page.locator("[data-quick-add] input[name=text]").fill("Sharpen the knives")
    page.locator("[data-quick-add] button").click()
    expect(row(page, "Sharpen the knives")).to_be_visible()
    row(page, "Sharpen the knives").locator("[data-check]").click()

    expect(page.locator("#notices")).to_contain_text("Sharpen the knives")
    assert "Sharpen the knives" not in titles(served)


def test_shows_what_it_understands_and_lets_it_be_changed(
    page: Page, served: Served
) -> None:
    field = page.locator("[data-quick-add] input[name=text]")

    field.press_sequentially("buy candles tomorrow at 9am")
    chip = page.locator("[data-chip=due_date]")
    expect(chip).to_have_text("tomorrow 09:00")
    chip.click()
    page.locator("[data-editor=due_date] input[type=time]").fill("10:30")
    page.get_by_role("button", name="Change", exact=True).click()
    expect(page.locator("[data-chip=due_date]")).to_have_text("tomorrow 10:30")
    field.press("Enter")

    expect(page.locator(".toast")).to_contain_text("Added “Buy candles”")
    with served.store() as store:
        (task,) = (t for t in store.find(Query()) if t.title == "Buy candles")
    assert task.due is not None
    assert task.due.text.endswith("T10:30")
    assert task.due.day == datetime.now().astimezone().date() + timedelta(days=1)


def test_says_in_words_how_a_task_comes_back(page: Page) -> None:
    field = page.locator("[data-quick-add] input[name=text]")

    field.press_sequentially("water the ferns every Tuesday")

    expect(page.locator("[data-chip=repeat]")).to_have_text("every Tuesday")


def test_files_a_new_task_in_the_list_that_it_is_typed_into(
    page: Page, served: Served
) -> None:
    with served.store() as store:
        shopping = next(p for p in store.projects() if p.name == "Shopping")
    visit(page, f"{served.https}/projects/{shopping.id}")

    add(page, "Olive oil")

    expect(row(page, "Olive oil")).to_be_visible()


def test_completes_with_a_tap_and_takes_it_back_with_undo(
    page: Page, served: Served
) -> None:
    add(page, "Fold the laundry")
    expect(row(page, "Fold the laundry")).to_be_visible()

    row(page, "Fold the laundry").locator("[data-check]").click()
    toast = page.locator(".toast").filter(has_text="Done: “Fold the laundry”")
    expect(toast).to_be_visible()
    assert "Fold the laundry" not in titles(served)
    toast.get_by_role("button", name="Undo").click()

    expect(row(page, "Fold the laundry")).not_to_have_class(re.compile("done"))
    assert "Fold the laundry" in titles(served)


def test_shows_a_change_from_elsewhere_and_leaves_typing_alone(
    page: Page, served: Served
) -> None:
    field = page.locator("[data-quick-add] input[name=text]")
    field.fill("half a thought")
    # one announcement takes the place of another
    expect(page.locator(".announcements")).to_contain_text("Understood")
    today = datetime.now().astimezone().date()

    with served.store() as store:
        began_ms = page.evaluate("performance.now()")
        page.evaluate(
            """() => { window.seen = new Promise((done) => new MutationObserver((_, me) => {
              if (document.querySelector('main').innerText.includes('From the terminal'))
                { me.disconnect(); done(performance.now()); }
            }).observe(document.querySelector('main'), {subtree: true, childList: true})); }"""
        )
        from clara_edge.domain.due import Due  # noqa: PLC0415 - of this test alone

        add_task(store, "From the terminal", due=Due(today))
    took_ms = page.evaluate("window.seen") - began_ms

    expect(field).to_be_focused()
    expect(field).to_have_value("half a thought")
    expect(page.locator(".announcements")).to_contain_text("Added: From the terminal")
    print(f"shown {took_ms:.0f} ms after it was written")  # noqa: T201 - for the log


def test_opens_a_task_beside_the_list_and_goes_back(page: Page, served: Served) -> None:
    row(page, "Call the dentist").locator(".task-link").click()

    expect(page.locator(".detail")).to_contain_text("Call the dentist")
    assert "task=" in page.url
    page.go_back()
    expect(page.locator(".detail")).to_have_count(0)
    page.go_forward()
    expect(page.locator(".detail")).to_contain_text("Call the dentist")


def test_two_browsers_change_one_title_and_nothing_is_lost(
    open_context: Callable[..., BrowserContext], page: Page, served: Served, watch
) -> None:
    # the refusal by If-Match, which is what this test is about
    watch.allow("412")
    add(page, "Call the plumber")
    expect(row(page, "Call the plumber")).to_be_visible()
    other = open_context(viewport={"width": 1280, "height": 900}).new_page()
    visit(other, f"{served.https}/")
    for each, text in (
        (page, "Call the plumber today"),
        (other, "Call the electrician"),
    ):
        row(each, "Call the plumber").locator(".task-link").focus()
        each.keyboard.press("e")
        each.locator(".title-field").fill(text)

    page.locator(".title-field").press("Enter")
    expect(row(page, "Call the plumber today")).to_be_visible()
    other.locator(".title-field").press("Enter")
    conflict = other.locator("dialog.conflict")
    expect(conflict.locator("[data-theirs]")).to_have_text("Call the plumber today")
    expect(conflict.locator("[data-mine]")).to_have_text("Call the electrician")
    conflict.get_by_role("button", name="Use mine").click()

    expect(row(page, "Call the electrician")).to_be_visible()
    assert "Call the electrician" in titles(served)


def test_drags_a_task_onto_a_project(page: Page, served: Served) -> None:
    add(page, "Paint the fence")
    task = row(page, "Paint the fence")
    expect(task).to_be_visible()

    drag(
        page,
        task.locator(".title"),
        page.locator(".sidebar a").filter(has_text="House"),
    )

    expect(task).to_contain_text("House")


def test_drags_a_task_to_another_day(page: Page, served: Served) -> None:
    visit(page, f"{served.https}/upcoming")
    task = row(page, "Take out the recycling")
    day = (datetime.now().astimezone().date() + timedelta(days=1)).isoformat()

    drag(page, task.locator(".title"), page.locator(f"[data-day='{day}'] h2"))

    moved = page.locator(f"[data-day='{day}']").filter(
        has_text="Take out the recycling"
    )
    expect(moved).to_be_visible()


@pytest.mark.parametrize("way", ["hand", "keyboard"])
def test_reorders_a_list(page: Page, served: Served, way: str) -> None:
    with served.store() as store:
        shopping = next(p for p in store.projects() if p.name == "Shopping")
    visit(page, f"{served.https}/projects/{shopping.id}?sort=manual")
    shown = page.locator("[data-order=manual] .task")
    if not shown.count():
        pytest.fail("the list of a project is not in the order that people give")
    first = str(shown.first.get_attribute("data-task"))

    if way == "hand":
        drag(page, shown.first.locator(".title"), shown.nth(1), low=True)
    else:
        shown.first.locator(".task-link").focus()
        page.keyboard.press("Alt+ArrowDown")

    expect(shown.nth(1)).to_have_attribute("data-task", first)


def test_changes_several_tasks_at_once(page: Page, served: Served) -> None:
    for title in ("Iron shirts", "Iron sheets", "Iron towels"):
        add(page, title)
        expect(row(page, title)).to_be_visible()

    row(page, "Iron shirts").locator(".task-link").click(modifiers=["Shift"])
    row(page, "Iron towels").locator(".task-link").click()
    expect(page.locator(".batch-bar .count")).to_have_text("2 chosen")
    page.locator(".batch-bar").get_by_role("button", name="Complete").click()

    expect(page.locator(".toast").filter(has_text="2 tasks")).to_be_visible()
    left = titles(served)
    assert ("Iron shirts" in left, "Iron sheets" in left, "Iron towels" in left) == (
        False,
        True,
        False,
    )


def test_everything_can_be_done_with_the_keyboard(page: Page, served: Served) -> None:
    page.keyboard.press("n")
    page.keyboard.type("Clean the oven")
    page.keyboard.press("Enter")
    expect(row(page, "Clean the oven")).to_be_visible()
    row(page, "Clean the oven").locator(".task-link").focus()
    page.keyboard.press("c")
    expect(
        page.locator(".toast").filter(has_text="Done: “Clean the oven”")
    ).to_be_visible()
    page.keyboard.press("?")
    expect(page.locator("dialog.shortcuts")).to_contain_text("Add a task")
    page.keyboard.press("Escape")
    expect(page.locator("dialog.shortcuts")).to_have_count(0)

    page.keyboard.press("g")
    page.keyboard.press("u")
    page.wait_for_url(f"{served.https}/upcoming")


def test_swipes_complete_and_reschedule(
    open_context: Callable[..., BrowserContext], served: Served
) -> None:
    context = open_context(
        viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    visit(page, f"{served.https}/")
    add(page, "Wash the car")
    expect(row(page, "Wash the car")).to_be_visible()

    swipe(page, row(page, "Wash the car"), -150)
    dialog = page.locator("dialog.reschedule")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Tomorrow").click()
    expect(row(page, "Wash the car")).to_have_count(0)
    add(page, "Wash the dog")
    swipe(page, row(page, "Wash the dog"), 150)

    expect(
        page.locator(".toast").filter(has_text="Done: “Wash the dog”")
    ).to_be_visible()


def test_searches_while_somebody_types(page: Page, served: Served) -> None:
    visit(page, f"{served.https}/search")

    page.locator("[data-search] input").press_sequentially("flig")

    expect(row(page, "Book flights")).to_be_visible()
    expect(page.locator("[data-search] input")).to_be_focused()
    assert "q=flig" in page.url


def drag(page: Page, what: Locator, where: Locator, *, low: bool = False) -> None:
    """Move something by mouse, as slowly as a hand does."""
    what.hover()
    page.mouse.down()
    where.scroll_into_view_if_needed()
    box = where.bounding_box()
    assert box is not None
    y = box["y"] + box["height"] * (0.9 if low else 0.5)
    page.mouse.move(box["x"] + 40, y - 8, steps=5)
    page.mouse.move(box["x"] + 40, y, steps=3)
    page.mouse.up()


def swipe(page: Page, what: Locator, by: int) -> None:
    """Move a finger over something, by the browser's own input events."""
    # to the middle: bars and messages cover the edges
    what.evaluate("row => row.scrollIntoView({block: 'center'})")
    box = what.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch = page.context.new_cdp_session(page)
    points = [{"x": x, "y": y}]
    touch.send(
        "Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points}
    )
    for part in range(1, 9):
        points = [{"x": x + by * part / 8, "y": y}]
        touch.send(
            "Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": points}
        )
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
