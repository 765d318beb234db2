/** Elements made from names and values: no markup is ever read from a text. */

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
