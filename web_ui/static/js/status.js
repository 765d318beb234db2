/** Keeps the page Status fresh: after each event of the device, and every ten seconds while it is seen. */

const EVERY_MS = 10_000;
const SETTLE_MS = 700;
const area = document.getElementById("status-live");
let timer = 0;
let busy = false;

async function refresh() {
  clearTimeout(timer);
  if (document.hidden || busy || area.contains(document.activeElement) && document.activeElement.tagName !== "SUMMARY") {
    again(EVERY_MS);
    return;
  }
  busy = true;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (answer.ok && !answer.redirected) replace(await answer.text());
  } catch {
    // the device is away just now; the next look tells more
  } finally {
    busy = false;
    again(EVERY_MS);
  }
}

function replace(text) {
  const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("status-live");
  if (!fresh) return;
  const open = [...area.querySelectorAll("details")].map((one) => one.open);
  [...fresh.querySelectorAll("details")].forEach((one, index) => (one.open = open[index] ?? false));
  area.replaceChildren(...fresh.childNodes);
}

function again(after) {
  clearTimeout(timer);
  timer = setTimeout(() => void refresh(), after);
}

if (area) {
  document.addEventListener("clara:device", (event) => {
    if (["state", "engines", "turn", "error", "settings", "daemon"].includes(event.detail.kind)) again(SETTLE_MS);
  });
  document.addEventListener("visibilitychange", () => !document.hidden && void refresh());
  again(EVERY_MS);
}
