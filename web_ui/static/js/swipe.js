/** Swipes on a touch screen: right completes a task, left gives it another day. */

import { calm, el, icon, idOf, isDone, rowOf } from "./dom.js";
import { hold } from "./page.js";
import { reschedule } from "./reschedule.js";
import { toggleDone } from "./complete.js";

const BEGIN_PX = 12;
const DECIDE_PX = 88;

/** Begin to take swipes. */
export function startSwipes() {
  document.addEventListener("pointerdown", begin);
}

/** @param {PointerEvent} event */
function begin(event) {
  const row = rowOf(event.target);
  if (!row || event.pointerType !== "touch" || !event.isPrimary) return;
  // the edges belong to the browser's own gestures
  if (event.clientX < 20 || event.clientX > innerWidth - 20) return;
  new Swipe(row, event);
}

class Swipe {
  /** @param {HTMLElement} row @param {PointerEvent} event */
  constructor(row, event) {
    this.row = row;
    this.x = event.clientX;
    this.y = event.clientY;
    this.by = 0;
    this.id = event.pointerId;
    /** @type {(() => void) | null} */
    this.release = null;
    this.listeners = new AbortController();
    const options = { signal: this.listeners.signal };
    addEventListener("pointermove", (move) => this.moved(move), options);
    addEventListener("pointerup", (up) => this.end(up), options);
    addEventListener("pointercancel", () => this.stop(), options);
  }

  /** @param {PointerEvent} move */
  moved(move) {
    if (move.pointerId !== this.id) return;
    const [x, y] = [move.clientX - this.x, move.clientY - this.y];
    if (!this.release) {
      if (Math.abs(y) > BEGIN_PX) return this.stop();
      if (Math.abs(x) < BEGIN_PX || Math.abs(x) < 2 * Math.abs(y)) return;
      this.release = hold();
      this.row.classList.add("swiped");
      this.hint = el("span.swipe-hint", { "aria-hidden": "true", "data-own": true });
      this.row.append(this.hint);
    }
    this.by = x;
    const right = x > 0;
    this.row.style.setProperty("--swipe", `${x}px`);
    this.hint?.classList.toggle("right", right);
    this.hint?.classList.toggle("ready", Math.abs(x) > DECIDE_PX);
    const name = right ? (isDone(this.row) ? "undo" : "check") : "upcoming";
    if (this.hint?.dataset.icon !== name) {
      this.hint?.replaceChildren(icon(name));
      if (this.hint) this.hint.dataset.icon = name;
    }
  }

  /** @param {PointerEvent} up */
  end(up) {
    if (up.pointerId !== this.id) return;
    const { row, by, release } = this;
    this.stop();
    if (!release || Math.abs(by) <= DECIDE_PX) return;
    setTimeout(() => {
      if (by > 0) void toggleDone(row);
      else reschedule([idOf(row)]);
    }, calm.matches ? 0 : 120);
  }

  stop() {
    this.listeners.abort();
    this.row.classList.remove("swiped");
    this.row.style.removeProperty("--swipe");
    this.hint?.remove();
    this.release?.();
    return undefined;
  }
}
