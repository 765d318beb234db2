/** Another day for a task: the usual ones at a tap, any other by the calendar. */

import { el, icon } from "./dom.js";
import { region, t } from "./text.js";
import { post } from "./visit.js";

/** A day as addresses and fields write it. @param {Date} day */
export const isoDay = (day) =>
  [day.getFullYear(), String(day.getMonth() + 1).padStart(2, "0"), String(day.getDate()).padStart(2, "0")].join("-");

/** @param {number} days @param {Date} [from] */
function later(days, from = new Date()) {
  return new Date(from.getFullYear(), from.getMonth(), from.getDate() + days);
}

/** The days that are offered. @returns {[string, string, string][]} label, day, icon */
function offers() {
  const weekday = new Date().getDay();
  const named = new Intl.DateTimeFormat(region, { weekday: "short", day: "numeric", month: "short" });
  const saturday = later((6 - weekday + 7) % 7 || 7);
  const monday = later((8 - weekday) % 7 || 7);
  return [
    [t("Today"), isoDay(later(0)), "today"],
    [t("Tomorrow"), isoDay(later(1)), "sun"],
    [t("At the weekend: {day}", { day: named.format(saturday) }), isoDay(saturday), "play"],
    [t("Next week: {day}", { day: named.format(monday) }), isoDay(monday), "upcoming"],
    [t("No date"), "", "close"],
  ];
}

/** Ask for a day and move tasks there. @param {string[]} ids */
export function reschedule(ids) {
  const before = document.activeElement;
  const box = /** @type {HTMLDialogElement} */ (
    el("dialog.reschedule", { "aria-labelledby": "reschedule-title", "data-own": true })
  );
  /** @param {string} day */
  const move = async (day) => {
    box.close();
    for (const id of ids) await post(`/tasks/${id}/move`, { day });
  };
  const day = /** @type {HTMLInputElement} */ (el("input.input", { type: "date", id: "reschedule-day" }));
  const field = el("div.field", {}, el("label", { for: "reschedule-day" }, t("Another day")), day);
  const form = el(
    "form",
    { method: "dialog" },
    field,
    el("div.actions", {}, el("button.button.primary", {}, t("Move")), el("button.button", { value: "cancel", type: "button", on: { click: () => box.close() } }, t("Cancel"))),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (day.value) void move(day.value);
    else day.focus();
  });
  box.append(
    el("h2", { id: "reschedule-title" }, t("When?")),
    el(
      "div.reschedule-offers",
      {},
      ...offers().map(([label, value, name]) =>
        el("button.button", { type: "button", "data-day": value, on: { click: () => void move(value) } }, icon(name), label),
      ),
    ),
    form,
  );
  box.addEventListener("close", () => {
    box.remove();
    if (before instanceof HTMLElement && before.isConnected) before.focus();
  });
  document.body.append(box);
  box.showModal();
}
