/** What was understood of a new task, as pieces that can be tapped to change or drop them. */

import { el } from "./dom.js";
import { isoDay } from "./reschedule.js";
import { language, region, t, tn } from "./text.js";

/**
 * @typedef {"title" | "due_date" | "repeat" | "project" | "priority" | "tags" | "reminders"} Name
 * @typedef {{ name: Name, label: string, icon: string, value: any }} Chip
 * @typedef {{ change: (change: Record<string, unknown>) => void, close: () => void }} Ways
 */

const PRIORITIES = () => /** @type {const} */ ({ urgent: t("Urgent"), high: t("High"), medium: t("Medium"), low: t("Low") });
/** @type {[Name, string][]} */
const ORDER = [
  ["due_date", "clock"],
  ["repeat", "repeat"],
  ["project", "projects"],
  ["priority", "flag"],
  ["tags", "tag"],
  ["reminders", "bell"],
];

/**
 * Return the pieces to show.
 * @param {any} understood what the API made of the text
 * @param {Record<string, any>} changes what a hand changed in it; null drops
 * @returns {Chip[]}
 */
export function chipsOf(understood, changes) {
  const tasks = understood?.items ?? [];
  const first = { ...(tasks[0] ?? {}), ...changes };
  if (!("reminders" in changes)) first.reminders = first.reminders_minutes_before;
  /** @type {Chip[]} */
  const chips = [];
  if (tasks.length > 1)
    chips.push({ name: "title", icon: "subtasks", value: null, label: tn("{n} task", "{n} tasks", tasks.length) });
  for (const [name, icon] of ORDER) {
    const label = labelOf(name, first[name]);
    if (label) chips.push({ name, icon, value: first[name], label });
  }
  return chips;
}

/** @param {Name} name @param {any} value */
function labelOf(name, value) {
  if (value === null || value === undefined || value.length === 0) return "";
  switch (name) {
    case "due_date":
      return dueText(value);
    case "priority":
      return value === "medium" ? "" : PRIORITIES()[/** @type {"high"} */ (value)];
    case "tags":
      return value.map((/** @type {string} */ tag) => `#${tag}`).join(" ");
    case "reminders":
      return tn("{n} reminder", "{n} reminders", value.length);
    case "repeat":
    case "project":
      return String(value);
    default:
      return "";
  }
}

/** "tomorrow 09:00", "Tue 1 Dec". @param {string} text local ISO 8601 */
export function dueText(text) {
  const [day, clock] = text.split("T");
  const date = new Date(`${day}T00:00`);
  const today = new Date(`${isoDay(new Date())}T00:00`);
  const days = Math.round((date.getTime() - today.getTime()) / 86400000);
  const near = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const sameYear = date.getFullYear() === today.getFullYear();
  const far = new Intl.DateTimeFormat(region, { weekday: "short", day: "numeric", month: "short", ...(sameYear ? {} : { year: "numeric" }) });
  const name = Math.abs(days) <= 1 ? near.format(days, "day") : far.format(date);
  return clock ? `${name} ${clock.slice(0, 5)}` : name;
}

/** Return the field in which a piece is changed. @param {Chip} chip @param {Ways} ways */
export function editorFor(chip, ways) {
  const { field, read } = fieldFor(chip);
  const form = el("form.chip-editor", { "data-editor": chip.name });
  const drop = () => ways.change({ [chip.name]: chip.name === "priority" ? "medium" : chip.name === "tags" || chip.name === "reminders" ? [] : null });
  const button = (/** @type {string} */ label, /** @type {Record<string, unknown>} */ values) => el("button.button.small", values, label);
  form.append(...field);
  if (read) form.append(button(t("Change"), { type: "submit" }));
  form.append(button(t("Leave it out"), { type: "button", on: { click: drop } }), button(t("Back"), { type: "button", on: { click: ways.close } }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    if (read) ways.change({ [chip.name]: read() });
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    ways.close();
  });
  return form;
}

/**
 * @param {Chip} chip
 * @returns {{ field: HTMLElement[], read: (() => unknown) | null }}
 */
function fieldFor(chip) {
  if (chip.name === "due_date") {
    const at = chip.value;
    const timed = at.includes("T");
    const day = input("date", t("Day"), at.slice(0, 10));
    const clock = input("time", t("Time"), timed ? at.slice(11, 16) : "");
    return { field: [day, clock], read: () => (day.value ? (clock.value ? `${day.value}T${clock.value}` : day.value) : null) };
  }
  if (chip.name === "priority") {
    const select = /** @type {HTMLSelectElement} */ (el("select.input", { "aria-label": t("Priority") }));
    for (const [value, label] of Object.entries(PRIORITIES())) select.append(new Option(label, value, false, value === chip.value));
    return { field: [select], read: () => select.value };
  }
  if (chip.name === "project") {
    const names = new Set([chip.label, ...Array.from(document.querySelectorAll(".sidebar [data-project] .name"), (one) => one.textContent ?? "")]);
    const select = /** @type {HTMLSelectElement} */ (el("select.input", { "aria-label": t("Project") }));
    for (const name of names) select.append(new Option(name, name, false, name === chip.label));
    return { field: [select], read: () => select.value };
  }
  if (chip.name === "tags") {
    const field = input("text", t("Tags"), chip.value.join(" "));
    return { field: [field], read: () => field.value.split(/[\s,]+/).map((tag) => tag.replace(/^#/, "")).filter(Boolean) };
  }
  return { field: [el("span.quiet", {}, chip.label)], read: null };
}

/** @param {string} type @param {string} label @param {string} value */
function input(type, label, value) {
  return /** @type {HTMLInputElement} */ (el("input.input", { type, "aria-label": label, value }));
}
