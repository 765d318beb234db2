/** Keyboard shortcuts, and the sheet that shows them. */

import { el, isTyping } from "./dom.js";
import { t } from "./text.js";

/**
 * @typedef {{ keys: string, does: string, group: string,
 *             run: (event: KeyboardEvent) => void }} Shortcut
 */
/** @type {Shortcut[]} */
const shortcuts = [];
let first = "";
let firstAt = 0;
const TOGETHER_MS = 1000;

/**
 * Add a shortcut: "n", "Shift+ArrowUp", or two keys after each other: "g t".
 * @param {string} group
 * @param {string} keys
 * @param {string} does
 * @param {(event: KeyboardEvent) => void} run
 */
export function shortcut(group, keys, does, run) {
  shortcuts.push({ group, keys, does, run });
}

/** Begin to listen to the keyboard. */
export function startKeys() {
  const go = t("Go to");
  const places = [
    ["g t", t("Today"), "/"],
    ["g u", t("Upcoming"), "/upcoming"],
    ["g i", t("Inbox"), "/inbox"],
    ["g p", t("Projects"), "/projects"],
    ["g d", t("Done"), "/done"],
    ["g s", t("Settings"), "/settings"],
    ["g v", t("Talk"), "/talk"],
  ];
  for (const [keys, name, address] of places)
    shortcut(go, keys, name, () => location.assign(address));
  shortcut(go, "/", t("Search"), toSearch);
  shortcut(t("Everywhere"), "?", t("Show this sheet"), showSheet);
  document.addEventListener("keydown", pressed);
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href="/help/shortcuts"]') : null;
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    showSheet();
  });
}

function toSearch() {
  const field = document.querySelector('main [data-search] input');
  if (field instanceof HTMLElement) field.focus();
  else location.assign("/search");
}

/** Name a key press as shortcuts are written. @param {KeyboardEvent} event */
function nameOf(event) {
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push("Ctrl");
  if (event.altKey) parts.push("Alt");
  // "?" and "#" are typed with Shift on some keyboards and without on others
  if (event.shiftKey && event.key.length > 1) parts.push("Shift");
  parts.push(event.key.length === 1 ? event.key.toLowerCase() : event.key);
  return parts.join("+");
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
  if (isTyping(event.target)) return;
  const name = nameOf(event);
  const both = Date.now() - firstAt < TOGETHER_MS ? `${first} ${name}` : "";
  const found = shortcuts.find((one) => one.keys === both) ?? shortcuts.find((one) => one.keys === name);
  first = name;
  firstAt = found ? 0 : Date.now();
  if (!found) return;
  event.preventDefault();
  found.run(event);
}

/** How keys are shown. @param {string} keys */
function shown(keys) {
  const names = { ArrowUp: "↑", ArrowDown: "↓", Escape: t("Esc"), Enter: "↵", Ctrl: t("Ctrl"), Alt: t("Alt"), Shift: "⇧" };
  return keys.split(" ").flatMap((press, index) => [
    index ? ` ${t("then")} ` : "",
    ...press.split("+").map((key) => el("kbd", {}, names[/** @type {keyof typeof names} */ (key)] ?? key.toUpperCase())),
  ]);
}

function showSheet() {
  const sheet = el("dialog.shortcuts", { "aria-labelledby": "shortcuts-title", "data-own": true });
  sheet.append(el("h2", { id: "shortcuts-title" }, t("Keyboard shortcuts")));
  for (const group of new Set(shortcuts.map((one) => one.group))) {
    const list = el("dl.shortcut-list");
    for (const one of shortcuts.filter((each) => each.group === group))
      list.append(el("div", {}, el("dt", {}, one.does), el("dd", {}, ...shown(one.keys))));
    sheet.append(el("h3", {}, group), list);
  }
  const close = el("button.button", { type: "submit" }, t("Close"));
  sheet.append(el("form.actions", { method: "dialog" }, close));
  sheet.addEventListener("close", () => sheet.remove());
  document.body.append(sheet);
  /** @type {HTMLDialogElement} */ (sheet).showModal();
  // the button that has the focus is at the end
  sheet.scrollTop = 0;
}
