/** What was said, understood and done, as it happens. */

import { el, icon } from "../dom.js";
import { region, t } from "../text.js";

const MOST = 60;
/** @type {Record<string, () => string>} */
const DONE = {
  "task.created": () => t("Added"),
  "task.updated": () => t("Changed"),
  "task.completed": () => t("Done"),
  "task.reopened": () => t("Reopened"),
  "task.deleted": () => t("Deleted"),
  "project.created": () => t("Project made"),
  "project.deleted": () => t("Project deleted"),
  "timer.created": () => t("Timer set"),
  "timer.updated": () => t("Timer changed"),
  "timer.cancelled": () => t("Timer off"),
  "alarm.created": () => t("Alarm set"),
  "alarm.updated": () => t("Alarm changed"),
  "alarm.cancelled": () => t("Alarm off"),
  "step.undone": () => t("Undone"),
  "step.redone": () => t("Done again"),
};

export class Log {
  #list;
  #undo;
  /** @type {HTMLElement | null} */
  #interim = null;
  /** @type {HTMLElement | null} */
  #reply = null;

  /** @param {HTMLElement} list @param {(step: number) => void} undo */
  constructor(list, undo) {
    this.#list = list;
    this.#undo = undo;
  }

  /** Show words that may still change. @param {string} text */
  hearing(text) {
    this.#reply = null;
    if (!this.#interim) {
      // a screen reader hears the words once they are final
      this.#interim = el("li.said.person.interim", { "aria-hidden": "true" });
      this.#append(this.#interim);
    }
    this.#interim.textContent = text;
    this.#show(this.#interim);
  }

  /** Words that led nowhere. */
  forget() {
    this.#interim?.remove();
    this.#interim = null;
  }

  /** @param {string} text */
  heard(text) {
    this.forget();
    this.#reply = null;
    this.#append(el("li.said.person", {}, el("span.visually-hidden", {}, t("You:") + " "), text));
  }

  /** Show what Clara says; a longer version of the same answer takes its place.
   * @param {string} text @param {boolean} [missed] */
  reply(text, missed = false) {
    if (this.#reply && text.startsWith(this.#reply.dataset.text ?? "\0")) {
      this.#reply.lastChild?.replaceWith(text);
    } else {
      this.#reply = el("li.said.clara", {}, el("span.visually-hidden", {}, t("Clara:") + " "), text);
      if (missed) {
        this.#reply.classList.add("missed");
        this.#reply.dataset.missed = t("While you were away");
      }
      this.#append(this.#reply);
    }
    this.#reply.dataset.text = text;
    this.#show(this.#reply);
  }

  /**
   * Show what was done.
   * @param {{ changes?: { kind: string, title: string }[], chips?: Record<string, any>,
   *           step?: number | null }} understood
   */
  understood({ changes = [], chips = {}, step = null }) {
    this.#reply = null;
    if (!changes.length) return;
    const text = el("div.card-text");
    for (const { kind, title } of changes)
      text.append(el("div.card-title", {}, `${DONE[kind]?.() ?? kind}: ${title}`));
    const shown = changes.length === 1 ? chipTexts(chips) : [];
    if (shown.length) text.append(el("div.chips", {}, ...shown.map((one) => el("span.chip", {}, one))));
    const card = el("li.talk-card", {}, text);
    if (step) {
      card.dataset.step = String(step);
      const press = () => this.#undo(step);
      card.append(el("button.button.plain.small", { type: "button", on: { click: press } }, icon("undo", true), t("Undo")));
    }
    this.#append(card);
  }

  /** @param {number} step @param {string} text */
  undone(step, text) {
    const card = this.#list.querySelector(`[data-step="${step}"]`);
    card?.classList.add("taken-back");
    card?.querySelector("button")?.remove();
    this.reply(text);
    this.#reply = null;
  }

  /** @param {HTMLElement} item */
  #append(item) {
    this.#list.append(item);
    while (this.#list.childElementCount > MOST) this.#list.firstElementChild?.remove();
    this.#show(item);
  }

  /** @param {HTMLElement} item */
  #show(item) {
    item.scrollIntoView({ block: "nearest" });
  }
}

/** The slots that were understood, as people write them. @param {Record<string, any>} chips */
function chipTexts(chips) {
  const texts = [];
  if (chips.at) texts.push(moment(chips.at));
  if (chips.recurrence) texts.push(t("Repeats"));
  if (chips.project) texts.push(String(chips.project));
  if (chips.priority) texts.push(priority(chips.priority));
  for (const tag of chips.tags ?? []) texts.push(`#${tag}`);
  return texts;
}

/** @param {string} name */
function priority(name) {
  const names = /** @type {Record<string, string>} */ ({
    low: t("Low priority"),
    medium: t("Medium priority"),
    high: t("High priority"),
    urgent: t("Urgent"),
  });
  return names[name] ?? name;
}

/** Write a local date or time. @param {string} iso */
function moment(iso) {
  const timed = iso.includes("T");
  const date = new Date(timed ? iso : `${iso}T00:00`);
  if (Number.isNaN(date.getTime())) return iso;
  /** @type {Intl.DateTimeFormatOptions} */
  const day = { weekday: "short", day: "numeric", month: "short" };
  return new Intl.DateTimeFormat(region, timed ? { ...day, hour: "numeric", minute: "2-digit" } : day).format(date);
}
