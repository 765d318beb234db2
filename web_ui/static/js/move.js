/** The keyboard on lists: from task to task, open, complete, delete. */

import { toggleDone } from "./complete.js";
import { currentRow, focusRow, idOf, neighbour } from "./dom.js";
import { shortcut } from "./keys.js";
import { t } from "./text.js";
import { go, post } from "./visit.js";

/** Begin to take the keys. */
export function startMoving() {
  const lists = t("In lists");
  const task = t("The task at the keyboard");
  /** @param {number} step */
  const to = (step) => () => focusRow(neighbour(currentRow(), step));
  shortcut(lists, "j", t("Next task"), to(1));
  shortcut(lists, "k", t("Task before"), to(-1));
  shortcut(lists, "ArrowDown", t("Next task"), to(1));
  shortcut(lists, "ArrowUp", t("Task before"), to(-1));
  shortcut(task, "c", t("Complete or reopen it"), () => {
    const row = currentRow();
    if (row) void toggleDone(row);
  });
  shortcut(task, "o", t("Open it"), () => {
    const link = currentRow()?.querySelector("a.task-link");
    if (link instanceof HTMLAnchorElement) void go(link.href);
  });
  shortcut(task, "Delete", t("Move it to the trash"), () => {
    const row = currentRow();
    if (!row) return;
    focusRow(neighbour(row, 1) ?? neighbour(row, -1));
    void post(`/tasks/${idOf(row)}/delete`, {});
  });
}
