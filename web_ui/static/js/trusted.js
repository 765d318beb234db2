/** Addresses of scripts that browsers with Trusted Types accept: those of this service. */

const types = /** @type {any} */ (globalThis).trustedTypes;
const policy = types?.createPolicy("clara", {
  createScriptURL: (/** @type {string} */ address) => {
    const url = new URL(address, location.href);
    if (url.origin !== location.origin) throw new TypeError(`${url.origin} is not this service`);
    return url.href;
  },
});

/** @param {string} address @returns {string} */
export const scriptAddress = (address) => policy?.createScriptURL(address) ?? address;
