/** One tab of a browser talks at a time. */

const NAME = "clara-talk";

/**
 * Become the tab that talks.
 * @param {boolean} steal even if another one is
 * @param {() => void} taken called when another tab took over
 * @returns {Promise<boolean>} whether this tab may talk
 */
export function claim(steal, taken) {
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((answer) => {
    const hold = (/** @type {Lock | null} */ lock) => {
      answer(lock !== null);
      // held until the page is gone, or another tab takes it
      return lock ? new Promise(() => {}) : undefined;
    };
    const options = steal ? { steal: true } : { ifAvailable: true };
    navigator.locks.request(NAME, options, hold).catch(taken);
  });
}
