/** Tasks done with one tap: shown at once, told to Clara for certain, taken back with Undo. */

import { BASE, newKey } from "./api.js";
import { calm, focusRow, idOf, isDone, neighbour, pause, rowOf, titleOf } from "./dom.js";
import { submit } from "./offline.js";
import { hold } from "./page.js";
import { t } from "./text.js";
import { post } from "./visit.js";

/** As ui.md has it: what moves, moves for 120 to 200 ms. */
const ANIMATION_MS = 180;

/** Begin to take the round buttons. */
export function startCompleting() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !(form instanceof HTMLFormElement)) return;
    const button = form.querySelector("[data-check]");
    const row = rowOf(form);
    if (!button || !row) return;
    event.preventDefault();
    void toggleDone(row);
  });
}

/** Complete a task, or open it again. @param {HTMLElement} row */
export async function toggleDone(row) {
  const id = idOf(row);
  if (isDone(row)) {
    await post(`/tasks/${id}/reopen`, {});
    return;
  }
  const release = hold();
  const hadFocus = row.contains(document.activeElement);
  const next = neighbour(row, 1) ?? neighbour(row, -1);
  row.classList.add("done", "completing");
  if (!calm.matches) await pause(ANIMATION_MS);
  if (hadFocus) focusRow(next);
  const entry = /** @type {const} */ ({ kind: "complete", task: id, label: titleOf(row) });
  const sent = submit({ ...entry, key: newKey(), path: `${BASE}/tasks/${id}/complete`, body: {}, at: new Date().toISOString() });
  row.classList.remove("completing");
  await sent;
  release();
}

export const undoStep = (/** @type {number} */ step) => post("/undo", { step: String(step) });

/** What a toast says about a completion. @param {string} title */
export const doneText = (title) => t("Done: “{title}”", { title });
