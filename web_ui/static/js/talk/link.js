/** The connection to Clara: made, kept, and made again when it is lost. */

import { call } from "../api.js";
import { Adaptation, backoffMs } from "./adapt.js";
import { Meter } from "./quality.js";

const CHANNEL = "clara";
const PING_MS = 2000;
const SILENT_MS = 7000;
const LOOK_MS = 2000;
const GATHER_MS = 1500;
const READY_MS = 20_000;
const KEPT = "clara-talk";

/**
 * Events: "state" (detail: connecting, ready, waiting, off), "message" (detail: what Clara
 * says), "sound" (detail: MediaStream), "quality" (detail: Measured), "refused" (detail: error).
 */
export class Link extends EventTarget {
  state = "off";
  /** @type {RTCPeerConnection | null} */
  #connection = null;
  /** @type {RTCDataChannel | null} */
  #channel = null;
  /** @type {MediaStream | null} */
  #voice = null;
  #wanted = false;
  #tries = 0;
  #timer = 0;
  #heard = 0;
  /** @type {number[]} */
  #clocks = [];
  #pings = 0;
  #adaptation = new Adaptation();
  #kept = read();

  /** Connect, and stay connected. @param {MediaStream} voice */
  open(voice) {
    this.#voice = voice;
    this.#wanted = true;
    this.#tries = 0;
    void this.#connect();
  }

  /** Hang up. */
  close() {
    this.#wanted = false;
    clearTimeout(this.#timer);
    this.send({ type: "bye" });
    this.#drop();
    this.#become("off");
  }

  /** Connect now instead of later: the network is back, or the page is looked at. */
  hurry() {
    if (!this.#wanted || this.state !== "waiting") return;
    clearTimeout(this.#timer);
    this.#tries = 0;
    void this.#connect();
  }

  /** Say something; returns whether it was sent. @param {Record<string, unknown>} message */
  send(message) {
    if (this.#channel?.readyState !== "open") return false;
    this.#channel.send(JSON.stringify(message));
    return true;
  }

  get ready() {
    return this.state === "ready";
  }

  get conversation() {
    return this.#kept.conversation;
  }

  async #connect() {
    this.#drop();
    this.#become("connecting");
    const connection = new RTCPeerConnection({ iceServers: [] });
    this.#connection = connection;
    const mine = () => this.#connection === connection;
    try {
      this.#prepare(connection, mine);
      await connection.setLocalDescription();
      await gathered(connection);
      if (!mine()) return;
      const { session, conversation, last } = this.#kept;
      const { data } = await call("POST", "/talk/offer", {
        body: { sdp: connection.localDescription?.sdp, ...(session ? { session } : {}), conversation, last },
        signal: AbortSignal.timeout(READY_MS),
      });
      if (!mine()) return;
      this.#keep({ session: data.session });
      await connection.setRemoteDescription({ type: "answer", sdp: data.sdp });
      this.#clocks.push(window.setTimeout(() => mine() && !this.ready && this.#lost(), READY_MS));
    } catch (error) {
      if (!mine()) return;
      this.dispatchEvent(new CustomEvent("refused", { detail: error }));
      this.#lost();
    }
  }

  /** @param {RTCPeerConnection} connection @param {() => boolean} mine */
  #prepare(connection, mine) {
    for (const track of this.#voice?.getAudioTracks() ?? [])
      connection.addTrack(track, /** @type {MediaStream} */ (this.#voice));
    connection.addEventListener("track", ({ track, streams }) => {
      const sound = streams[0] ?? new MediaStream([track]);
      if (mine()) this.dispatchEvent(new CustomEvent("sound", { detail: sound }));
    });
    connection.addEventListener("connectionstatechange", () => {
      if (mine() && ["failed", "closed"].includes(connection.connectionState)) this.#lost();
    });
    const channel = connection.createDataChannel(CHANNEL);
    this.#channel = channel;
    channel.addEventListener("message", ({ data }) => mine() && this.#take(data));
    channel.addEventListener("close", () => mine() && this.#lost());
  }

  /** @param {unknown} data */
  #take(data) {
    this.#heard = performance.now();
    let message;
    try {
      message = JSON.parse(String(data));
    } catch {
      return;
    }
    if (typeof message.seq === "number") this.#keep({ last: Math.max(this.#kept.last, message.seq) });
    if (message.type === "hello") this.#begin(message);
    if (message.type === "pong") return;
    this.dispatchEvent(new CustomEvent("message", { detail: message }));
  }

  /** @param {{ session: string, seq: number }} hello */
  #begin(hello) {
    this.#tries = 0;
    // a session that began anew counts from the beginning
    this.#keep({ session: hello.session, last: hello.seq });
    this.#become("ready");
    const meter = new Meter();
    this.#clocks.push(
      window.setInterval(() => this.#ping(), PING_MS),
      window.setInterval(() => void this.#look(meter), LOOK_MS),
    );
  }

  #ping() {
    this.send({ type: "ping", n: (this.#pings += 1) });
    if (performance.now() - this.#heard > SILENT_MS) this.#lost();
  }

  /** @param {Meter} meter */
  async #look(meter) {
    const connection = this.#connection;
    if (!connection) return;
    const seen = await meter.look(connection);
    if (connection !== this.#connection) return;
    this.send({ type: "stats", loss: seen.lossDown, rtt_ms: seen.rttMs, jitter_ms: seen.jitterMs, kbps: seen.kbpsUp });
    const bitrate = this.#adaptation.report({ loss: seen.lossUp, rttMs: seen.rttMs });
    await limit(connection, bitrate);
    this.dispatchEvent(new CustomEvent("quality", { detail: seen }));
  }

  #lost() {
    this.#drop();
    if (!this.#wanted) return;
    this.#become("waiting");
    this.#timer = window.setTimeout(() => void this.#connect(), backoffMs(this.#tries));
    this.#tries += 1;
  }

  #drop() {
    for (const clock of this.#clocks) clearTimeout(clock);
    this.#clocks = [];
    const connection = this.#connection;
    this.#connection = this.#channel = null;
    connection?.close();
  }

  /** @param {string} state */
  #become(state) {
    if (this.state === state) return;
    this.state = state;
    this.dispatchEvent(new CustomEvent("state", { detail: state }));
  }

  /** @param {Partial<{ session: string, last: number }>} changed */
  #keep(changed) {
    Object.assign(this.#kept, changed);
    try {
      sessionStorage.setItem(KEPT, JSON.stringify(this.#kept));
    } catch {
      // without storage a reload begins a new session
    }
  }
}

/** What this tab goes on with after a reload. */
function read() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  const fresh = {
    session: "",
    last: 0,
    conversation: Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join(""),
  };
  try {
    return { ...fresh, ...JSON.parse(sessionStorage.getItem(KEPT) ?? "{}") };
  } catch {
    return fresh;
  }
}

/** Wait for the addresses of this device; one that takes long is left out. @param {RTCPeerConnection} connection */
function gathered(connection) {
  return new Promise((done) => {
    const look = () => connection.iceGatheringState === "complete" && done(null);
    connection.addEventListener("icegatheringstatechange", look);
    setTimeout(done, GATHER_MS, null);
    look();
  });
}

/** @param {RTCPeerConnection} connection @param {number} bitrate */
async function limit(connection, bitrate) {
  const sender = connection.getSenders().find((one) => one.track?.kind === "audio");
  const parameters = sender?.getParameters();
  if (!sender || !parameters?.encodings?.length || parameters.encodings[0].maxBitrate === bitrate) return;
  parameters.encodings[0].maxBitrate = bitrate;
  try {
    await sender.setParameters(parameters);
  } catch {
    // some browsers allow it only while nothing else is negotiated: the next look tries again
  }
}
