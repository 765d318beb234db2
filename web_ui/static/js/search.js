/** What is searched for, found while it is typed. */

import { debounced } from "./dom.js";
import { load, show } from "./page.js";

const WAIT_MS = 150;

/** Begin to search as somebody types. */
export function startSearch() {
  let asked = 0;
  const find = debounced(async (/** @type {HTMLInputElement} */ field) => {
    const address = new URL(field.form?.action || location.href, location.href);
    for (const [name, value] of new FormData(field.form ?? undefined))
      if (value) address.searchParams.set(name, String(value));
      else address.searchParams.delete(name);
    const mine = (asked += 1);
    try {
      const { page } = await load(address.href);
      // an older answer may come after a newer one
      if (mine !== asked) return;
      history.replaceState(null, "", address.pathname + address.search);
      show(page);
    } catch {
      // Enter still asks for the page itself
    }
  }, WAIT_MS);
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (field instanceof HTMLInputElement && field.form?.hasAttribute("data-search")) find(field);
  });
}
