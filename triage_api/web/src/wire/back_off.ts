/** How long to wait before the n-th new attempt (from 0): doubling to 15 s, with a random part so that pages spread out. */
export function delayBefore(attempt: number): number {
  const whole = Math.min(15_000, 500 * 2 ** attempt);
  return whole / 2 + Math.random() * (whole / 2);
}

/** Waits; returns at once when the signal is given, when the device is online again, or when the page comes into sight. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      globalThis.removeEventListener?.("online", done);
      globalThis.document?.removeEventListener("visibilitychange", done);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    globalThis.addEventListener?.("online", done);
    globalThis.document?.addEventListener("visibilitychange", done);
    signal?.addEventListener("abort", done);
    if (signal?.aborted) done();
  });
}
