/** The page as the server sees it now, brought in without loading it anew. */

import { announce, showNotice } from "./toast.js";
import { t, tn } from "./text.js";

const TIMEOUT_MS = 15000;
/** The parts of a page that are brought up to date. */
const PARTS = [".page", ".sidebar", ".bottombar"];

/**
 * Ask for a page. XMLHttpRequest reads documents without running anything in them.
 * @param {string} address
 * @param {{ method?: string, body?: URLSearchParams, refresh?: boolean }} [options]
 * @returns {Promise<{ page: Document, address: string }>}
 * @throws {Error} no page came
 */
export function load(address, options = {}) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(options.method ?? "GET", address);
    request.responseType = "document";
    request.timeout = TIMEOUT_MS;
    request.setRequestHeader("Accept", "text/html");
    // what a page tells once is not for a refresh that nobody asked for
    if (options.refresh) request.setRequestHeader("X-Clara-Refresh", "1");
    request.onload = () =>
      request.responseXML
        ? resolve({ page: request.responseXML, address: request.responseURL })
        : reject(new Error(t("Clara answered with an error ({status})", { status: request.status })));
    request.onerror = request.ontimeout = () => reject(new Error(t("Clara cannot be reached")));
    request.send(options.body ?? null);
  });
}

/** Show the parts of a loaded page; what it tells once becomes messages. @param {Document} page */
export function show(page) {
  for (const notice of page.querySelectorAll("#notices > *")) {
    showNotice(notice);
    notice.remove();
  }
  for (const name of ["with-nav", "has-detail"])
    document.body.classList.toggle(name, page.body.classList.contains(name));
  document.title = page.title;
  for (const selector of PARTS) {
    const old = document.querySelector(selector);
    const fresh = page.querySelector(selector);
    if (old && fresh) morph(old, fresh);
  }
  const token = page.querySelector('meta[name="csrf-token"]')?.getAttribute("content");
  if (token) document.querySelector('meta[name="csrf-token"]')?.setAttribute("content", token);
  document.dispatchEvent(new CustomEvent("clara:shown"));
}

let busy = false;
let again = false;
let holds = 0;

/** Keep the page as it is while a hand moves something on it. */
export function hold() {
  holds += 1;
  return () => {
    holds -= 1;
    if (!holds && again) void refresh();
  };
}

/**
 * Bring the page up to date.
 * @param {{ tell?: boolean }} [options] tell: announce what changed to screen readers
 */
export async function refresh(options = {}) {
  if (busy || holds) {
    again = true;
    return;
  }
  busy = true;
  again = false;
  try {
    const before = options.tell ? shownTasks() : null;
    const address = location.pathname + location.search;
    const { page, address: came } = await load(address, { refresh: true });
    if (new URL(came).pathname !== location.pathname) {
      // sent elsewhere: not paired any more, or what was shown is gone
      location.assign(came);
      return;
    }
    if (!holds) {
      show(page);
      if (before) tellDifference(before, shownTasks());
    } else {
      again = true;
    }
  } catch {
    // live.js says that there is no connection, and comes back when there is
  } finally {
    busy = false;
  }
  if (again && !holds) await refresh(options);
}

/** The titles on the page by task. @returns {Map<string, string>} */
function shownTasks() {
  const found = new Map();
  for (const row of document.querySelectorAll("main [data-task]"))
    found.set(row.getAttribute("data-task"), row.querySelector(".title")?.textContent?.trim() ?? "");
  return found;
}

/** @param {Map<string, string>} before @param {Map<string, string>} after */
function tellDifference(before, after) {
  const added = [...after].filter(([id]) => !before.has(id)).map(([, title]) => title);
  const gone = [...before].filter(([id]) => !after.has(id)).map(([, title]) => title);
  const changed = [...after]
    .filter(([id, title]) => before.has(id) && before.get(id) !== title)
    .map(([, title]) => title);
  const parts = [];
  if (added.length === 1) parts.push(t("Added: {title}", { title: added[0] }));
  else if (added.length) parts.push(tn("{n} task added", "{n} tasks added", added.length));
  if (gone.length === 1) parts.push(t("No longer here: {title}", { title: gone[0] }));
  else if (gone.length) parts.push(tn("{n} task gone", "{n} tasks gone", gone.length));
  if (changed.length === 1) parts.push(t("Changed: {title}", { title: changed[0] }));
  else if (changed.length) parts.push(tn("{n} task changed", "{n} tasks changed", changed.length));
  if (parts.length) announce(parts.join(". "));
}

/** Attributes that belong to whoever looks at the page, not to the server. */
const OWN = new Set(["open", "data-own", "aria-expanded"]);

/**
 * Change `old` into `fresh`. What has the focus, was typed, or is marked with `data-own`
 * stays as it is.
 * @param {Element} old
 * @param {Element} fresh
 */
function morph(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  if (old.hasAttribute("data-own")) return;
  if (old.tagName !== fresh.tagName) {
    old.replaceWith(adopted(fresh));
    return;
  }
  if (isBusy(old)) return;
  attributes(old, fresh);
  children(old, fresh);
}

/** @param {Node} node */
const adopted = (node) => document.importNode(node, true);

/** Typed into, or about to be. @param {Element} element */
function isBusy(element) {
  if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) {
    return (
      element === document.activeElement ||
      (element.type !== "hidden" && element.value !== element.defaultValue)
    );
  }
  return element instanceof HTMLSelectElement && element === document.activeElement;
}

/** @param {Element} old @param {Element} fresh */
function attributes(old, fresh) {
  for (const { name, value } of Array.from(fresh.attributes))
    if (!OWN.has(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
  for (const { name } of Array.from(old.attributes))
    if (!OWN.has(name) && !fresh.hasAttribute(name)) old.removeAttribute(name);
}

/** What an element is called among its siblings. @param {Node} node */
function keyOf(node) {
  if (!(node instanceof Element)) return null;
  const id = node.getAttribute("data-task") ?? node.getAttribute("data-key") ?? node.id;
  return id ? `${node.tagName}:${id}` : null;
}

/** @param {Element} old @param {Element} fresh */
function children(old, fresh) {
  /** @type {Map<string, Element>} */
  const keyed = new Map();
  for (const child of Array.from(old.children)) {
    const key = keyOf(child);
    if (key) keyed.set(key, child);
  }
  /** @type {ChildNode | null} */
  let at = old.firstChild;
  for (const wanted of Array.from(fresh.childNodes)) {
    at = skipOwn(at);
    const key = keyOf(wanted);
    const match = key ? keyed.get(key) : fitting(at, wanted);
    if (key) keyed.delete(key);
    if (match instanceof Element && wanted instanceof Element) {
      if (match === at) at = at.nextSibling;
      // an element that is moved loses the focus, so what has it stays and others move
      else if (match.contains(document.activeElement)) at = removeUntil(at, match, keyed);
      else old.insertBefore(match, at);
      morph(match, wanted);
    } else if (match) {
      if (match.nodeValue !== wanted.nodeValue) match.nodeValue = wanted.nodeValue;
      at = match.nextSibling;
    } else {
      old.insertBefore(adopted(wanted), at);
    }
  }
  for (at = skipOwn(at); at; at = skipOwn(at)) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

/** @param {ChildNode | null} at */
function skipOwn(at) {
  while (at instanceof Element && at.hasAttribute("data-own")) at = at.nextSibling;
  return at;
}

/** Return the node if it can become another one. @param {ChildNode | null} at @param {Node} wanted */
function fitting(at, wanted) {
  if (!at || at.nodeType !== wanted.nodeType || keyOf(at)) return null;
  if (at instanceof Element && wanted instanceof Element)
    return at.tagName === wanted.tagName ? at : null;
  return at;
}

/**
 * Move what stands before an element behind it, and return what follows.
 * @param {ChildNode | null} at
 * @param {Element} match
 * @param {Map<string, Element>} keyed what is still wanted
 */
function removeUntil(at, match, keyed) {
  const wanted = new Set(keyed.values());
  for (let node = at; node && node !== match; ) {
    const next = node.nextSibling;
    if (node instanceof Element && wanted.has(node)) match.parentNode?.append(node);
    else node.remove();
    node = next;
  }
  return match.nextSibling;
}
