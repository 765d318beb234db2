/** Tasks moved by hand: to another place in a list, to another day, into a project. */

import { call, newKey } from "./api.js";
import { calm, currentRow, el, focusRow, idOf, isDone, rowOf, titleOf } from "./dom.js";
import { shortcut } from "./keys.js";
import { hold, refresh } from "./page.js";
import { isoDay, reschedule } from "./reschedule.js";
import { announce, failed } from "./toast.js";
import { t } from "./text.js";
import { post } from "./visit.js";

const BEGIN_PX = 6;
/** What a task can be dropped on, besides a place among others: a day or a project. */
const PLACES = ".day[data-day], section[data-day], .sidebar [data-project], .sidebar [data-nav='inbox'], .sidebar [data-nav='today']";
const EDGE_PX = 60;

/** Begin to let tasks be moved. */
export function startDragging() {
  document.addEventListener("pointerdown", begin);
  // the browser's own drag of a link would take over
  document.addEventListener("dragstart", (event) => {
    if (rowOf(event.target)) event.preventDefault();
  });
  const group = t("The task at the keyboard");
  shortcut(group, "Alt+ArrowUp", t("Move it up"), () => void step("up"));
  shortcut(group, "Alt+ArrowDown", t("Move it down"), () => void step("down"));
  shortcut(group, "d", t("Give it another day"), () => {
    const row = currentRow();
    if (row) reschedule([idOf(row)]);
  });
}

/** @param {"up" | "down"} direction */
async function step(direction) {
  const row = currentRow();
  if (!row || !isOrdered(row)) return;
  const id = idOf(row);
  await post(`/tasks/${id}/move`, { direction });
  focusRow(document.querySelector(`main .task[data-task="${CSS.escape(id)}"]`) ?? undefined);
}

/** Whether people decide the order of the list that a row is in. @param {Element} row */
const isOrdered = (row) => Boolean(row.closest('[data-order="manual"]'));

/** @param {PointerEvent} event */
function begin(event) {
  const row = rowOf(event.target);
  const handle = event.target instanceof Element && event.target.closest("button, input, form, .row-actions");
  if (!row || handle || event.button !== 0 || event.pointerType === "touch" || isDone(row)) return;
  new Drag(row, event);
}

class Drag {
  /** @param {HTMLElement} row @param {PointerEvent} event */
  constructor(row, event) {
    this.row = row;
    this.from = { x: event.clientX, y: event.clientY };
    /** @type {HTMLElement | null} */
    this.ghost = null;
    /** @type {HTMLElement | null} */
    this.target = null;
    this.after = false;
    this.release = () => {};
    this.listeners = new AbortController();
    const options = { signal: this.listeners.signal };
    addEventListener("pointermove", (move) => this.moved(move), options);
    addEventListener("pointerup", () => this.drop(), options);
    addEventListener("pointercancel", () => this.end(), options);
    addEventListener("keydown", (key) => key.key === "Escape" && this.end(), { ...options, capture: true });
  }

  /** @param {PointerEvent} move */
  moved(move) {
    const [x, y] = [move.clientX, move.clientY];
    if (!this.ghost) {
      if (Math.hypot(x - this.from.x, y - this.from.y) < BEGIN_PX) return;
      this.lift();
    }
    this.ghost?.style.setProperty("translate", `${x + 12}px ${y + 8}px`);
    if (y < EDGE_PX) scrollBy(0, y - EDGE_PX);
    if (y > innerHeight - EDGE_PX) scrollBy(0, y - innerHeight + EDGE_PX);
    const below = document.elementFromPoint(x, y);
    this.aim(below, y);
  }

  lift() {
    this.release = hold();
    getSelection()?.removeAllRanges();
    this.ghost = el("div.drag-ghost", { "aria-hidden": "true", "data-own": true }, titleOf(this.row));
    document.body.append(this.ghost);
    document.body.classList.add("dragging");
    this.row.classList.add("dragged");
  }

  /** @param {Element | null} target @param {number} y */
  aim(target, y) {
    this.target?.classList.remove("drop", "drop-before", "drop-after");
    const row = target ? rowOf(target) : null;
    this.target = null;
    if (row && this.fits(row)) {
      const box = row.getBoundingClientRect();
      this.after = y > box.top + box.height / 2;
      this.target = row;
      row.classList.add(this.after ? "drop-after" : "drop-before");
    } else {
      const place = target?.closest(PLACES);
      if (place instanceof HTMLElement && !place.contains(this.row)) {
        this.target = place;
        place.classList.add("drop");
      }
    }
  }

  /** Whether a row is a place in the same list, whose order people decide. @param {Element} row */
  fits(row) {
    return row !== this.row && isOrdered(row) && row.closest(".tasks") === this.row.closest(".tasks");
  }

  drop() {
    const { row, target, after, ghost } = this;
    this.end();
    if (!ghost) return;
    // the click that follows must not open the task
    const swallow = (/** @type {Event} */ click) => {
      click.preventDefault();
      click.stopPropagation();
    };
    addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => removeEventListener("click", swallow, true), 0);
    if (target) void this.settle(row, target, after);
  }

  /** @param {HTMLElement} row @param {HTMLElement} target @param {boolean} after */
  async settle(row, target, after) {
    const id = idOf(row);
    const { task, day, nav, project } = target.dataset;
    if (task) await placeBeside(row, target, after);
    else if (day) await post(`/tasks/${id}/move`, { day });
    else if (nav === "today") await post(`/tasks/${id}/move`, { day: isoDay(new Date()) });
    else await post(`/tasks/${id}/move`, { project: project ?? "" });
  }

  end() {
    this.listeners.abort();
    this.ghost?.remove();
    this.row.classList.remove("dragged");
    this.target?.classList.remove("drop", "drop-before", "drop-after");
    document.body.classList.remove("dragging");
    this.release();
  }
}

/**
 * Put a task before or after another one.
 * @param {HTMLElement} row
 * @param {HTMLElement} target
 * @param {boolean} after
 */
async function placeBeside(row, target, after) {
  if (after) target.after(row);
  else target.before(row);
  if (!calm.matches) row.classList.add("settled");
  try {
    const beside = after ? { after: idOf(target) } : { before: idOf(target) };
    await call("POST", `/tasks/${idOf(row)}/move`, { body: beside, key: newKey() });
    announce(t("Moved “{title}”", { title: titleOf(row) }));
  } catch (error) {
    failed(error);
  }
  row.classList.remove("settled");
  await refresh();
}
