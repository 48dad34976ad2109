import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { type HeldCase, type Session } from "../src/desk/calls";
import { Desk } from "../src/desk/desk";
import { newKeys, publicKeysOf } from "../src/desk/keys";
import { type OfferToMe } from "../src/desk/offers";
import { b64u, random, unb64u } from "../src/seal/bytes";
import { ChatWriter } from "../src/seal/chat";
import { newChatSecret, sealChatSecret } from "../src/seal/secret";

/** A counsellor with several people before her, and a server that is a stream of events and a few answers. */

const ME = b64u(random(16));
const [ONE, TWO, THREE] = [1, 2, 3].map(() => b64u(random(16))) as [string, string, string];
const held = (case_id: string, more: Partial<HeldCase> = {}) =>
  ({ case_id, epoch: 1, level: "high", language: "en", channel: "web", writer: "self", reachable: true, waiting_since: "", envelope: {}, left: null, secret: null, messages: [], ...more }) as unknown as HeldCase;

let streams: ((name: string, data: unknown) => void)[];
let cut: () => void;
let line: HeldCase[];
let mine: HeldCase[];
let answers: Record<string, () => unknown>;
let asked: string[];
let screen: { visibilityState: string };
let desk: Desk;
let keys: ReturnType<typeof newKeys>;

beforeEach(async () => {
  screen = { visibilityState: "visible" };
  vi.stubGlobal("document", Object.assign(screen, { addEventListener: () => {}, removeEventListener: () => {}, documentElement: {} }));
  vi.stubGlobal("navigator", { languages: ["en"] });
  [asked, streams, line, mine] = [[], [], [], []];
  answers = {
    me: () => ({ id: ME, name: "Kim", role: "counsellor", on_roster: true, on_duty: true, demo: false, chats_at_once: 2, break_minutes: 50, lock_minutes: 15, languages: ["sv", "en", "th", "ro"], personas: ["self", "friend", "minor", "other"] }),
    cases: () => mine,
    claim: () => line.shift(),
    texting: () => ({ on: false, copies: null, copies_checked: null, copies_gone: null, spent: 0, ceiling: 0, stopped: false }),
    roster: () => new Promise(() => {}), // what it says is set by hand
    "sign-out": () => ({}),
  };
  vi.stubGlobal("fetch", async (path: string) => {
    const what = path.replace("/desk/api/", "");
    asked.push(what);
    if (what === "events") return new Response(stream());
    const answer = await answers[what]!();
    return answer === undefined ? new Response(null, { status: 204 }) : new Response(JSON.stringify(answer));
  });
  keys = newKeys();
  desk = new Desk();
});

afterEach(() => {
  desk.lock();
  vi.unstubAllGlobals();
});

function stream(): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    start: (to) => {
      streams.push((name, data) => to.enqueue(new TextEncoder().encode(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`)));
      cut = () => to.close();
    },
  });
}

const say = (name: string, data: unknown) => streams.at(-1)!(name, data);

async function enters(): Promise<void> {
  await desk.enter({ token: "t" } as Session, { key: new Uint8Array(32), keys });
  desk.roster.value = "on";
  await vi.waitFor(() => expect(streams).toHaveLength(1));
}

/** The person's side of a chat: gives its secret, and then writes. */
async function personOf(case_id: string, epoch = 1): Promise<(text: string) => Promise<void>> {
  const secret = newChatSecret();
  const sealKey = unb64u((await publicKeysOf(keys)).seal_key);
  const sealed = await sealChatSecret(secret, sealKey, { caseId: case_id, epoch, counsellor: ME, rosterNumber: 7 });
  say("secret", { case_id, epoch, roster_number: 7, sealed });
  const writer = await ChatWriter.make(secret, case_id, "person", epoch);
  return async (text) => say("message", { case_id, ...(await writer.seal({ kind: "text", text })) });
}

const got = (case_id: string) => asked.filter((one) => one === `cases/${case_id}/messages`).length;
const at = (number: number) => desk.cases.all.value.find((open) => open.number === number)!;

test("a message in a chat that is not in sight is counted, and is marked as shown only when she turns to it", async () => {
  line = [held(ONE), held(TWO)];
  answers[`cases/${ONE}/messages`] = () => ({});
  await enters();
  await desk.work.takeNext();
  const writes = await personOf(ONE);
  await desk.work.takeNext();
  expect(desk.cases.front.value?.held.case_id).toBe(TWO);
  await writes("are you there?");
  await vi.waitFor(() => expect(at(1).unread.value).toBe(1));
  expect(at(1).last.value?.from).toBe("person");
  expect(got(ONE)).toBe(0);
  desk.cases.turnToNumber(1);
  await vi.waitFor(() => expect(at(1).unread.value).toBe(0));
  await vi.waitFor(() => expect(got(ONE)).toBe(1));
});

test("no more people than are set, and a place that becomes free is used again", async () => {
  line = [held(ONE), held(TWO), held(THREE)];
  answers[`cases/${ONE}/return`] = () => ({});
  await enters();
  for (let n = 0; n < 3; n++) await desk.work.takeNext();
  expect(desk.cases.all.value.map((open) => open.held.case_id)).toEqual([ONE, TWO]);
  expect(asked.filter((one) => one === "claim")).toHaveLength(2);
  await desk.work.giveBack(at(1));
  await desk.work.takeNext();
  expect(desk.cases.all.value.map((open) => [open.number, open.held.case_id])).toEqual([[1, THREE], [2, TWO]]);
});

test("each draft stays with its case, in memory, and goes with it", async () => {
  line = [held(ONE), held(TWO)];
  await enters();
  await desk.work.takeNext();
  at(1).draft.value = "half a sentence";
  at(1).scratch.value = "ask about the passport";
  await desk.work.takeNext();
  desk.cases.turnToNumber(1);
  expect(desk.cases.front.value?.draft.value).toBe("half a sentence");
  const one = at(1);
  desk.lock();
  expect([one.draft.value, one.scratch.value, desk.cases.all.value]).toEqual(["", "", []]);
});

test("a page loaded again takes up everybody it held, under new epochs where a chat had begun", async () => {
  mine = [held(ONE, { secret: { sealed: "AAAA", roster_number: 7 } }), held(TWO)];
  answers[`cases/${ONE}/renew`] = () => held(ONE, { epoch: 2 });
  await enters();
  expect(desk.cases.all.value.map((open) => [open.held.case_id, open.held.epoch])).toEqual([[ONE, 2], [TWO, 1]]);
});

test("what went while the laptop slept is told when the connection is back", async () => {
  line = [held(ONE), held(TWO)];
  await enters();
  await desk.work.takeNext();
  await desk.work.takeNext();
  mine = [held(TWO)];
  cut();
  await vi.waitFor(() => expect(at(1).over.value).toEqual({ by: "gone" }), 5000);
  expect(at(2).over.value).toBeNull();
});

test("while the next person is on the way, nobody else's words wait, and their own first ones are not lost", async () => {
  line = [held(ONE)];
  for (const id of [ONE, TWO]) answers[`cases/${id}/messages`] = () => ({});
  await enters();
  await desk.work.takeNext();
  const writes = await personOf(ONE);
  let give: (held: HeldCase) => void = () => {};
  answers["claim"] = () => new Promise<HeldCase>((resolve) => (give = resolve));
  const taking = desk.work.takeNext();
  const quick = await personOf(TWO);
  await quick("first words");
  await writes("and mine");
  await vi.waitFor(() => expect(at(1).lines.value.map(({ text }) => text)).toEqual(["and mine"]));
  give(held(TWO));
  await taking;
  await vi.waitFor(() => expect(at(2).lines.value.map(({ text }) => text)).toEqual(["first words"]));
});

test("somebody whom the server gave without the answer arriving is found, and not left unseen", async () => {
  await enters();
  answers["claim"] = () => {
    mine = [held(ONE)];
    throw new TypeError("the connection broke");
  };
  await desk.work.takeNext();
  expect(desk.trouble.value?.phrase).toBe("desk.unreachable");
  expect(desk.cases.all.value).toEqual([]);
  await desk.work.takeNext();
  expect(desk.cases.front.value?.held.case_id).toBe(ONE);
  expect(asked.filter((one) => one === "claim")).toHaveLength(1);
});

test("a case that another page of hers has taken up is not written to under a key of the past", async () => {
  line = [held(ONE)];
  await enters();
  await desk.work.takeNext();
  say("held", { case_id: ONE, epoch: 2, channel: "web", reachable: true });
  await vi.waitFor(() => expect(at(1).over.value).toEqual({ by: "elsewhere" }));
});

test("somebody who lapsed and is taken again stands there once", async () => {
  line = [held(ONE), held(ONE, { epoch: 2 })];
  await enters();
  await desk.work.takeNext();
  say("returned", { case_id: ONE });
  await vi.waitFor(() => expect(at(1).over.value).toEqual({ by: "returned" }));
  await desk.work.takeNext();
  expect(desk.cases.all.value.map((open) => [open.held.epoch, open.over.value])).toEqual([[2, null]]);
});

test("what she hides stays hidden while it lasts, and shows again when she wants", async () => {
  line = [held(ONE)];
  answers[`cases/${ONE}/messages`] = () => ({});
  await enters();
  await desk.work.takeNext();
  const writes = await personOf(ONE);
  await writes("words that hurt");
  await vi.waitFor(() => expect(at(1).lines.value).toHaveLength(1));
  const key = `live ${at(1).lines.value[0]!.id}`;
  at(1).turnHidden(key);
  expect(at(1).hidden.value.has(key)).toBe(true);
  at(1).turnHidden(key);
  expect(at(1).hidden.value.has(key)).toBe(false);
});

test("ending for abuse says why to the server, counts it so, and offers a moment", async () => {
  const sent: Record<string, unknown> = {};
  const before = globalThis.fetch;
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => {
    if (init.body) sent[path.replace("/desk/api/", "")] = JSON.parse(init.body as string);
    return before(path, init);
  });
  line = [held(ONE, { level: "routine" })];
  answers[`cases/${ONE}/close`] = () => ({ shredded_at: "2026-11-21T03:02:17Z" });
  answers[`cases/${ONE}/assessment`] = () => ({});
  await enters();
  await desk.work.takeNext();
  await desk.work.stop(at(1));
  expect(sent[`cases/${ONE}/close`]).toEqual({ because: "abuse" });
  await vi.waitFor(() => expect(sent[`cases/${ONE}/assessment`]).toMatchObject({ outcome: "abuse" }));
  expect(desk.breaks.offered.value).toBe("heavy");
  expect(desk.cases.all.value).toEqual([]);
});

test("a page that nobody uses locks and forgets what was being written; a line in a chat keeps it open", async () => {
  line = [held(ONE)];
  answers[`cases/${ONE}/messages`] = () => ({});
  await enters();
  await desk.work.takeNext();
  const writes = await personOf(ONE);
  const open = at(1);
  open.draft.value = "not sent";
  const minutes = (count: number) => Date.now() + count * 60_000;
  desk.lookIfIdle(minutes(14.5));
  expect(desk.idle.warned.value).toBe(true);
  desk.idle.use(minutes(-20));
  await writes("are you there?");
  await vi.waitFor(() => expect(open.last.value?.from).toBe("person"));
  desk.lookIfIdle(minutes(0));
  expect([desk.idle.warned.value, desk.me.value?.name]).toEqual([false, "Kim"]);
  desk.lookIfIdle(minutes(15.1));
  expect([desk.me.value, desk.said.value?.phrase, open.draft.value]).toEqual([null, "desk.locked_idle", ""]);
  expect(asked.at(-1)).toBe("sign-out");
});

test("what does not open is told to the server, once for a case", async () => {
  line = [held(ONE)];
  answers[`cases/${ONE}/not-opened`] = () => undefined;
  await enters();
  await desk.work.takeNext();
  await vi.waitFor(() => expect(at(1).cannotOpen.value).toBe(true));
  await vi.waitFor(() => expect(asked.filter((one) => one === `cases/${ONE}/not-opened`)).toHaveLength(1));
});

test("what became of a case stands on the board until the next is taken, and no longer than some minutes", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  try {
    line = [held(ONE), held(TWO)];
    for (const id of [ONE, TWO]) {
      answers[`cases/${id}/close`] = () => ({ shredded_at: "2026-11-22T03:47:00Z" });
      answers[`cases/${id}/assessment`] = () => undefined;
    }
    const shredded = { phrase: "board.shredded", time: "2026-11-22T03:47:00Z" };
    await desk.enter({ token: "t" } as Session, { key: new Uint8Array(32), keys });
    desk.roster.value = "on";
    await desk.work.takeNext();
    await desk.work.close(at(1));
    expect(desk.said.value).toEqual(shredded);
    await desk.work.takeNext();
    expect(desk.said.value).toBeNull();
    vi.advanceTimersByTime(2 * 60_000);
    await desk.work.close(at(1));
    vi.advanceTimersByTime(2 * 60_000); // the first one's time is over, not this one's
    expect(desk.said.value).toEqual(shredded);
    vi.advanceTimersByTime(60_000);
    expect(desk.said.value).toBeNull();
    desk.said.value = shredded;
    answers["offers/o/accept"] = () => held(THREE);
    await desk.work.takeOver({ offer_id: "o" } as OfferToMe);
    expect([desk.said.value, desk.cases.front.value?.held.case_id]).toEqual([null, THREE]);
  } finally {
    vi.useRealTimers();
  }
});
