/** Titles changed where they stand, without losing what somebody else changed meanwhile. */

import { call, Problem } from "./api.js";
import { currentRow, el, focusRow, idOf, rowOf } from "./dom.js";
import { shortcut } from "./keys.js";
import { hold, refresh } from "./page.js";
import { announce, failed, toast } from "./toast.js";
import { t } from "./text.js";

const TITLE_MAX = 500;

/** Begin to let titles be edited: by double click, or a key. */
export function startEditing() {
  document.addEventListener("dblclick", (event) => {
    const title = event.target instanceof Element ? event.target.closest(".title") : null;
    const row = rowOf(title);
    if (!row || !title) return;
    event.preventDefault();
    void editTitle(row);
  });
  const group = t("The task at the keyboard");
  const edit = () => {
    const row = currentRow();
    if (row) void editTitle(row);
  };
  shortcut(group, "e", t("Change its title"), edit);
  shortcut(group, "F2", t("Change its title"), edit);
}

/** Turn the title of a row into a field. @param {HTMLElement} row */
export async function editTitle(row) {
  const title = row.querySelector(".title");
  const link = row.querySelector(".task-link");
  if (!(title instanceof HTMLElement) || !link || row.querySelector(".title-field")) return;
  const release = hold();
  let known;
  try {
    known = await call("GET", `/tasks/${idOf(row)}`);
  } catch (error) {
    release();
    failed(error);
    return;
  }
  const field = /** @type {HTMLInputElement} */ (
    el("input.input.title-field", { value: known.data.title, maxlength: TITLE_MAX, "aria-label": t("Title") })
  );
  link.before(field);
  link.toggleAttribute("hidden", true);
  field.focus();
  field.select();
  let over = false;
  /** @param {boolean} keep @param {boolean} back */
  const end = async (keep, back) => {
    if (over) return;
    over = true;
    const text = field.value.trim();
    if (keep && text && text !== known.data.title) {
      title.textContent = text;
      await save(idOf(row), { title: text }, known);
    }
    field.remove();
    link.removeAttribute("hidden");
    release();
    void refresh();
    if (back) focusRow(row);
  };
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter") void end(true, true);
    if (event.key === "Escape") void end(false, true);
  });
  field.addEventListener("blur", () => void end(true, false));
}

/**
 * Store changes to a task if nobody changed the same since; else ask.
 * @param {string} id
 * @param {Record<string, unknown>} patch
 * @param {{ data: any, etag: string | null }} known what the changes were made from
 */
export async function save(id, patch, known) {
  try {
    await call("PATCH", `/tasks/${id}`, { body: patch, etag: known.etag });
    announce(t("Saved"));
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 412) {
      failed(error);
      return;
    }
    await resolve(id, patch, known);
  }
}

/**
 * Somebody else was faster: what concerns other fields is no conflict.
 * @param {string} id
 * @param {Record<string, unknown>} patch
 * @param {{ data: any, etag: string | null }} known
 */
async function resolve(id, patch, known) {
  try {
    const now = await call("GET", `/tasks/${id}`);
    const same = (/** @type {unknown} */ a, /** @type {unknown} */ b) => JSON.stringify(a) === JSON.stringify(b);
    const clash = Object.keys(patch).filter(
      (name) => !same(now.data[name], known.data[name]) && !same(now.data[name], patch[name]),
    );
    if (!clash.length || (await wantsMine(patch, now.data, clash))) await save(id, patch, now);
    else toast(t("Kept what was there: {title}", { title: now.data.title }));
  } catch (error) {
    failed(error);
  }
}

/** @type {Record<string, () => string>} */
const FIELDS = {
  title: () => t("Title"),
  description: () => t("Notes"),
  priority: () => t("Priority"),
  due_date: () => t("Due"),
};

/**
 * Ask whose text counts; both are shown, so nothing gets lost.
 * @param {Record<string, any>} mine
 * @param {Record<string, any>} theirs
 * @param {string[]} fields
 * @returns {Promise<boolean>}
 */
function wantsMine(mine, theirs, fields) {
  const words = (/** @type {any} */ value) =>
    value === null || value === "" ? t("nothing") : typeof value === "object" ? JSON.stringify(value) : String(value);
  const box = /** @type {HTMLDialogElement} */ (
    el("dialog.conflict", { "aria-labelledby": "conflict-title", "data-own": true })
  );
  box.append(
    el("h2", { id: "conflict-title" }, t("This task was changed elsewhere")),
    el("p", {}, t("While you were writing, somebody changed the same.")),
  );
  for (const name of fields)
    box.append(
      el("h3", {}, FIELDS[name]?.() ?? name),
      el(
        "dl.facts",
        {},
        el("dt", {}, t("Theirs")),
        el("dd", { "data-theirs": true }, words(theirs[name])),
        el("dt", {}, t("Yours")),
        el("dd", { "data-mine": true }, words(mine[name])),
      ),
    );
  box.append(
    el(
      "form.actions",
      { method: "dialog" },
      el("button.button.primary", { value: "theirs" }, t("Keep theirs")),
      el("button.button", { value: "mine" }, t("Use mine")),
    ),
  );
  document.body.append(box);
  box.showModal();
  return new Promise((done) => {
    box.addEventListener("close", () => {
      box.remove();
      done(box.returnValue === "mine");
    });
  });
}
