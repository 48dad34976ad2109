import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { type HeldCase, type Session } from "../src/desk/calls";
import { Desk } from "../src/desk/desk";
import { newKeys, publicKeysOf } from "../src/desk/keys";
import { newVaultKey } from "../src/desk/vault";
import { b64u, random, unb64u } from "../src/seal/bytes";
import { newChatSecret, sealChatSecret } from "../src/seal/secret";

/** The counsellor's page and a server that is a stream of events and a few answers. */

const CASE = b64u(random(16));
const ME = b64u(random(16));
const held = (epoch: number, channel: "web" | "sms") =>
  ({ case_id: CASE, epoch, level: "high", language: "en", channel, writer: "self", reachable: true, waiting_since: "", envelope: {}, left: null, secret: null, messages: [] }) as unknown as HeldCase;

let say: (name: string, data: unknown) => void;
let answers: Record<string, () => unknown>;
let asked: string[];
let desk: Desk;
let signSeal: ReturnType<typeof newKeys>;

beforeEach(async () => {
  vi.stubGlobal("document", { visibilityState: "visible", addEventListener: () => {}, removeEventListener: () => {}, documentElement: {} });
  vi.stubGlobal("navigator", { languages: ["en"] });
  asked = [];
  answers = {
    me: () => ({ id: ME, name: "Kim", role: "counsellor", on_roster: true, on_duty: true, demo: false, chats_at_once: 3, break_minutes: 50, lock_minutes: 15, languages: ["sv", "en", "th", "ro"], personas: ["self", "friend", "minor", "other"] }),
    cases: () => [held(1, "sms")],
    texting: () => ({ on: false, copies: null, copies_checked: null, copies_gone: null, spent: 0, ceiling: 0, stopped: false }),
    roster: () => ({}),
    "sign-out": () => ({}),
  };
  const stream = new ReadableStream<Uint8Array>({
    start: (to) => {
      say = (name, data) => to.enqueue(new TextEncoder().encode(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`));
    },
  });
  vi.stubGlobal("fetch", async (path: string) => {
    const what = path.replace("/desk/api/", "");
    asked.push(what);
    if (what === "events") return new Response(stream);
    return new Response(JSON.stringify(await answers[what]!()));
  });
  signSeal = newKeys();
  desk = new Desk();
  await desk.enter({ token: "t" } as Session, { key: newVaultKey(), keys: signSeal });
});

afterEach(() => {
  desk.lock();
  vi.unstubAllGlobals();
});

async function secretOf(epoch: number): Promise<{ case_id: string; epoch: number; roster_number: number; sealed: string }> {
  const sealKey = unb64u((await publicKeysOf(signSeal)).seal_key);
  const sealed = await sealChatSecret(newChatSecret(), sealKey, { caseId: CASE, epoch, counsellor: ME, rosterNumber: 7 });
  return { case_id: CASE, epoch, roster_number: 7, sealed };
}

test("when the person goes on in a browser the case is renewed once, and a secret that comes before the answer is kept", async () => {
  let renewed: (held: HeldCase) => void = () => {};
  answers[`cases/${CASE}/renew`] = () => new Promise<HeldCase>((resolve) => (renewed = resolve));
  say("held", { case_id: CASE, epoch: 1, channel: "sms", reachable: true });
  say("held", { case_id: CASE, epoch: 1, channel: "web", reachable: true });
  await vi.waitFor(() => expect(asked).toContain(`cases/${CASE}/renew`));
  say("held", { case_id: CASE, epoch: 2, channel: "web", reachable: true });
  say("secret", await secretOf(2));
  await new Promise((resolve) => setTimeout(resolve, 30));
  renewed(held(2, "web"));
  await vi.waitFor(() => expect(desk.cases.front.value?.held.epoch).toBe(2));
  await vi.waitFor(() => expect(desk.cases.front.value?.chat.value).toBe("live"), 5000);
  expect(desk.cases.front.value?.lines.value.map(({ text }) => text)).toEqual(["live.moved"]);
  expect(asked.filter((one) => one.endsWith("/renew"))).toHaveLength(1);
});

test("a case that ended while it was renewed is over, and is not opened again", async () => {
  answers[`cases/${CASE}/renew`] = () => {
    say("ended", { case_id: CASE, by: "person", shredded_at: "2026-11-21T03:02:17Z" });
    return new Promise((resolve) => setTimeout(() => resolve(held(2, "web")), 50));
  };
  say("held", { case_id: CASE, epoch: 1, channel: "web", reachable: true });
  await vi.waitFor(() => expect(desk.cases.front.value?.over.value).toEqual({ by: "person", shreddedAt: "2026-11-21T03:02:17Z" }));
});

test("whom no answer can reach is said as soon as it is known", async () => {
  say("held", { case_id: CASE, epoch: 1, channel: "sms", reachable: false });
  await vi.waitFor(() => expect(desk.cases.front.value?.reachable.value).toBe(false));
  expect(asked.some((one) => one.endsWith("/renew"))).toBe(false);
});
