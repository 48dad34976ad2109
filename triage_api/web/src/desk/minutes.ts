import { useEffect, useState } from "preact/hooks";

const EVERY_MS = 15_000;

/** Whole minutes since then, kept up to date while it is shown. */
export function useMinutesSince(at: number): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const tick = setInterval(() => setNow(Date.now()), EVERY_MS);
    return () => clearInterval(tick);
  }, []);
  return Math.max(0, Math.floor((Math.max(now, Date.now()) - at) / 60_000));
}
