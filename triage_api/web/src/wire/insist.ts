import { delayBefore, pause } from "./back_off";
import { Refused, mayPass } from "./call";

/** Asks until it is answered; undefined when the server refuses for good or `signal` is given. */
export async function insist<T>(request: () => Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  for (let attempt = 0; !signal.aborted; attempt++) {
    try {
      return await request();
    } catch (error) {
      if (error instanceof Refused && !mayPass(error)) return undefined;
      await pause(delayBefore(attempt), signal);
    }
  }
  return undefined;
}

/** Asks until it is answered; throws when the server refuses for good, and is undefined when `signal` is given. */
export async function answered<T>(request: () => Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  let refused: unknown;
  const answer = await insist(() => request().catch((error: unknown) => {
    if (mayPass(error)) throw error;
    refused = error;
    return undefined;
  }), signal);
  if (refused) throw refused;
  return answer;
}
