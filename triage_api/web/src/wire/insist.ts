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
