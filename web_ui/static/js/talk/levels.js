/** How loud both sides are, for the eye. */

const QUIETEST_DB = -52;
const LOUDEST_DB = -12;

export class Levels {
  /** @type {AudioContext | null} */
  #context = null;
  /** @type {Map<string, { source: MediaStreamAudioSourceNode, analyser: AnalyserNode }>} */
  #ears = new Map();
  #samples = new Float32Array(1024);

  /** Sound may be looked at after somebody touched the page. */
  wake() {
    this.#context ??= new AudioContext();
    if (this.#context.state === "suspended") void this.#context.resume();
  }

  /** Watch a stream. @param {string} name @param {MediaStream} stream */
  watch(name, stream) {
    this.wake();
    this.forget(name);
    if (!this.#context || !stream.getAudioTracks().length) return;
    const source = this.#context.createMediaStreamSource(stream);
    const analyser = this.#context.createAnalyser();
    analyser.fftSize = 1024;
    source.connect(analyser);
    this.#ears.set(name, { source, analyser });
  }

  /** @param {string} name */
  forget(name) {
    this.#ears.get(name)?.source.disconnect();
    this.#ears.delete(name);
  }

  /** Return a level from 0 to 1. @param {string} name */
  of(name) {
    const ear = this.#ears.get(name);
    if (!ear) return 0;
    ear.analyser.getFloatTimeDomainData(this.#samples);
    let power = 0;
    for (const sample of this.#samples) power += sample * sample;
    const db = 10 * Math.log10(power / this.#samples.length + 1e-10);
    return Math.min(1, Math.max(0, (db - QUIETEST_DB) / (LOUDEST_DB - QUIETEST_DB)));
  }
}
