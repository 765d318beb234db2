/** The field for new tasks: shows what was understood while somebody types, and lets it be changed. */

import { BASE, call, newKey } from "./api.js";
import { debounced, el, icon } from "./dom.js";
import { shortcut } from "./keys.js";
import { submit } from "./offline.js";
import { announce } from "./toast.js";
import { t } from "./text.js";
import { chipsOf, editorFor } from "./chips.js";

const WAIT_MS = 180;

/** Begin to help with new tasks. */
export function startQuickAdd() {
  document.addEventListener("focusin", (event) => {
    const form = event.target instanceof Element ? event.target.closest("form[data-quick-add]") : null;
    if (form instanceof HTMLFormElement) fieldOf(form);
  });
  // it may have been typed into before this script was there
  const present = document.activeElement?.closest("form[data-quick-add]");
  if (present instanceof HTMLFormElement) fieldOf(present);
  if (new URLSearchParams(location.search).has("add")) {
    const field = document.querySelector('[data-quick-add] input[name="text"]');
    if (field instanceof HTMLElement) field.focus();
  }
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("[data-quick-add]")) return;
    event.preventDefault();
    void fieldOf(form).add();
  });
  shortcut(t("Everywhere"), "n", t("Add a task"), () => {
    const field = document.querySelector('[data-quick-add] input[name="text"]');
    if (field instanceof HTMLElement) field.focus();
    else location.assign("/?add");
  });
}

/** @type {WeakMap<HTMLFormElement, QuickAdd>} */
const known = new WeakMap();

/** @param {HTMLFormElement} form */
function fieldOf(form) {
  const found = known.get(form);
  if (found) return found;
  const made = new QuickAdd(form);
  known.set(form, made);
  return made;
}

class QuickAdd {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.field = /** @type {HTMLInputElement} */ (form.elements.namedItem("text"));
    this.context = /** @type {HTMLInputElement | null} */ (form.elements.namedItem("context"));
    const place = form.parentElement?.querySelector("[data-chips]") ?? el("div.quick-add-chips");
    place.setAttribute("data-own", "");
    this.place = /** @type {HTMLElement} */ (place);
    /** What a hand changed in what was understood. @type {Record<string, unknown>} */
    this.changes = {};
    /** @type {{ text: string, understood: any } | null} */
    this.preview = null;
    this.stop = new AbortController();
    const ask = debounced(() => void this.ask(), WAIT_MS);
    this.field.addEventListener("input", () => {
      if (!this.field.value.trim()) this.clear();
      ask();
    });
    this.field.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.isComposing) {
        if (this.field.value) this.field.value = "";
        else this.field.blur();
        this.clear();
      }
    });
    if (this.field.value.trim()) void this.ask();
  }

  async ask() {
    this.stop.abort();
    this.stop = new AbortController();
    const text = this.field.value.trim();
    if (!text) return;
    try {
      const { data } = await call("POST", "/preview", { body: this.request(text), signal: this.stop.signal });
      // an answer to what is not there any more says nothing
      if (text !== this.field.value.trim()) return;
      this.preview = { text, understood: data };
      this.draw();
    } catch {
      // no preview: the text is understood when it is added
      this.place.replaceChildren();
    }
  }

  /** @param {string} text */
  request(text) {
    const context = this.context?.value;
    return { text, ...(context ? { context } : {}) };
  }

  draw() {
    if (!this.preview) return;
    const chips = chipsOf(this.preview.understood, this.changes);
    this.place.replaceChildren(...chips.map((chip) => this.button(chip)));
    if (chips.length) announce(t("Understood: {what}", { what: chips.map((chip) => chip.label).join(", ") }));
  }

  /** @param {import("./chips.js").Chip} chip */
  button(chip) {
    const open = () => {
      const editor = editorFor(chip, {
        change: (/** @type {Record<string, unknown>} */ change) => {
          Object.assign(this.changes, change);
          this.draw();
          this.field.focus();
        },
        close: () => {
          this.draw();
          this.field.focus();
        },
      });
      this.place.replaceChildren(editor);
      const first = editor.querySelector("input, select, button");
      if (first instanceof HTMLElement) first.focus();
    };
    const made = el("button.chip", { type: "button", "data-chip": chip.name, "aria-label": t("{what}: change", { what: chip.label }), on: { click: open } });
    made.append(icon(chip.icon, true), chip.label);
    return made;
  }

  async add() {
    const text = this.field.value.trim();
    if (!text) {
      this.field.focus();
      return;
    }
    const changes = this.changes;
    this.field.value = "";
    this.clear();
    const at = new Date().toISOString();
    const instead = Object.keys(changes).length ? { instead: changes } : {};
    const body = { ...this.request(text), ...instead, said_at: at };
    await submit({ kind: "add", key: newKey(), path: `${BASE}/tasks/understand`, body, label: text, at });
  }

  clear() {
    this.stop.abort();
    this.preview = null;
    this.changes = {};
    this.place.replaceChildren();
  }
}
