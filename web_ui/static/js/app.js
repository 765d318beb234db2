/** Everything that scripts add to the pages; each page works without. */

import { startCompleting } from "./complete.js";
import { startLive } from "./live.js";
import { sayWhatWaits, startOffline } from "./offline.js";
import { showNotice } from "./toast.js";
import { startVisits } from "./visit.js";

// for tests and for whoever looks into a slow start
performance.mark("clara-script");
const paired = document.querySelector('meta[name="csrf-token"]') !== null;

if (paired) {
  for (const notice of document.querySelectorAll("#notices > *")) {
    showNotice(notice);
    notice.remove();
  }
  startCompleting();
  startVisits();
  void startOffline();
} else if (location.pathname === "/pair") {
  void sayWhatWaits();
}
performance.mark("clara-ready");

/** What nobody needs in the first moment. */
async function later() {
  const [quickAdd, keys, drag, edit, move, select, search, swipe, looks, app] = await Promise.all([
    import("./quickadd.js"),
    import("./keys.js"),
    import("./drag.js"),
    import("./edit.js"),
    import("./move.js"),
    import("./select.js"),
    import("./search.js"),
    import("./swipe.js"),
    import("./looks.js"),
    import("./pwa.js"),
  ]);
  quickAdd.startQuickAdd();
  keys.startKeys();
  drag.startDragging();
  edit.startEditing();
  move.startMoving();
  select.startSelection();
  search.startSearch();
  swipe.startSwipes();
  looks.startLooks();
  startLive();
  document.documentElement.setAttribute("data-scripts", "ready");
  await app.startApp();
}

if (paired) {
  if (document.readyState === "complete") void later();
  else addEventListener("load", () => void later(), { once: true });
}
