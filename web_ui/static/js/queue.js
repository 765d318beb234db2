/**
 * What was added and completed, written down before it is sent and until it was answered.
 *
 * Each request has a name of its own (Idempotency-Key), so that Clara does it once however
 * often it is sent: after a lost answer, from two tabs, or from the service worker. This
 * file imports nothing, because the service worker is made from it as well.
 */

const DATABASE = "clara";
const ENTRIES = "queue";
const FACTS = "facts";
const LOCK = "clara-queue";
const SEND_TIMEOUT_MS = 20000;

/**
 * @typedef {{ id?: number, key: string, path: string, body: unknown, label: string,
 *             kind: "add" | "complete", task?: string, at: string,
 *             problem?: string, remedy?: string }} Entry
 * @typedef {"sent" | "unreachable" | "unpaired"} Outcome
 */

/** @returns {Promise<IDBDatabase>} */
function openDatabase() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(ENTRIES, { keyPath: "id", autoIncrement: true });
      request.result.createObjectStore(FACTS);
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("another window holds the queue"));
  });
}

/**
 * Do something in one transaction.
 * @template T
 * @param {string} store
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} run
 * @returns {Promise<T>}
 */
async function inStore(store, mode, run) {
  const database = await openDatabase();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(store, mode, { durability: "strict" });
      const request = run(transaction.objectStore(store));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** Everything that is not answered yet, oldest first. @returns {Promise<Entry[]>} */
export function waiting() {
  return inStore(ENTRIES, "readonly", (store) => store.getAll());
}

/** Write a request down. @param {Entry} entry @returns {Promise<number>} its number */
export async function enqueue(entry) {
  return Number(await inStore(ENTRIES, "readwrite", (store) => store.add(entry)));
}

/** Forget a request. @param {number} id */
export async function forget(id) {
  await inStore(ENTRIES, "readwrite", (store) => store.delete(id));
}

/** @param {Entry} entry */
async function rewrite(entry) {
  await inStore(ENTRIES, "readwrite", (store) => store.put(entry));
}

/** Keep the token that shows where requests come from, for the service worker. @param {string} token */
export async function rememberToken(token) {
  await inStore(FACTS, "readwrite", (store) => store.put(token, "csrf"));
}

/**
 * Send what waits, in order, one sender at a time.
 * @param {{ only?: number, told?: (entry: Entry, answer: any, step: string | null) => void }} [options]
 *   only: what must be tried although it was refused before; told: hears of each answer
 * @returns {Promise<Outcome>}
 */
export async function flush(options = {}) {
  if (navigator.locks) return navigator.locks.request(LOCK, () => sendAll(options));
  return sendAll(options);
}

/** @param {{ only?: number, told?: (entry: Entry, answer: any, step: string | null) => void }} options @returns {Promise<Outcome>} */
async function sendAll(options) {
  const token = (await inStore(FACTS, "readonly", (store) => store.get("csrf"))) ?? "";
  for (const entry of await waiting()) {
    if (entry.problem && entry.id !== options.only) continue;
    const answer = await send(entry, String(token));
    if (answer === null || answer.status >= 500 || answer.status === 429) return "unreachable";
    if (answer.status === 401) return "unpaired";
    const data = await answer.json().catch(() => null);
    // a device that may only read is paired: what it cannot add must not keep it from its pages
    if (answer.status === 403 && data?.kind !== "ScopeMissingError") return "unpaired";
    if (answer.ok || isDone(entry, data)) {
      await forget(Number(entry.id));
      options.told?.(entry, data, answer.headers.get("Clara-Step"));
    } else {
      await rewrite({ ...entry, problem: data?.detail ?? String(answer.status), remedy: data?.remedy });
    }
  }
  return "sent";
}

/** Whether somebody else did it meanwhile. @param {Entry} entry @param {any} data */
const isDone = (entry, data) => entry.kind === "complete" && data?.kind === "TaskStateError";

/** @param {Entry} entry @param {string} token @returns {Promise<Response | null>} null: no answer */
async function send(entry, token) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), SEND_TIMEOUT_MS);
  try {
    return await fetch(entry.path, {
      method: "POST",
      headers: {
        Accept: "application/json",
        "Content-Type": "application/json",
        "Idempotency-Key": entry.key,
        "X-CSRF-Token": token,
        // with the time at which it was typed: how long ago that is, by whatever clock this is
        "Clara-Sent-At": new Date().toISOString(),
      },
      body: JSON.stringify(entry.body),
      credentials: "same-origin",
      cache: "no-store",
      redirect: "manual",
      signal: stop.signal,
    });
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
