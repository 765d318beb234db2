/** What stands in the way of talking, in plain words, with the one thing to do about it. */

import { t } from "../text.js";

/**
 * @typedef {{ what: string, remedy?: string, link?: { label: string, href: string },
 *             button?: { label: string, run: () => void } }} Trouble
 */

/** What this page cannot do at all, or null. @returns {Trouble | null} */
export function impossible() {
  if (!window.isSecureContext || !navigator.mediaDevices?.getUserMedia)
    return {
      what: t("Browsers give the microphone to secure pages only."),
      remedy: t("Set up HTTPS on this device once; until then, typing works."),
      link: { label: t("Set up HTTPS"), href: "/install" },
    };
  if (typeof RTCPeerConnection === "undefined")
    return { what: t("This browser cannot make calls."), remedy: t("Typing works; so does another browser.") };
  return null;
}

/** Why there is no microphone. @param {unknown} error @param {() => void} again @returns {Trouble} */
export function microphone(error, again) {
  const name = error instanceof DOMException ? error.name : "";
  const button = { label: t("Try again"), run: again };
  if (name === "NotAllowedError")
    return {
      what: t("The microphone is blocked for this page."),
      remedy: t("Tap the sign beside the address, allow the microphone, then try again. Typing works meanwhile."),
      button,
    };
  if (name === "NotFoundError" || name === "OverconstrainedError")
    return { what: t("This device has no microphone."), remedy: t("Connect one, then try again. Typing works meanwhile."), button };
  if (name === "NotReadableError")
    return { what: t("Another program is using the microphone."), remedy: t("Close it, then try again."), button };
  return { what: t("The microphone does not work."), remedy: String(/** @type {any} */ (error)?.message ?? ""), button };
}

/** Why Clara does not answer. @param {any} error @param {() => void} again @returns {Trouble} */
export function refused(error, again) {
  const button = { label: t("Try again"), run: again };
  if (error?.kind === "TalkLimitError")
    return { what: t("Others are talking with Clara, as many as she can listen to."), remedy: t("Typing works meanwhile."), button };
  if (error?.kind === "DaemonUnreachableError")
    return { what: t("Clara's voice is not running."), remedy: t("It is tried again by itself. Typing works meanwhile."), button };
  if (error?.status === 401 || error?.status === 403)
    return { what: t("This browser is not paired any more."), link: { label: t("Pair it"), href: "/pair" } };
  return { what: String(error?.message ?? error), remedy: error?.remedy ?? t("It is tried again by itself."), button };
}

/** @param {() => void} here @returns {Trouble} */
export function otherTab(here) {
  return { what: t("You are talking in another tab."), button: { label: t("Talk here instead"), run: here } };
}
