/** The JSON API of this Clara. */

import { t } from "./text.js";

export const BASE = "/api/v1";

/** What the API refused: what failed, and what to do. */
export class Problem extends Error {
  /** @param {number} status @param {any} body problem details (RFC 9457), or nothing */
  constructor(status, body) {
    super(body?.detail || t("Clara answered with an error ({status})", { status }));
    this.status = status;
    this.kind = body?.kind ?? "";
    this.remedy = body?.remedy ?? "";
    this.body = body;
  }
}

/** No answer came: the network, or Clara, is not there. */
export class Unreachable extends Error {
  constructor() {
    super(t("Clara cannot be reached"));
    this.remedy = t("Check that this device is in the home network.");
  }
}

/** The token that says a request comes from this page. */
export const csrf = () =>
  document.querySelector('meta[name="csrf-token"]')?.getAttribute("content") ?? "";

/**
 * @typedef {{ body?: unknown, etag?: string | null, key?: string, signal?: AbortSignal,
 *             keepalive?: boolean }} Options
 */

/**
 * Call an endpoint.
 * @param {string} method
 * @param {string} path below /api/v1
 * @param {Options} [options]
 * @returns {Promise<{ data: any, etag: string | null, step: string | null }>} step: for undo
 * @throws {Problem | Unreachable | DOMException} AbortError when `signal` says so
 */
export async function call(method, path, options = {}) {
  const headers = new Headers({ Accept: "application/json" });
  if (method !== "GET") headers.set("X-CSRF-Token", csrf());
  if (options.body !== undefined) headers.set("Content-Type", "application/json");
  if (options.etag) headers.set("If-Match", options.etag);
  if (options.key) headers.set("Idempotency-Key", options.key);
  let answer;
  try {
    answer = await fetch(BASE + path, {
      method,
      headers,
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
      signal: options.signal,
      keepalive: options.keepalive,
      credentials: "same-origin",
      cache: "no-store",
      redirect: "error",
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Unreachable();
  }
  const isJson = (answer.headers.get("Content-Type") ?? "").includes("json");
  const data = isJson ? await answer.json().catch(() => null) : null;
  if (!answer.ok) throw new Problem(answer.status, data);
  return { data, etag: answer.headers.get("ETag"), step: answer.headers.get("Clara-Step") };
}

/** A name for a request that must not happen twice; crypto.randomUUID() wants HTTPS. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
