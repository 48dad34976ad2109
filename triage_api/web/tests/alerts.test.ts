import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { type Scope, serve } from "../src/desk/alerts/serve_worker";
import { NoPushService, NotAllowedHere, SCOPE, WORKER, canBeTold, sameKey, subscribe } from "../src/desk/alerts/subscribe";
import { b64u, random } from "../src/seal/bytes";

type Heard = Record<string, (event: never) => void>;

function aWorker(open: string[] = []) {
  const heard: Heard = {};
  const shown: { title: string; options: NotificationOptions }[] = [];
  const went: string[] = [];
  const scope = {
    registration: { scope: "https://help.example.org/desk/", showNotification: async (title: string, options: NotificationOptions) => void shown.push({ title, options }) },
    clients: {
      matchAll: async () => open.map((url) => ({ url, focus: async () => void went.push(`focus ${url}`) })),
      openWindow: async (url: string) => void went.push(`open ${url}`),
    },
    addEventListener: (name: string, handler: (event: never) => void) => void (heard[name] = handler),
  } as unknown as Scope;
  serve(scope);
  const happens = async (name: string, event: object) => {
    const work: Promise<unknown>[] = [];
    heard[name]!({ ...event, waitUntil: (one: Promise<unknown>) => void work.push(one) } as never);
    expect(work).toHaveLength(1);
    await Promise.all(work);
  };
  return { heard, shown, went, happens };
}

const message = (body: unknown) => ({ data: { json: () => JSON.parse(typeof body === "string" ? body : JSON.stringify(body)) as unknown } });

describe("the service worker", () => {
  test("shows what was sent, over and over in one notification, and a quiet one without a sound", async () => {
    const { shown, happens } = aWorker();
    await happens("push", message({ say: "Lykta: någon väntar.", quiet: false }));
    await happens("push", message({ say: "Lykta: någon väntar.", quiet: true }));
    expect(shown.map(({ title }) => title)).toEqual(["Lykta: någon väntar.", "Lykta: någon väntar."]);
    expect(shown.map(({ options }) => [options.tag, options.silent])).toEqual([["lykta", false], ["lykta", true]]);
  });

  test.each([[null], [message("no json")], [message({})], [message({ say: 7 })], [message("null")]])("says its neutral sentence for what it cannot read (%j)", async (event) => {
    const { shown, happens } = aWorker();
    await happens("push", event ?? { data: null });
    expect(shown).toMatchObject([{ title: "Lykta: someone is waiting." }]);
  });

  test("brings the open desk to the front, and opens it when it is not", async () => {
    const notification = { close: vi.fn() };
    const there = aWorker(["https://help.example.org/", "https://help.example.org/desk/"]);
    await there.happens("notificationclick", { notification });
    expect(there.went).toEqual(["focus https://help.example.org/desk/"]);
    const away = aWorker(["https://help.example.org/"]);
    await away.happens("notificationclick", { notification });
    expect(away.went).toEqual(["open https://help.example.org/desk/"]);
    expect(notification.close).toHaveBeenCalledTimes(2);
  });

  test("listens to nothing else: no request of a page passes through it", () => {
    expect(Object.keys(aWorker().heard).sort()).toEqual(["notificationclick", "push"]);
  });
});

describe("subscribing", () => {
  const KEY = random(65);
  let permission: string;
  let before: { options: { applicationServerKey: ArrayBuffer }; unsubscribe: () => Promise<boolean> } | null;
  let registered: unknown[];
  let wanted: { userVisibleOnly: boolean; applicationServerKey: Uint8Array }[];

  beforeEach(() => {
    [permission, before, registered, wanted] = ["granted", null, [], []];
    const pushManager = {
      getSubscription: async () => before,
      subscribe: async (wish: (typeof wanted)[number]) => {
        wanted.push(wish);
        return { toJSON: () => ({ endpoint: "https://push.example.org/abc", keys: { p256dh: "P", auth: "A" } }) };
      },
    };
    vi.stubGlobal("Notification", { requestPermission: async () => permission });
    vi.stubGlobal("PushManager", {});
    vi.stubGlobal("navigator", { serviceWorker: { register: async (...what: unknown[]) => (registered.push(what), { pushManager }) } });
  });
  afterEach(() => vi.unstubAllGlobals());

  test("registers the one worker below the desk, and gives the server where to send", async () => {
    expect(canBeTold()).toBe(true);
    expect(await subscribe(b64u(KEY))).toEqual({ kind: "push", endpoint: "https://push.example.org/abc", p256dh: "P", auth: "A" });
    expect(registered).toEqual([[WORKER, { scope: SCOPE }]]);
    expect(wanted[0]).toMatchObject({ userVisibleOnly: true });
    expect([...wanted[0]!.applicationServerKey]).toEqual([...KEY]);
  });

  test("a no is taken, and nothing is registered", async () => {
    permission = "denied";
    await expect(subscribe(b64u(KEY))).rejects.toThrow(NotAllowedHere);
    expect(registered).toEqual([]);
  });

  test.each([["NotAllowedError", NotAllowedHere], ["AbortError", NoPushService]])("what the browser says of its push service is understood (%s)", async (name, kind) => {
    wanted.push = () => {
      throw new DOMException("", name);
    };
    await expect(subscribe(b64u(KEY))).rejects.toThrow(kind);
  });

  test("a subscription for another server's key is given up first, one for this key is kept", async () => {
    const unsubscribe = vi.fn(async () => true);
    before = { options: { applicationServerKey: random(65).slice().buffer as ArrayBuffer }, unsubscribe };
    await subscribe(b64u(KEY));
    expect(unsubscribe).toHaveBeenCalledOnce();
    before = { options: { applicationServerKey: KEY.slice().buffer as ArrayBuffer }, unsubscribe };
    await subscribe(b64u(KEY));
    expect(unsubscribe).toHaveBeenCalledOnce();
    expect(sameKey(null, KEY)).toBe(false);
  });
});

test("the page of people who write knows of no service worker, no push and no notification", () => {
  const folder = fileURLToPath(new URL("../src/", import.meta.url));
  const all = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => /\.tsx?$/.test(file));
  const speak = all.filter((file) => /serviceWorker|PushManager|\bNotification\b/.test(readFileSync(folder + file, "utf8")));
  expect(speak.length).toBeGreaterThan(0);
  expect(speak.filter((file) => !file.startsWith("desk/alerts/"))).toEqual([]);
  const meets = all.filter((file) => !file.startsWith("desk/") && /desk\/alerts/.test(readFileSync(folder + file, "utf8")));
  expect(meets).toEqual([]);
});
