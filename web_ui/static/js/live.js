/** What happens elsewhere, as soon as it happens: one stream of events for the page. */

import { BASE } from "./api.js";
import { refresh } from "./page.js";

const RETRY_MS = [500, 1000, 2000, 3000, 5000, 10000];
/** So long after the last event a page that wakes up does not trust its stream any more. */
const SILENT_MS = 15000;

/** @type {EventSource | null} */
let source = null;
let lastId = "";
let tries = 0;
let retry = 0;
let heardAt = 0;
let connected = /** @type {boolean | null} */ (null);

/** Tell everybody on the page. @param {string} name @param {unknown} detail */
const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));

/** Whether Clara can be reached; null before that is known. */
export const isConnected = () => connected;

/** Begin to listen. */
export function startLive() {
  open();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") wake();
  });
  addEventListener("online", wake);
  addEventListener("offline", () => lost());
  // a page that comes back from the back-forward cache has a closed stream
  addEventListener("pageshow", (event) => {
    if (event.persisted) wake();
  });
  addEventListener("pagehide", () => source?.close());
}

function open() {
  clearTimeout(retry);
  source?.close();
  const resume = lastId ? `?since=${encodeURIComponent(lastId)}` : "";
  source = new EventSource(`${BASE}/events${resume}`);
  for (const name of ["hello", "tasks", "reset", "device"])
    source.addEventListener(name, (event) => heard(name, /** @type {MessageEvent} */ (event)));
  source.onopen = () => {
    heardAt = Date.now();
  };
  source.onerror = () => lost();
}

/** @param {string} name @param {MessageEvent} event */
function heard(name, event) {
  heardAt = Date.now();
  tries = 0;
  const wasAway = connected === false;
  setConnected(true);
  if (event.lastEventId) lastId = event.lastEventId;
  const data = JSON.parse(event.data);
  if (name === "device") tell("clara:device", data);
  else if (name === "tasks" || name === "reset" || wasAway) {
    tell("clara:tasks", data);
    void refresh({ tell: true });
  }
}

function lost() {
  source?.close();
  setConnected(false);
  clearTimeout(retry);
  const wait = RETRY_MS[Math.min(tries, RETRY_MS.length - 1)];
  tries += 1;
  // all browsers of a household must not come back at the same moment
  retry = window.setTimeout(open, wait * (0.75 + Math.random() / 2));
}

function wake() {
  const open_ = source && source.readyState === EventSource.OPEN;
  if (!open_ || Date.now() - heardAt > SILENT_MS) {
    tries = 0;
    open();
  }
}

/** @param {boolean} now */
function setConnected(now) {
  if (connected === now) return;
  connected = now;
  document.documentElement.toggleAttribute("data-offline", !now);
  tell("clara:connection", { connected: now });
}
