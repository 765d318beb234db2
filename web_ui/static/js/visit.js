/** Links to tasks and small forms without loading the page anew; the server still does it all. */

import { load, show } from "./page.js";
import { failed } from "./toast.js";

/** Forms whose answer is the page that they came from. */
const LIVE_FORM = /^\/(tasks\/[^/]+\/[a-z-]+|undo|projects\/[^/]+\/(move|order))$/;

/** Begin to take clicks, forms and the browser's back button. */
export function startVisits() {
  document.addEventListener("click", clicked);
  document.addEventListener("submit", submitted);
  addEventListener("popstate", () => void go(location.href, false));
}

/**
 * Show another address of the same list.
 * @param {string} address
 * @param {boolean} [remember] whether "back" leads here again
 */
export async function go(address, remember = true) {
  try {
    const { page, address: came } = await load(address);
    if (new URL(came).pathname !== new URL(address, location.href).pathname) {
      location.assign(came);
      return;
    }
    if (remember) history.pushState(null, "", address);
    show(page);
  } catch {
    // the browser, or the service worker, shows what it has
    location.assign(address);
  }
}

/**
 * Send a form as a person's press on its button would, and show the answer.
 * @param {string} action
 * @param {Record<string, string>} fields
 * @returns {Promise<boolean>} whether an answer came
 */
export async function post(action, fields) {
  const csrf = document.querySelector('meta[name="csrf-token"]')?.getAttribute("content") ?? "";
  const here = location.pathname + location.search;
  const body = new URLSearchParams({ csrf, next: here, ...fields });
  try {
    const { page, address } = await load(action, { method: "POST", body });
    const came = new URL(address);
    if (came.pathname !== location.pathname) {
      location.assign(address);
      return true;
    }
    const there = came.pathname + came.search;
    if (there !== here) history.replaceState(null, "", there);
    show(page);
    return true;
  } catch (error) {
    failed(error);
    return false;
  }
}

/** @param {MouseEvent} event */
function clicked(event) {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement) || link.target || link.hasAttribute("download")) return;
  const to = new URL(link.href);
  const opensTask = to.searchParams.has("task") || closes(link);
  if (to.origin !== location.origin || to.pathname !== location.pathname || !opensTask) return;
  event.preventDefault();
  void go(link.href).then(() => focusDetail(link));
}

/** Whether a link leads from a task back to its list. @param {HTMLAnchorElement} link */
const closes = (link) => new URL(location.href).searchParams.has("task") && !link.hash;

/** @param {HTMLAnchorElement} link */
function focusDetail(link) {
  const detail = document.querySelector(".detail");
  if (detail instanceof HTMLElement) {
    const head = detail.querySelector("h1, h2");
    if (head instanceof HTMLElement) {
      head.tabIndex = -1;
      head.focus({ preventScroll: true });
    }
    if (!matchMedia("(min-width: 900px)").matches) scrollTo(0, 0);
  } else {
    const id = link.dataset.task ?? new URL(link.href).searchParams.get("task");
    const row = id ? document.querySelector(`[data-task="${CSS.escape(id)}"] .task-link`) : null;
    if (row instanceof HTMLElement) row.focus();
  }
}

/** @param {SubmitEvent} event */
function submitted(event) {
  const form = event.target;
  if (event.defaultPrevented || !(form instanceof HTMLFormElement)) return;
  const button = event.submitter;
  const action = button?.getAttribute("formaction") ?? form.getAttribute("action") ?? "";
  if (form.method !== "post" || !LIVE_FORM.test(action)) return;
  event.preventDefault();
  const fields = Object.fromEntries(
    Array.from(new FormData(form, button)).map(([name, value]) => [name, String(value)]),
  );
  void post(action, fields);
}
