/** The texts of scripts, in the language of the page. */

/** @type {Record<string, string | string[]>} source text to translation (or its plural forms) */
let catalogue = {};
const source = document.getElementById("messages");
if (source) catalogue = JSON.parse(source.textContent || "{}");

export const language = document.documentElement.lang || "en";
/** What dates are written by; "en" alone would be American, unlike the dates of the server. */
export const region = language === "en" ? "en-GB" : language;
const plurals = new Intl.PluralRules(language);
const categories = ["zero", "one", "two", "few", "many", "other"].filter((name) =>
  plurals.resolvedOptions().pluralCategories.includes(/** @type {Intl.LDMLPluralRule} */ (name)),
);

/**
 * Return a text in the language of the page; `{name}` in it is replaced.
 * @param {string} text the English text
 * @param {Record<string, string | number>} [values]
 */
export function t(text, values = {}) {
  const found = catalogue[text];
  return filled(typeof found === "string" && found ? found : text, values);
}

/**
 * Return a text that depends on a number, which `{n}` in it stands for.
 * @param {string} one
 * @param {string} many
 * @param {number} n
 * @param {Record<string, string | number>} [values]
 */
export function tn(one, many, n, values = {}) {
  const forms = catalogue[one];
  const index = categories.indexOf(plurals.select(n));
  const own = Array.isArray(forms) ? forms[Math.min(index, forms.length - 1)] : "";
  return filled(own || (n === 1 ? one : many), { n, ...values });
}

/** @param {string} text @param {Record<string, string | number>} values */
function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}
