/**
 * Elements made from names and values: no markup is ever read from a text. Rows of tasks.
 *
 * Few files rather than small ones: each that a page begins with is a round trip.
 */

const SVG = "http://www.w3.org/2000/svg";

/**
 * Make an element.
 * @param {string} tag the name, with classes: "button.chip"
 * @param {Record<string, unknown>} [values] attributes; `on` holds listeners, true stands for ""
 * @param {...(Node | string | null | undefined)} children
 * @returns {HTMLElement}
 */
export function el(tag, values = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const made = document.createElement(name);
  if (classes.length) made.className = classes.join(" ");
  for (const [key, value] of Object.entries(values)) {
    if (key === "on") {
      for (const [event, listener] of Object.entries(/** @type {any} */ (value)))
        made.addEventListener(event, /** @type {EventListener} */ (listener));
    } else if (value !== false && value !== null && value !== undefined) {
      made.setAttribute(key, value === true ? "" : String(value));
    }
  }
  made.append(...children.filter((one) => one !== null && one !== undefined));
  return made;
}

/** Where the drawings are: the page names their file, with its version. */
const drawings = document.querySelector("svg.icon use")?.getAttribute("href")?.split("#")[0];

/** Draw an icon, which says nothing to a screen reader. @param {string} name */
export function icon(name, small = false) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", small ? "icon icon-small" : "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${drawings ?? "/static/icons.svg"}#${name}`);
  svg.append(use);
  return svg;
}

/** Whether typing goes into this element. @param {EventTarget | null} target */
export function isTyping(target) {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
    !(target instanceof HTMLInputElement && /^(checkbox|radio|button|range)$/.test(target.type))
  );
}

export const calm = matchMedia("(prefers-reduced-motion: reduce)");
export const wide = matchMedia("(min-width: 900px)");

/** End after a time. @param {number} ms */
export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/**
 * Return a function that runs when it was not called for a while.
 * @template {unknown[]} A
 * @param {(...args: A) => void} run
 * @param {number} ms
 */
export function debounced(run, ms) {
  let timer = 0;
  return (/** @type {A} */ ...args) => {
    clearTimeout(timer);
    timer = window.setTimeout(() => run(...args), ms);
  };
}

/** @returns {HTMLElement[]} the rows of tasks that can be seen, in their order */
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
