/** What a connection is like, measured from one look to the next. */

/**
 * @typedef {{ rttMs: number, jitterMs: number, lossDown: number, lossUp: number,
 *             kbpsUp: number, kbpsDown: number }} Measured
 */

export class Meter {
  /** @type {Record<string, number> | null} */
  #before = null;

  /** Look at a connection. @param {RTCPeerConnection} connection @returns {Promise<Measured>} */
  async look(connection) {
    const now = counted(await connection.getStats());
    const before = this.#before ?? now;
    this.#before = now;
    const seconds = Math.max(0.001, (now.at - before.at) / 1000);
    const got = now.received - before.received;
    const gone = Math.max(0, now.lost - before.lost);
    return {
      rttMs: now.rtt * 1000,
      jitterMs: now.jitter * 1000,
      lossDown: got + gone > 0 ? gone / (got + gone) : 0,
      lossUp: Math.min(1, Math.max(0, now.lossUp)),
      kbpsUp: ((now.bytesUp - before.bytesUp) * 8) / 1000 / seconds,
      kbpsDown: ((now.bytesDown - before.bytesDown) * 8) / 1000 / seconds,
    };
  }
}

/** Pick the counters that matter out of a report. @param {RTCStatsReport} report */
function counted(report) {
  const found = {
    at: performance.now(),
    rtt: 0,
    jitter: 0,
    received: 0,
    lost: 0,
    lossUp: 0,
    bytesUp: 0,
    bytesDown: 0,
  };
  for (const one of report.values()) {
    if (one.type === "candidate-pair" && one.nominated && one.state === "succeeded")
      found.rtt = one.currentRoundTripTime ?? found.rtt;
    else if (one.type === "inbound-rtp" && one.kind === "audio") {
      found.received = one.packetsReceived ?? 0;
      found.lost = one.packetsLost ?? 0;
      found.jitter = one.jitter ?? 0;
      found.bytesDown = one.bytesReceived ?? 0;
    } else if (one.type === "outbound-rtp" && one.kind === "audio") found.bytesUp = one.bytesSent ?? 0;
    else if (one.type === "remote-inbound-rtp" && one.kind === "audio") found.lossUp = one.fractionLost ?? 0;
  }
  return found;
}
