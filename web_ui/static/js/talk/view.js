/** The parts of the Talk page, and how they look in each state. */

import { t } from "../text.js";
import { bars } from "./adapt.js";

/** @param {string} id @returns {HTMLElement} */
export function part(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no ${id}`);
  return found;
}

const page = part("talk");
const orb = part("orb");
const label = part("orb-label");
const words = part("talk-state");
const controls = part("talk-controls");
const qualityButton = part("quality");
const details = part("quality-details");
const box = part("talk-problem");
const link = /** @type {HTMLAnchorElement} */ (part("problem-link"));
const button = part("problem-button");
let shownLevel = 0;
let press = () => {};

/** @param {string} name @param {string} text */
export function state(name, text) {
  page.dataset.state = name;
  words.textContent = text || " ";
  label.textContent = name === "off" || !text ? t("Talk") : text;
}

/** @param {string} text */
export function hint(text) {
  part("talk-hint").textContent = text;
}

/** @param {boolean} on */
export function held(on) {
  page.toggleAttribute("data-held", on);
}

/** Show what a connection is needed for. @param {boolean} on */
export function connected(on) {
  controls.hidden = !on;
  qualityButton.hidden = !on;
  if (!on) showDetails(false);
}

/** Show the loudness, from 0 to 1; it falls more slowly than it rises. @param {number} level */
export function level(level) {
  const next = level > shownLevel ? level : shownLevel * 0.86 + level * 0.14;
  if (Math.abs(next - shownLevel) < 0.002) return;
  shownLevel = next;
  orb.style.setProperty("--level", next.toFixed(3));
}

/** @param {import("./trouble.js").Trouble | null} trouble */
export function show(trouble) {
  box.hidden = !trouble;
  if (!trouble) return;
  part("problem-what").textContent = trouble.what;
  part("problem-remedy").textContent = trouble.remedy ?? "";
  link.hidden = !trouble.link;
  if (trouble.link) {
    link.textContent = trouble.link.label;
    link.href = trouble.link.href;
  }
  button.hidden = !trouble.button;
  button.textContent = trouble.button?.label ?? "";
  press = trouble.button?.run ?? (() => {});
  if (page.dataset.state === "connecting") state("problem", "");
}
button.addEventListener("click", () => press());

/** @param {import("./quality.js").Measured} seen */
export function quality(seen) {
  const loss = Math.max(seen.lossDown, seen.lossUp);
  qualityButton.dataset.bars = String(bars({ loss, rttMs: seen.rttMs, jitterMs: seen.jitterMs }));
  part("quality-line").textContent = `${ms(seen.rttMs)} · ${percent(loss)}`;
  qualityButton.setAttribute(
    "aria-label",
    t("Connection: round trip {rtt}, lost {loss}", { rtt: ms(seen.rttMs), loss: percent(loss) }),
  );
  fact("rtt", ms(seen.rttMs));
  fact("jitter", ms(seen.jitterMs));
  fact("lossDown", percent(seen.lossDown));
  fact("lossUp", percent(seen.lossUp));
  fact("kbpsUp", kbps(seen.kbpsUp));
  fact("kbpsDown", kbps(seen.kbpsDown));
}

/** @param {string} name @param {string} text */
function fact(name, text) {
  const found = details.querySelector(`[data-fact="${name}"]`);
  if (found) found.textContent = text;
}

const ms = (/** @type {number} */ value) => `${Math.round(value)} ms`;
const percent = (/** @type {number} */ value) => `${(value * 100).toFixed(value > 0 && value < 0.1 ? 1 : 0)} %`;
const kbps = (/** @type {number} */ value) => `${Math.round(value)} kb/s`;

/** @param {boolean} on */
function showDetails(on) {
  details.hidden = !on;
  qualityButton.setAttribute("aria-expanded", String(on));
}
qualityButton.addEventListener("click", () => showDetails(details.hidden));
