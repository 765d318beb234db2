/** Additions and completions that reach Clara for certain, and what the page says meanwhile. */

import { csrf } from "./api.js";
import { el, icon } from "./dom.js";
import { isConnected } from "./live.js";
import { refresh } from "./page.js";
import { enqueue, flush, forget, rememberToken, waiting } from "./queue.js";
import { announce, toast } from "./toast.js";
import { region, t, tn } from "./text.js";
import { post } from "./visit.js";

const TAG = "clara-queue";
/** @type {"sent" | "unreachable" | "unpaired"} */
let outcome = "sent";
/** How many attempts are under way: what is on its way is not shown as waiting. */
let sending = 0;
/** What this page itself sent, whose answers it tells. @type {Set<string>} */
const mine = new Set();

/** Begin to send what waits, also from earlier visits. */
export async function startOffline() {
  document.addEventListener("clara:connection", () => void trySending());
  document.addEventListener("clara:shown", () => void draw());
  addEventListener("online", () => void trySending());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void trySending();
  });
  navigator.serviceWorker?.addEventListener("message", (event) => {
    if (event.data?.type === "flushed") void draw().then(() => refresh());
  });
  if (csrf()) await rememberToken(csrf());
  await trySending();
}

/**
 * Write a request down, send it, and say what came of it.
 * @param {import("./queue.js").Entry} entry
 */
export async function submit(entry) {
  await rememberToken(csrf());
  mine.add(entry.key);
  const id = await enqueue(entry);
  await trySending(id);
}

/** @param {number} [only] what must be tried although it was refused before */
async function trySending(only) {
  const before = outcome;
  sending += 1;
  try {
    outcome = await flush({ only, told });
  } finally {
    sending -= 1;
  }
  if (outcome === "unreachable") await registerSync();
  await draw();
  if (outcome === "unpaired") leave();
  if (outcome === "sent" && before !== "sent") announce(t("Everything was sent to Clara"));
}

/** Ask the browser to send it when there is a network, also without this page. */
async function registerSync() {
  const registration = await navigator.serviceWorker?.getRegistration();
  const sync = registration && /** @type {any} */ (registration).sync;
  await sync?.register(TAG).catch(() => undefined);
}

/** @param {import("./queue.js").Entry} entry @param {any} answer @param {string | null} step */
function told(entry, answer, step) {
  void refresh();
  if (!mine.delete(entry.key)) return;
  const text = entry.kind === "add" ? t("Added “{title}”", { title: titleFrom(answer) ?? entry.label }) : t("Done: “{title}”", { title: entry.label });
  const action = step ? { label: t("Undo"), icon: "undo", run: () => void post("/undo", { step }) } : null;
  toast(text, { kind: "good", action });
}

/** @param {any} answer */
const titleFrom = (answer) => answer?.items?.[0]?.title ?? answer?.title;

/** This device may not send what it keeps, nor show what it knows: forget that, and go and pair. */
function leave() {
  navigator.serviceWorker?.controller?.postMessage({ type: "forget" });
  if (location.pathname !== "/pair") location.assign("/pair");
}

/** On the page where a device is paired: say so if something waits to be sent. */
export async function sayWhatWaits() {
  const entries = await waiting().catch(() => []);
  if (!entries.length) return;
  const words = el(
    "div.what",
    {},
    el("p", {}, tn("{n} change waits to be sent", "{n} changes wait to be sent", entries.length)),
    el("p.remedy", {}, t("This device is not paired any more. What you added is kept here until it is paired again.")),
  );
  document.getElementById("main")?.prepend(el("div.notice.warning.unpaired", { role: "alert", "data-own": true }, words));
}

/** Show what is not at Clara yet, and since when the page is what it is. */
async function draw() {
  const every = await waiting().catch(() => []);
  const isOnItsWay = sending > 0 && outcome === "sent" && isConnected() !== false;
  const entries = every.filter((entry) => entry.problem || !isOnItsWay);
  for (const entry of entries) {
    if (entry.kind !== "complete" || entry.problem) continue;
    const row = document.querySelector(`main .task[data-task="${CSS.escape(entry.task ?? "")}"]`);
    row?.classList.add("done", "waiting");
  }
  drawPending(entries);
  drawBanner(entries.filter((entry) => !entry.problem).length);
}

/** @param {import("./queue.js").Entry[]} entries */
function drawPending(entries) {
  const main = document.getElementById("main");
  const shown = entries.filter((entry) => entry.kind === "add" || entry.problem);
  const old = document.querySelector(".pending");
  if (!main || !shown.length) {
    old?.remove();
    return;
  }
  const list = el("ul.tasks", { "aria-label": t("Not sent yet") }, ...shown.map(pendingRow));
  const box = el("section.section.pending", { "data-own": true }, el("div.section-head", {}, el("h2", {}, t("Not sent yet"))), list);
  if (old) old.replaceWith(box);
  else (main.querySelector(".page-head") ?? main.firstElementChild)?.after(box);
}

/** @param {import("./queue.js").Entry} entry */
function pendingRow(entry) {
  const words = el("div.task-link", {}, el("span.title", {}, entry.label));
  const row = el("li.task.waiting", { "data-waiting": entry.key }, el("span.check", { "aria-hidden": "true" }, icon("clock")), words);
  if (entry.problem) words.append(el("span.meta", {}, el("span.late", {}, `${entry.problem}. ${entry.remedy ?? ""}`)));
  const drop = async () => {
    await forget(Number(entry.id));
    await draw();
  };
  const again = () => void trySending(Number(entry.id));
  /** @param {string} label @param {string} name @param {() => void} run */
  const button = (label, name, run) =>
    el("button.icon-button", { type: "button", "aria-label": label, title: label, on: { click: run } }, icon(name));
  const actions = el("div.row-actions", {});
  if (entry.problem) actions.append(button(t("Try again"), "repeat", again));
  actions.append(button(t("Discard: {title}", { title: entry.label }), "close", () => void drop()));
  row.append(actions);
  return row;
}

/** @param {number} many */
function drawBanner(many) {
  const old = document.querySelector(".offline-line");
  const away = isConnected() === false || !navigator.onLine;
  if (!away && !many) {
    old?.remove();
    return;
  }
  const since = document.querySelector('meta[name="clara-now"]')?.getAttribute("content");
  const clock = since ? new Intl.DateTimeFormat(region, clockFormat(since)).format(new Date(since)) : "";
  const parts = [];
  if (away) parts.push(clock ? t("Offline, as of {time}", { time: clock }) : t("Offline"));
  if (many) parts.push(tn("{n} change waits to be sent", "{n} changes wait to be sent", many));
  const text = parts.join(" · ");
  if (old?.textContent === text) return;
  const line = el("p.offline-line", { role: "status", "data-own": true }, icon("warning", true), el("span", {}, text));
  if (old) old.replaceWith(line);
  else document.querySelector("#main")?.prepend(line);
}

/** With the day, unless it is today. @param {string} since @returns {Intl.DateTimeFormatOptions} */
function clockFormat(since) {
  const isToday = new Date(since).toDateString() === new Date().toDateString();
  return isToday ? { timeStyle: "short" } : { weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit" };
}
