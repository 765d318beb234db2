/** Clara as an app on the phone: offline pages, and an offer to install where it helps. */

import { el, icon } from "./dom.js";
import { isConnected } from "./live.js";
import { scriptAddress } from "./trusted.js";
import { t } from "./text.js";

/** What is kept for when there is no network. */
const KEPT = ["/", "/upcoming", "/inbox", "/projects"];
const SOON_MS = 500;
const QUIET_MS = 4000;
const VISITS = "clara-visits";
/** Nobody is asked on the first visits. */
const ASK_AFTER = 3;

/** Begin to keep pages; does nothing over HTTP, where browsers allow no service worker. */
export async function startApp() {
  if (!("serviceWorker" in navigator) || !document.body.classList.contains("with-nav")) return;
  offerInstallation();
  const asked = navigator.serviceWorker.register(scriptAddress("/sw.js"), { scope: "/", updateViaCache: "none" });
  // refused where somebody went on past the warning of a certificate: nothing is kept there
  const registration = await asked.catch(() => null);
  if (!registration) return;
  await navigator.serviceWorker.ready;
  let timer = 0;
  const keep = (wait = QUIET_MS) => {
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      if (isConnected() !== false)
        registration.active?.postMessage({ type: "keep", addresses: [...KEPT, location.pathname + location.search] });
    }, wait);
  };
  navigator.serviceWorker.addEventListener("message", (event) => {
    if (event.data?.type === "kept") document.documentElement.setAttribute("data-kept", "");
  });
  keep(SOON_MS);
  document.addEventListener("clara:tasks", () => keep());
}

function offerInstallation() {
  const visits = Number(localStorage.getItem(VISITS) ?? 0) + 1;
  localStorage.setItem(VISITS, String(visits));
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    const phone = matchMedia("(pointer: coarse)").matches;
    if (!phone || visits < ASK_AFTER || localStorage.getItem(`${VISITS}-no`)) return;
    const box = el("div.notice.install", { "data-own": true });
    const install = () => {
      box.remove();
      void (/** @type {any} */ (event).prompt());
    };
    const never = () => {
      box.remove();
      localStorage.setItem(`${VISITS}-no`, "1");
    };
    box.append(
      icon("phone"),
      el("div.what", {}, el("p", {}, t("Put Clara on the home screen: it opens faster, also without network."))),
      el("button.button.small", { type: "button", on: { click: install } }, t("Install")),
      el("button.icon-button", { type: "button", "aria-label": t("Do not ask again"), on: { click: never } }, icon("close", true)),
    );
    document.getElementById("main")?.prepend(box);
  });
}
