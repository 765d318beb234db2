// Tells whether this browser trusts the certificate by now: it asks for a page over HTTPS.

const AGAIN_MS = 5000;
const line = document.getElementById("install-check");

async function works() {
  try {
    const answer = await fetch(line.dataset.address, { cache: "no-store", credentials: "omit" });
    return answer.ok;
  } catch {
    return false;
  }
}

async function check() {
  const good = await works();
  const text = good ? line.dataset.works : line.dataset.notYet;
  if (line.textContent !== text) line.textContent = text;
  line.hidden = false;
  // nobody looks at a page in the background
  if (!good && !document.hidden) setTimeout(check, AGAIN_MS);
}

if (line) {
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) check();
  });
  check();
}
