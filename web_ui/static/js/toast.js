/** Short messages at the edge of the page, and words for screen readers. */

import { el, icon } from "./dom.js";
import { t } from "./text.js";

const SHOWN_MS = 8000;
const MOST = 3;

/** @returns {HTMLElement} */
function corner() {
  const found = document.querySelector(".toasts");
  if (found instanceof HTMLElement) return found;
  const made = el("div.toasts", { role: "status", "aria-live": "polite", "data-own": true });
  document.body.append(made);
  return made;
}

/**
 * Show a message until its time is over; while it is looked at, it stays.
 * @param {string} text
 * @param {{ remedy?: string, kind?: "good" | "warning" | "problem",
 *           action?: { label: string, icon?: string, run: () => void } | null }} [options]
 * @returns {{ close: () => void }}
 */
export function toast(text, options = {}) {
  const words = el("div.what", {}, el("p", {}, text));
  if (options.remedy) words.append(el("p.remedy", {}, options.remedy));
  const box = el(`div.notice.toast${options.kind ? `.${options.kind}` : ""}`, {}, words);
  const close = () => box.remove();
  if (options.action) {
    const { label, icon: name, run } = options.action;
    const press = () => {
      close();
      run();
    };
    const button = el("button.button.plain.small", { type: "button", on: { click: press } });
    button.append(...(name ? [icon(name, true)] : []), label);
    box.append(button);
  }
  return put(box);
}

/** Put a message into the corner until its time is over. @param {HTMLElement} box */
function put(box) {
  const close = () => box.remove();
  box.append(
    el("button.icon-button", { type: "button", "aria-label": t("Close"), on: { click: close } }, icon("close", true)),
  );
  let timer = setTimeout(close, SHOWN_MS);
  for (const event of ["pointerenter", "focusin"]) box.addEventListener(event, () => clearTimeout(timer));
  for (const event of ["pointerleave", "focusout"])
    box.addEventListener(event, () => {
      clearTimeout(timer);
      timer = setTimeout(close, SHOWN_MS);
    });
  const place = corner();
  place.append(box);
  while (place.childElementCount > MOST) place.firstElementChild?.remove();
  return { close };
}

/** Show a message that the server wrote into a page, with its buttons. @param {Element} notice */
export function showNotice(notice) {
  const box = /** @type {HTMLElement} */ (document.importNode(notice, true));
  box.classList.add("toast");
  box.addEventListener("submit", () => box.remove());
  put(box);
}

/** Show what went wrong. @param {any} error */
export function failed(error) {
  toast(String(error?.message ?? error), { remedy: error?.remedy, kind: "problem" });
}

/** Say something to screen readers, when they are done with what they say. @param {string} text */
export function announce(text) {
  let place = document.querySelector(".announcements");
  if (!place) {
    place = el("div.announcements.visually-hidden", { role: "status", "aria-live": "polite", "data-own": true });
    document.body.append(place);
  }
  // the same words again are only said when they are another element
  place.replaceChildren(el("p", {}, text));
}
