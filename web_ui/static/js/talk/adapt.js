/** How much this browser's voice may cost, by what arrives of it. */

/** Mono speech in Opus: fullband, wideband, and what still can be understood (RFC 7587 3.1.1). */
export const LADDER = [12000, 20000, 32000];
export const BEST = LADDER.length - 1;
const GOOD_REPORTS = 5;

/** Down at once, up slowly. */
export class Adaptation {
  #rung = BEST;
  #good = 0;

  get bitrate() {
    return LADDER[this.#rung];
  }

  /**
   * Take one measurement; return the bit rate to send with.
   * @param {{ loss: number, rttMs: number }} measured loss from 0 to 1
   */
  report({ loss, rttMs }) {
    let wanted = BEST;
    if (loss > 0.02 || rttMs > 400) wanted = 1;
    if (loss > 0.08 || rttMs > 1000) wanted = 0;
    if (wanted < this.#rung) {
      this.#rung = wanted;
      this.#good = 0;
    } else if (wanted > this.#rung) {
      this.#good += 1;
      if (this.#good >= GOOD_REPORTS) {
        this.#rung += 1;
        this.#good = 0;
      }
    } else {
      this.#good = 0;
    }
    return this.bitrate;
  }
}

/** How long to wait before the next try: twice as long each time, and never all at once.
 * @param {number} tries @param {number} [chance] from 0 to 1 */
export function backoffMs(tries, chance = Math.random()) {
  return Math.min(30_000, 500 * 2 ** tries) * (0.5 + chance);
}

/** One to three bars. @param {{ loss: number, rttMs: number, jitterMs: number }} measured */
export function bars({ loss, rttMs, jitterMs }) {
  if (loss > 0.08 || rttMs > 600 || jitterMs > 120) return 1;
  return loss > 0.02 || rttMs > 250 || jitterMs > 50 ? 2 : 3;
}
