/** Several tasks at once: chosen with Shift, a key or a long press, changed from a bar. */

import { call, newKey } from "./api.js";
import { currentRow, el, icon, idOf, rowOf, rows } from "./dom.js";
import { shortcut } from "./keys.js";
import { refresh } from "./page.js";
import { announce, failed, toast } from "./toast.js";
import { t, tn } from "./text.js";
import { post } from "./visit.js";

const LONG_PRESS_MS = 500;
const STILL_PX = 10;

/** @type {Set<string>} */
const chosen = new Set();
/** @type {HTMLElement | null} */
let last = null;

/** Begin to let tasks be chosen. */
export function startSelection() {
  document.addEventListener("click", clicked, true);
  document.addEventListener("pointerdown", pressed);
  document.addEventListener("clara:shown", draw);
  const group = t("Several tasks");
  shortcut(group, "x", t("Choose or leave out the task at the keyboard"), () => {
    const row = currentRow();
    if (row) toggle(row);
  });
  shortcut(group, "Ctrl+a", t("Choose all"), () => {
    rows().forEach((row) => chosen.add(idOf(row)));
    draw();
  });
  shortcut(group, "Escape", t("Choose none"), clear);
}

/** Whether anything is chosen. */
export const isSelecting = () => chosen.size > 0;

/** @param {MouseEvent} event */
function clicked(event) {
  const row = rowOf(event.target);
  if (!row || !(event.target instanceof Element) || !event.target.closest(".task-link")) return;
  const range = event.shiftKey && last && last !== row;
  if (!range && !event.shiftKey && !chosen.size) return;
  if (event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  event.stopPropagation();
  if (range && last) between(last, row);
  else toggle(row);
  last = row;
}

/** @param {HTMLElement} from @param {HTMLElement} to */
function between(from, to) {
  const all = rows();
  const [a, b] = [all.indexOf(from), all.indexOf(to)].sort((x, y) => x - y);
  all.slice(Math.max(a, 0), b + 1).forEach((row) => chosen.add(idOf(row)));
  draw();
}

/** @param {PointerEvent} event */
function pressed(event) {
  const row = rowOf(event.target);
  if (!row || event.pointerType !== "touch" || !event.isPrimary) return;
  const { clientX, clientY } = event;
  const stop = () => {
    clearTimeout(timer);
    removeEventListener("pointermove", moved);
    removeEventListener("pointerup", stop);
    removeEventListener("pointercancel", stop);
  };
  const moved = (/** @type {PointerEvent} */ move) => {
    if (Math.hypot(move.clientX - clientX, move.clientY - clientY) > STILL_PX) stop();
  };
  const timer = setTimeout(() => {
    stop();
    navigator.vibrate?.(10);
    toggle(row);
    // the click at the end of the press must not undo it
    const swallow = (/** @type {Event} */ click) => {
      click.preventDefault();
      click.stopPropagation();
    };
    addEventListener("click", swallow, { capture: true, once: true });
    addEventListener("pointerup", () => setTimeout(() => removeEventListener("click", swallow, true), 50), { once: true });
  }, LONG_PRESS_MS);
  addEventListener("pointermove", moved);
  addEventListener("pointerup", stop);
  addEventListener("pointercancel", stop);
  row.addEventListener("contextmenu", (menu) => menu.preventDefault(), { once: true });
}

/** @param {HTMLElement} row */
function toggle(row) {
  const id = idOf(row);
  if (!chosen.delete(id)) chosen.add(id);
  last = row;
  draw();
  announce(tn("{n} task chosen", "{n} tasks chosen", chosen.size));
}

function clear() {
  if (!chosen.size) return;
  chosen.clear();
  draw();
  announce(t("Nothing chosen"));
}

function draw() {
  const present = new Set(rows().map(idOf));
  for (const id of chosen) if (!present.has(id)) chosen.delete(id);
  for (const row of rows()) row.classList.toggle("chosen", chosen.has(idOf(row)));
  const old = document.querySelector(".batch-bar");
  if (!chosen.size) old?.remove();
  else if (old) old.querySelector(".count")?.replaceChildren(count());
  else document.body.append(bar());
}

const count = () => tn("{n} chosen", "{n} chosen", chosen.size);

function bar() {
  const day = /** @type {HTMLInputElement} */ (
    el("input.input", { type: "date", "aria-label": t("Move to this day") })
  );
  day.addEventListener("change", () => {
    if (day.value) void batch({ do: "change", change: { due_date: day.value } }, t("Moved"));
  });
  /** @param {string} label @param {string} name @param {() => void} run */
  const button = (label, name, run) =>
    el("button.button.small", { type: "button", on: { click: run } }, icon(name, true), label);
  return el(
    "div.batch-bar",
    { role: "toolbar", "aria-label": t("Chosen tasks"), "data-own": true },
    el("span.count", {}, count()),
    button(t("Complete"), "check", () => void batch({ do: "complete" }, t("Done"))),
    el("label.batch-day", {}, icon("upcoming", true), day),
    button(t("Delete"), "trash", () => void batch({ do: "delete" }, t("Moved to the trash"))),
    button(t("Cancel"), "close", clear),
  );
}

/** @param {Record<string, unknown>} what @param {string} did */
async function batch(what, did) {
  const ids = [...chosen];
  try {
    const { step } = await call("POST", "/tasks/batch", { body: { ...what, tasks: ids }, key: newKey() });
    finish(ids.length, did, step);
  } catch (error) {
    failed(error);
  }
}

/** @param {number} many @param {string} did @param {string | null} step */
function finish(many, did, step) {
  clear();
  const action = step ? { label: t("Undo"), icon: "undo", run: () => void post("/undo", { step }) } : null;
  toast(`${did}: ${tn("{n} task", "{n} tasks", many)}`, { kind: "good", action });
  void refresh();
}
