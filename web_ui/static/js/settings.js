/** The live displays of the settings: the microphone's level, and the trial of the wake word. */

import { t } from "./text.js";

const csrf = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
const GOAL = 5;

for (const note of document.querySelectorAll(".script-missing")) note.hidden = true;

attach("levels", document.querySelector(".mic-levels"), {
  area: document.getElementById("mic-meter"),
  path: "/api/v1/device/levels",
  body: { seconds: 30 },
});
attach("trial", document.querySelector(".wake-trial"), {
  area: document.getElementById("wake-meter"),
  path: "/api/v1/device/wake-trial",
  body: { seconds: 60 },
});

/** Have a form's button show something here instead of loading the page anew. */
function attach(name, button, { area, path, body }) {
  const form = button?.form;
  if (!form || !area) return;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const problem = await post(path, body);
    area.hidden = false;
    if (problem) {
      say(area, problem);
      return;
    }
    say(area, "");
    if (name === "trial") void post("/api/v1/device/levels", { seconds: 60 });
  });
}

async function post(path, body) {
  try {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf },
      body: JSON.stringify(body),
    });
    if (answer.ok) return "";
    const problem = await answer.json();
    return problem.detail || problem.title;
  } catch {
    return t("The device does not answer.");
  }
}

// the page's one stream of events is told as events of the document (live.js)
document.addEventListener("clara:device", (event) => {
  const { kind, data } = event.detail;
  if (kind === "levels") showLevel(data);
  if (kind === "wake_trial") showTrial(data);
});

function showLevel(data) {
  const level = document.getElementById("mic-level");
  if (level) {
    level.value = Math.max(0, 60 + data.peak_dbfs);
    document.getElementById("mic-dbfs").textContent = data.peak_dbfs.toFixed(0);
  }
  const score = document.getElementById("wake-score");
  if (score) score.value = 100 * Math.max(0, ...Object.values(data.scores));
}

function showTrial(data) {
  const area = document.getElementById("wake-meter");
  if (!area) return;
  document.getElementById("wake-heard").textContent = data.heard;
  document.getElementById("wake-nearly").textContent = data.nearly;
  if (data.over) say(area, verdict(data));
  else if (data.heard >= GOAL) {
    say(area, t("Five times: that works well."));
    void post("/api/v1/device/wake-trial", { seconds: 0 });
  } else if (data.phrase) {
    say(area, t("Heard “{phrase}”, score {score}.", { phrase: data.phrase, score: data.score.toFixed(2) }));
  } else if (data.score) {
    say(area, t("Nearly: score {score}.", { score: data.score.toFixed(2) }));
  } else say(area, t("Say it now."));
}

function verdict(data) {
  if (data.heard >= GOAL) return t("Five times: that works well.");
  if (data.nearly) return t("Over. More sensitivity may help: it was nearly heard more often.");
  return data.heard ? t("Over.") : t("Over. Nothing was heard: see the microphone's level under Sound.");
}

function say(area, text) {
  let line = area.querySelector('[role="status"]');
  if (!line) {
    line = document.createElement("p");
    line.setAttribute("role", "status");
    area.append(line);
  }
  line.textContent = text;
}
