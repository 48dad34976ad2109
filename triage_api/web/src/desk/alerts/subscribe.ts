import { unb64u } from "../../seal/bytes";
import { type Where } from "./wire";

/** Letting this browser be told also while the desk is closed. */

export const WORKER = "/desk/worker.js";
export const SCOPE = "/desk/";

/** The browser, or the person before it, does not allow it. */
export class NotAllowedHere extends Error {}

/** The browser could not reach the push service of its maker. */
export class NoPushService extends Error {}

interface Policies {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): unknown };
}

let address: unknown;

/**
 * The worker's address as a script that may run: the page's policy allows this one name for policies, and it allows this
 * one address. Everything else that would become a script stays forbidden.
 */
function workerAddress(): string {
  const policies = (globalThis as { trustedTypes?: Policies }).trustedTypes;
  const only = (url: string) => {
    if (url !== WORKER) throw new TypeError("no script of ours");
    return url;
  };
  address ??= policies ? policies.createPolicy("desk-worker", { createScriptURL: only }).createScriptURL(WORKER) : WORKER;
  return address as string;
}

export function canBeTold(): boolean {
  return "serviceWorker" in navigator && "PushManager" in globalThis && "Notification" in globalThis;
}

/** Asks whoever sits there, and subscribes at the browser's push service with the server's key. */
export async function subscribe(serverKey: string): Promise<Where> {
  if ((await Notification.requestPermission()) !== "granted") throw new NotAllowedHere();
  const registered = await navigator.serviceWorker.register(workerAddress(), { scope: SCOPE });
  const key = unb64u(serverKey);
  const before = await registered.pushManager.getSubscription();
  // One that holds for another key, of an earlier installation, would take nothing of this server's.
  if (before && !sameKey(before.options.applicationServerKey, key)) await before.unsubscribe();
  try {
    const made = await registered.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key as Uint8Array<ArrayBuffer> });
    const { endpoint, keys } = made.toJSON();
    return { kind: "push", endpoint: endpoint ?? "", p256dh: keys?.["p256dh"] ?? "", auth: keys?.["auth"] ?? "" };
  } catch (error) {
    throw (error as { name?: unknown } | null)?.name === "NotAllowedError" ? new NotAllowedHere() : new NoPushService();
  }
}

export function sameKey(had: ArrayBuffer | null, wanted: Uint8Array): boolean {
  const bytes = new Uint8Array(had ?? new ArrayBuffer(0));
  return bytes.length === wanted.length && bytes.every((byte, at) => byte === wanted[at]);
}
