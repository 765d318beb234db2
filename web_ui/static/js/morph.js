/** Make one tree of elements like another, touching only what differs. */

/** Attributes that belong to whoever looks at the page, not to the server. */
const OWN = new Set(["open", "data-own", "aria-expanded"]);

/**
 * Change `old` into `fresh`. What has the focus, was typed, or is marked with `data-own`
 * stays as it is.
 * @param {Element} old
 * @param {Element} fresh
 */
export function morph(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  if (old.hasAttribute("data-own")) return;
  if (old.tagName !== fresh.tagName) {
    old.replaceWith(adopted(fresh));
    return;
  }
  if (isBusy(old)) return;
  attributes(old, fresh);
  children(old, fresh);
}

/** @param {Node} node */
const adopted = (node) => document.importNode(node, true);

/** Typed into, or about to be. @param {Element} element */
function isBusy(element) {
  if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) {
    return (
      element === document.activeElement ||
      (element.type !== "hidden" && element.value !== element.defaultValue)
    );
  }
  return element instanceof HTMLSelectElement && element === document.activeElement;
}

/** @param {Element} old @param {Element} fresh */
function attributes(old, fresh) {
  for (const { name, value } of Array.from(fresh.attributes))
    if (!OWN.has(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
  for (const { name } of Array.from(old.attributes))
    if (!OWN.has(name) && !fresh.hasAttribute(name)) old.removeAttribute(name);
}

/** What an element is called among its siblings. @param {Node} node */
function keyOf(node) {
  if (!(node instanceof Element)) return null;
  const id = node.getAttribute("data-task") ?? node.getAttribute("data-key") ?? node.id;
  return id ? `${node.tagName}:${id}` : null;
}

/** @param {Element} old @param {Element} fresh */
function children(old, fresh) {
  /** @type {Map<string, Element>} */
  const keyed = new Map();
  for (const child of Array.from(old.children)) {
    const key = keyOf(child);
    if (key) keyed.set(key, child);
  }
  /** @type {ChildNode | null} */
  let at = old.firstChild;
  for (const wanted of Array.from(fresh.childNodes)) {
    at = skipOwn(at);
    const key = keyOf(wanted);
    const match = key ? keyed.get(key) : fitting(at, wanted);
    if (key) keyed.delete(key);
    if (match instanceof Element && wanted instanceof Element) {
      if (match === at) at = at.nextSibling;
      // an element that is moved loses the focus, so what has it stays and others move
      else if (match.contains(document.activeElement)) at = removeUntil(at, match, keyed);
      else old.insertBefore(match, at);
      morph(match, wanted);
    } else if (match) {
      if (match.nodeValue !== wanted.nodeValue) match.nodeValue = wanted.nodeValue;
      at = match.nextSibling;
    } else {
      old.insertBefore(adopted(wanted), at);
    }
  }
  for (at = skipOwn(at); at; at = skipOwn(at)) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

/** @param {ChildNode | null} at */
function skipOwn(at) {
  while (at instanceof Element && at.hasAttribute("data-own")) at = at.nextSibling;
  return at;
}

/** Return the node if it can become another one. @param {ChildNode | null} at @param {Node} wanted */
function fitting(at, wanted) {
  if (!at || at.nodeType !== wanted.nodeType || keyOf(at)) return null;
  if (at instanceof Element && wanted instanceof Element)
    return at.tagName === wanted.tagName ? at : null;
  return at;
}

/**
 * Move what stands before an element behind it, and return what follows.
 * @param {ChildNode | null} at
 * @param {Element} match
 * @param {Map<string, Element>} keyed what is still wanted
 */
function removeUntil(at, match, keyed) {
  const wanted = new Set(keyed.values());
  for (let node = at; node && node !== match; ) {
    const next = node.nextSibling;
    if (node instanceof Element && wanted.has(node)) match.parentNode?.append(node);
    else node.remove();
    node = next;
  }
  return match.nextSibling;
}
