/** The rows of tasks on the page. */

/** @returns {HTMLElement[]} the rows that can be seen, in their order */
export const rows = () =>
  Array.from(document.querySelectorAll("main .task[data-task]")).filter(
    (row) => row instanceof HTMLElement && row.offsetParent !== null,
  );

/** The row that an element is in. @param {EventTarget | null} target @returns {HTMLElement | null} */
export const rowOf = (target) => (target instanceof Element ? target.closest(".task[data-task]") : null);

/** The row that the keyboard is at. */
export const currentRow = () => rowOf(document.activeElement);

/** @param {Element} row */
export const idOf = (row) => row.getAttribute("data-task") ?? "";

/** @param {Element} row */
export const titleOf = (row) => row.querySelector(".title")?.textContent?.trim() ?? "";

/** @param {Element} row */
export const isDone = (row) => row.classList.contains("done");

/** Give a row the keyboard. @param {Element | undefined} row */
export function focusRow(row) {
  const link = row?.querySelector(".task-link");
  if (!(link instanceof HTMLElement)) return;
  link.focus();
  row?.scrollIntoView({ block: "nearest" });
}

/** The row before or after another one. @param {Element | null} row @param {number} step */
export function neighbour(row, step) {
  const all = rows();
  if (!row) return step > 0 ? all[0] : all[all.length - 1];
  return all[all.indexOf(/** @type {HTMLElement} */ (row)) + step];
}
