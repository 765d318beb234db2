/** The Talk page: the orb and the buttons on one side, the connection on the other. */

import { call } from "../api.js";
import { isTyping } from "../dom.js";
import { t } from "../text.js";
import { announce } from "../toast.js";
import { Levels } from "./levels.js";
import { Link } from "./link.js";
import { Log } from "./log.js";
import { claim } from "./tab.js";
import * as trouble from "./trouble.js";
import * as view from "./view.js";

const link = new Link();
const levels = new Levels();
const log = new Log(view.part("talk-log"), (step) => link.send({ type: "undo", step }));
const orb = view.part("orb");
const sound = /** @type {HTMLAudioElement} */ (view.part("talk-sound"));
const handsFree = /** @type {HTMLInputElement} */ (view.part("hands-free"));
const mute = view.part("mute");
const volume = /** @type {HTMLInputElement} */ (view.part("volume"));
const typed = /** @type {HTMLFormElement} */ (view.part("talk-typed"));

/** What Clara is doing in this conversation. */
let doing = "asleep";
/** Whether a finger or a key is down. */
let held = false;
/** @type {MediaStream | null} */
let voice = null;
let beginning = false;
/** @type {WakeLockSentinel | null} */
let awake = null;

/** Ask for the microphone and connect. @param {boolean} [steal] from another tab */
async function begin(steal = false) {
  const wrong = trouble.impossible();
  if (wrong) return view.show(wrong);
  if (beginning || link.state !== "off") return;
  beginning = true;
  levels.wake();
  view.state("connecting", t("Connecting"));
  try {
    if (!(await claim(steal, end))) return view.show(trouble.otherTab(() => void begin(true)));
    voice = await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 },
    });
  } catch (error) {
    return view.show(trouble.microphone(error, () => void begin()));
  } finally {
    beginning = false;
  }
  view.show(null);
  levels.watch("voice", voice);
  for (const track of voice.getAudioTracks()) {
    track.addEventListener("ended", () => {
      end();
      view.show(trouble.microphone(new DOMException("", "NotFoundError"), () => void begin()));
    });
  }
  link.open(voice);
}

/** Hang up: another tab took over, or the microphone is gone. */
function end() {
  link.close();
  for (const track of voice?.getTracks() ?? []) track.stop();
  voice = null;
  levels.forget("voice");
  levels.forget("clara");
}

function press() {
  if (held) return;
  held = true;
  view.held(true);
  if (!link.ready) return void begin();
  link.send({ type: "press" });
}

function release() {
  if (!held) return;
  held = false;
  view.held(false);
  link.send({ type: "release" });
}

link.addEventListener("state", (event) => {
  const now = /** @type {CustomEvent<string>} */ (event).detail;
  view.connected(now === "ready");
  if (now === "ready") {
    view.show(null);
    if (Number(volume.value) < 100) setVolume();
    if (mute.getAttribute("aria-pressed") === "true") link.send({ type: "mute", on: true });
    if (held) link.send({ type: "press" });
  } else {
    log.forget();
    levels.forget("clara");
    if (now === "connecting") view.state("connecting", t("Connecting"));
    if (now === "waiting") view.state("lost", t("Connection lost; trying again"));
    if (now === "off") view.state("off", "");
  }
});

link.addEventListener("sound", (event) => {
  const stream = /** @type {CustomEvent<MediaStream>} */ (event).detail;
  sound.srcObject = stream;
  levels.watch("clara", stream);
  sound.play().catch(() =>
    view.show({
      what: t("This browser plays no sound before it is touched."),
      button: { label: t("Play sound"), run: () => void sound.play().then(() => view.show(null)) },
    }),
  );
});

link.addEventListener("quality", (event) => view.quality(/** @type {CustomEvent} */ (event).detail));
link.addEventListener("refused", (event) =>
  view.show(trouble.refused(/** @type {CustomEvent} */ (event).detail, () => link.hurry())),
);

/** @type {Record<string, (message: any) => void>} */
const told = {
  hello({ missed, hands_free: free }) {
    for (const one of missed) {
      if (one.type === "reply") log.reply(one.text, true);
      else told[one.type]?.(one);
    }
    handsFree.checked = free;
    enter("asleep");
  },
  state: ({ state }) => enter(state),
  hearing: ({ text }) => log.hearing(text),
  heard: ({ text }) => log.heard(text),
  understood: (message) => log.understood(message),
  reply: ({ text }) => log.reply(text),
  undone: ({ step, text }) => log.undone(step, text),
  floor({ hands_free: free, reason }) {
    handsFree.checked = free;
    if (!free && reason === "idle") announce(t("Hands-free is off: nobody spoke for a while."));
    void keepAwake(free);
    enter(doing);
  },
  problem: ({ message, remedy }) => view.show({ what: message, remedy }),
};

link.addEventListener("message", (event) => {
  const { detail } = /** @type {CustomEvent} */ (event);
  told[detail.type]?.(detail);
});

/** Show what Clara is doing. @param {string} state */
function enter(state) {
  if (state !== "listening") log.forget();
  doing = state;
  const words = /** @type {Record<string, string>} */ ({
    asleep: handsFree.checked ? "" : t("Hold to talk"),
    listening: t("Listening"),
    thinking: t("Thinking"),
    speaking: t("Speaking"),
    muted: t("Muted"),
  });
  view.state(state, words[state] ?? "");
  view.hint(state === "asleep" ? t("Hold the circle or the space bar while you speak.") : "");
}

/** Keep the screen on while Clara listens all the time. @param {boolean} on */
async function keepAwake(on) {
  try {
    if (on) awake ??= (await navigator.wakeLock?.request("screen")) ?? null;
    else {
      await awake?.release();
      awake = null;
    }
  } catch {
    // low battery: the screen may go dark
  }
}

function setVolume() {
  link.send({ type: "volume", level: Number(volume.value) / 100 });
}

/** A typed turn: by the connection if there is one, else by the API. @param {string} text */
async function type(text) {
  if (link.ready && link.send({ type: "text", text })) return;
  log.heard(text);
  try {
    const { data } = await call("POST", "/turns", { body: { text, conversation: `talk-${link.conversation}` } });
    log.understood(data);
    if (data.reply) log.reply(data.reply);
  } catch (error) {
    const { message, remedy } = /** @type {any} */ (error);
    view.show({ what: message, remedy });
  }
}

orb.addEventListener("pointerdown", (event) => {
  if (event.button !== 0) return;
  orb.setPointerCapture(event.pointerId);
  levels.wake();
  if (link.ready && handsFree.checked) return void link.send({ type: "stop" });
  press();
});
for (const name of ["pointerup", "pointercancel", "lostpointercapture"]) orb.addEventListener(name, release);
orb.addEventListener("contextmenu", (event) => event.preventDefault());
// a screen reader presses without holding: once begins, once ends
orb.addEventListener("click", (event) => {
  if (event.detail !== 0) return;
  if (held) release();
  else press();
});
const isHoldKey = (/** @type {KeyboardEvent} */ event) =>
  event.code === "Space" && !isTyping(event.target) && !(event.target instanceof HTMLButtonElement && event.target !== orb);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") link.send({ type: "stop" });
  if (!isHoldKey(event) || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  if (!event.repeat) press();
});
document.addEventListener("keyup", (event) => {
  if (!isHoldKey(event)) return;
  event.preventDefault(); // or the orb would be clicked as well
  release();
});
window.addEventListener("blur", release);

handsFree.addEventListener("change", () => link.send({ type: "hands_free", on: handsFree.checked }));
mute.addEventListener("click", () => {
  const on = mute.getAttribute("aria-pressed") !== "true";
  mute.setAttribute("aria-pressed", String(on));
  for (const track of voice?.getAudioTracks() ?? []) track.enabled = !on;
  link.send({ type: "mute", on });
});
view.part("stop").addEventListener("click", () => link.send({ type: "stop" }));
volume.addEventListener("input", setVolume);
typed.addEventListener("submit", (event) => {
  event.preventDefault();
  const field = /** @type {HTMLInputElement} */ (typed.elements.namedItem("text"));
  const text = field.value.trim();
  if (text) void type(text);
  field.value = "";
});

window.addEventListener("online", () => link.hurry());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") link.hurry();
});
window.addEventListener("pagehide", () => link.close());

/** Move the orb with whoever is loud. */
function draw() {
  const who = doing === "speaking" ? "clara" : doing === "listening" ? "voice" : "";
  view.level(who && link.ready ? levels.of(who) : 0);
  requestAnimationFrame(draw);
}

/** Connect by itself where that needs no question. */
async function start() {
  const wrong = trouble.impossible();
  if (wrong) {
    view.state("problem", "");
    return view.show(wrong);
  }
  view.state("off", t("Tap to talk"));
  view.hint(t("Your voice goes to Clara in this house, and nowhere else."));
  draw();
  const asked = await navigator.permissions?.query({ name: /** @type {any} */ ("microphone") }).catch(() => null);
  if (asked?.state === "granted" && link.state === "off") await begin();
}

void start();
