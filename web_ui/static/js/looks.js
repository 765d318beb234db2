/** Theme, accent and density, changed on the spot; cookies keep them, so that nothing flashes. */

const KEPT_S = 400 * 24 * 60 * 60;
const CHOICES = ["theme", "accent", "density"];

/** Begin to follow the fields that choose how pages look. */
export function startLooks() {
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement || field instanceof HTMLSelectElement)) return;
    if (CHOICES.includes(field.name)) wear(field.name, field.value);
  });
}

/** @param {string} name @param {string} value */
function wear(name, value) {
  const root = document.documentElement;
  if (name === "theme" && value === "auto") delete root.dataset.theme;
  else root.dataset[name] = value;
  if (name === "theme") {
    const scheme = document.querySelector('meta[name="color-scheme"]');
    scheme?.setAttribute("content", value === "auto" ? "light dark" : value);
  }
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `clara_${name}=${encodeURIComponent(value)}; Max-Age=${KEPT_S}; Path=/; SameSite=Lax${secure}`;
}
