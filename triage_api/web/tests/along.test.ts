import { signal } from "@preact/signals";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { type DeskCalls, type HeldCase } from "../src/desk/calls";
import { ChatsNow } from "../src/desk/chats_now";
import { type HeldCases } from "../src/desk/held_cases";
import { type Holder } from "../src/desk/holder";
import { newKeys, publicKeysOf, seedsOf } from "../src/desk/keys";
import { type Colleague, type OfferToMe, Offers } from "../src/desk/offers";
import { OpenCase } from "../src/desk/open_case";
import { Exchange } from "../src/live/exchange";
import { type SealedLine } from "../src/seal/along";
import { b64u, random, unb64u } from "../src/seal/bytes";
import { type SealedMessage } from "../src/seal/chat";
import { type Envelope } from "../src/seal/envelope";
import { SealRefused } from "../src/seal/refused";
import { type Person } from "../src/seal/roster";
import { newChatSecret, sealChatSecret } from "../src/seal/secret";
import { Refused, Unreachable } from "../src/wire/call";
import { Relay } from "./relay";

/** Maja's chat with a person, and Sam, a supervisor, who reads along; the server between them is this file. */

const CASE = b64u(random(16));
const OFFER = "o".repeat(22);
const ids = { maja: b64u(random(16)), sam: b64u(random(16)) };
const keys = { maja: newKeys(), sam: newKeys() };
type Who = keyof typeof ids;

let people: Person[];
vi.mock("../src/live/counsellor_check", () => ({ checkRoster: () => ({ number: 7, people }) }));

let relay: Relay;
let envelopes: Envelope[];
let kept: SealedLine[];
/** How the next calls about lines and offers go wrong. */
let faults: (() => never)[];
let asked: string[];
let told: string[];

const lost = (): never => {
  throw new Unreachable();
};
const refused = (code: string) => (): never => {
  throw new Refused(code === "no_such_offer" ? 404 : 409, code, {});
};

const calls = {
  write: (_: string, message: SealedMessage) => relay.post("counsellor")(message),
  roster: async () => ({}),
  offer: async (_: string, body: { envelope: Envelope }) => {
    faults.shift()?.();
    if (!envelopes.includes(body.envelope)) envelopes.push(body.envelope);
    return { offer_id: OFFER };
  },
  line: async (_: string, line: SealedLine) => {
    const fault = faults.shift();
    if (kept[line.seq - 1]?.sealed !== line.sealed) {
      if (line.seq !== kept.length + 1) throw new Refused(409, "out_of_order", {});
      if (fault !== lost) fault?.();
      kept.push(line);
    }
    fault?.(); // the server has it, and its answer is lost
  },
  readQuestion: async () => ({ case_id: CASE, asked_by: ids.maja, envelope: envelopes.at(-1)!, notes: 0 }),
  endOffer: async () => void asked.push("end"),
  wish: async (id: string) => void asked.push(`wish ${id}`),
  endWish: async () => refused("no_such_wish")(),
} as unknown as DeskCalls;

const holder = (who: Who): Holder => ({ id: ids[who], name: who, sealSeeds: () => seedsOf(keys[who]), calls });
const over = new AbortController();

function offersOf(who: Who, ...open: OpenCase[]): Offers {
  const offers = new Offers({ all: signal(open) } as unknown as HeldCases);
  offers.enter(holder(who), over.signal);
  return offers;
}

const held = (epoch: number): HeldCase =>
  ({ case_id: CASE, epoch, level: "high", language: "en", channel: "web", writer: "self", reachable: true, waiting_since: "", envelope: {}, left: null, handed: null, secret: null, messages: [] }) as unknown as HeldCase;

async function begins(open: OpenCase, epoch: number): Promise<Exchange> {
  relay = new Relay();
  const secret = newChatSecret();
  const sealed = await sealChatSecret(secret, unb64u((await publicKeysOf(keys.maja)).seal_key), { caseId: CASE, epoch, counsellor: ids.maja, rosterNumber: 7 });
  const ends = { onText: () => {}, onTold: (what: string, name: string) => void told.push(`${what} ${name}`), onSent: () => {}, onGot: () => {}, onRefused: () => expect.unreachable(), seen: () => new Promise<void>(() => {}) };
  const exchange = await Exchange.begin({ caseId: CASE, epoch, me: "person", secret }, { ...ends, post: relay.post("person") });
  relay.deliver.person = (message) => open.takeMessage(message);
  relay.deliver.counsellor = (message) => void exchange.receive(message);
  open.takeSecret({ epoch, sealed, roster_number: 7 });
  await vi.waitFor(() => expect(open.chat.value).toBe("live"), 5000);
  return exchange;
}

const texts = (open: { lines: { value: readonly { from: string; text: string }[] } }) => open.lines.value.filter(({ from }) => from !== "notice").map(({ text }) => text);

/** A talk with two lines in it. */
async function talked(): Promise<{ open: OpenCase; person: Exchange; majas: Offers; sam: Colleague }> {
  const open = new OpenCase(held(1), holder("maja"));
  const person = await begins(open, 1);
  await person.write({ kind: "text", text: "one" });
  await vi.waitFor(() => expect(texts(open)).toEqual(["one"]));
  await open.write("two");
  return { open, person, majas: offersOf("maja", open), sam: { person: people.find(({ name }) => name === "sam")!, rosterNumber: 7 } };
}

const TO_SAM: OfferToMe = { offer_id: OFFER, kind: "along", state: "open", name: "maja", from: ids.maja, language: "en", channel: "web", level: "high" };
const stands = (offers: Offers, ...toMe: OfferToMe[]) => offers.hear({ name: "offers", data: { to_me: toMe, by_me: [], wishes: [] } });
const byMaja = (offers: Offers, there: boolean) => offers.hear({ name: "offers", data: { to_me: [], by_me: there ? [{ offer_id: OFFER, case_id: CASE, kind: "along", state: "reading", name: "sam", to: ids.sam }] : [], wishes: [] } });
const stream = (offers: Offers, lines: readonly SealedLine[]) => {
  for (const line of lines) offers.hear({ name: "line", data: { offer_id: OFFER, ...line } });
};
const seen = (offers: Offers) => offers.reads.now.value?.lines.map(({ text }) => text);

beforeEach(async () => {
  vi.stubGlobal("document", { visibilityState: "visible", addEventListener: () => {}, removeEventListener: () => {} });
  [envelopes, kept, faults, asked, told] = [[], [], [], [], []];
  const entry = async (who: Who) => ({ id: ids[who], name: who, role: who === "sam" ? ("supervisor" as const) : ("counsellor" as const), signKey: random(32), sealKey: unb64u((await publicKeysOf(keys[who])).seal_key), from: 0, until: Infinity });
  people = await Promise.all((Object.keys(ids) as Who[]).map(entry));
});
afterEach(() => vi.unstubAllGlobals());

test("nothing is sealed before the person has been told, and then every line of both follows in order, over lost answers too", async () => {
  const { open, person, majas, sam } = await talked();
  const post = relay.post("counsellor");
  let go = () => {};
  const gate = new Promise<void>((opens) => (go = opens));
  relay.post = () => async (message) => {
    await gate;
    return post(message);
  };
  const letting = majas.letRead(open, sam);
  await vi.waitFor(() => expect(open.lines.value.at(-1)!.text).toBe("live.along_told"));
  expect([envelopes, kept]).toEqual([[], []]);
  faults = [lost]; // the offer itself goes again
  go();
  await letting;
  expect(told).toEqual(["along sam"]);
  faults = [lost, lost];
  await person.write({ kind: "text", text: "three" });
  await vi.waitFor(() => expect(texts(open)).toHaveLength(3));
  await open.write("four");
  await person.write({ kind: "text", text: "five" });
  await vi.waitFor(() => expect(kept).toHaveLength(3), 10_000);
  const sams = offersOf("sam");
  stands(sams, TO_SAM);
  stream(sams, kept.slice(0, 2));
  await sams.reads.open(TO_SAM);
  expect(sams.reads.lastCame, "nothing has come while she reads: her page may lock itself").toBe(0);
  stream(sams, kept); // a stream that came back begins with all there is
  expect(sams.reads.lastCame).toBeGreaterThan(0);
  await vi.waitFor(() => expect(seen(sams)).toEqual(["one", "two", "three", "four", "five"]));
  expect(sams.reads.now.value).toMatchObject({ question: null, missing: false });
});

test("what was said between the snapshot and the server's answer is not lost", async () => {
  const { open, majas, sam } = await talked();
  let go = () => {};
  const gate = new Promise<void>((opens) => (go = opens));
  vi.spyOn(calls, "offer").mockImplementationOnce(async (_, { envelope }) => {
    await gate;
    envelopes.push(envelope);
    return { offer_id: OFFER };
  });
  const letting = majas.letRead(open, sam);
  await vi.waitFor(() => expect(open.along.value).not.toBeNull());
  await open.write("in between");
  expect(kept).toEqual([]);
  go();
  await letting;
  await vi.waitFor(() => expect(kept).toHaveLength(1));
  const sams = offersOf("sam");
  stands(sams, TO_SAM);
  await sams.reads.open(TO_SAM);
  stream(sams, kept);
  await vi.waitFor(() => expect(seen(sams)).toEqual(["one", "two", "in between"]));
});

test.each([
  ["left out", (lines: SealedLine[]) => [lines[0]!, lines[2]!]],
  ["altered", (lines: SealedLine[]) => [lines[0]!, { ...lines[1]!, sealed: b64u(random(272)) }, lines[2]!]],
  ["put in the place of another", (lines: SealedLine[]) => [lines[0]!, { ...lines[2]!, seq: 2 }, lines[2]!]],
])("a line that was %s is found out, and nothing after it is shown", async (_, tampered) => {
  const { open, majas, sam } = await talked();
  await majas.letRead(open, sam);
  for (const text of ["three", "four", "five"]) await open.write(text);
  await vi.waitFor(() => expect(kept).toHaveLength(3));
  const sams = offersOf("sam");
  stands(sams, TO_SAM);
  await sams.reads.open(TO_SAM);
  stream(sams, tampered(kept));
  await vi.waitFor(() => expect(sams.reads.now.value!.missing).toBe(true));
  expect(seen(sams)).toEqual(["one", "two", "three"]);
});

test("a page that turned to another question and back shows all of it again", async () => {
  const { open, majas, sam } = await talked();
  await majas.letRead(open, sam);
  await open.write("three");
  await vi.waitFor(() => expect(kept).toHaveLength(1));
  const sams = offersOf("sam");
  stands(sams, TO_SAM);
  for (let turn = 0; turn < 2; turn++) {
    await sams.reads.open(TO_SAM);
    if (turn === 0) stream(sams, kept);
    await vi.waitFor(() => expect(seen(sams)).toEqual(["one", "two", "three"]));
  }
  stands(sams);
  expect([sams.reads.now.value, sams.reads.over.value]).toEqual([null, true]);
});

test("who did not seal it cannot be said to have asked: notes would go to them", async () => {
  const { open, majas, sam } = await talked();
  await majas.letRead(open, sam);
  const sams = offersOf("sam");
  vi.spyOn(calls, "readQuestion").mockResolvedValueOnce({ case_id: CASE, asked_by: ids.sam, envelope: envelopes[0]!, notes: 0 });
  await expect(sams.reads.open(TO_SAM)).rejects.toBeInstanceOf(SealRefused);
  expect(sams.reads.now.value).toBeNull();
});

test("when it has ended the person is told once, and no line is sealed any more", async () => {
  const { open, person, majas, sam } = await talked();
  await majas.letRead(open, sam);
  byMaja(majas, true);
  await open.write("three");
  await vi.waitFor(() => expect(kept).toHaveLength(1));
  byMaja(majas, false);
  byMaja(majas, false);
  await open.write("four");
  await person.write({ kind: "text", text: "five" });
  await vi.waitFor(() => expect(texts(open)).toHaveLength(5));
  expect(told).toEqual(["along sam", "along_over sam"]);
  expect(open.lines.value.filter(({ text }) => text === "live.along_over_told")).toHaveLength(1);
  expect([kept.length, open.along.value, open.advice.value]).toEqual([1, null, null]);
});

test("a server that takes no more lines ends it, here and there", async () => {
  const { open, majas, sam } = await talked();
  await majas.letRead(open, sam);
  byMaja(majas, true);
  faults = [refused("no_such_offer")];
  await open.write("three");
  await vi.waitFor(() => expect(told).toEqual(["along sam", "along_over sam"]));
  expect(asked).toEqual(["end"]);
  byMaja(majas, false);
  await open.write("four");
  expect(told).toHaveLength(2);
  expect(kept).toEqual([]);
});

test("she ends it herself: nothing more is sealed, also when the server cannot be reached", async () => {
  const { open, majas, sam } = await talked();
  await majas.letRead(open, sam);
  byMaja(majas, true);
  vi.spyOn(calls, "endOffer").mockRejectedValueOnce(new Unreachable());
  await expect(majas.stopReading(open)).rejects.toBeInstanceOf(Unreachable);
  await open.write("three");
  await vi.waitFor(() => expect(told).toEqual(["along sam", "along_over sam"]));
  await majas.stopReading(open);
  expect([kept, asked, told.length, open.along.value]).toEqual([[], ["end"], 2, null]);
});

test("an offer that is refused is told of as over, and one that cannot be made is not told of at all", async () => {
  const { open, majas, sam } = await talked();
  faults = [refused("colleague_away")];
  await expect(majas.letRead(open, sam)).rejects.toMatchObject({ code: "colleague_away" });
  await vi.waitFor(() => expect(told).toEqual(["along sam", "along_over sam"]));
  byMaja(majas, true);
  await expect(majas.letRead(open, sam)).rejects.toMatchObject({ code: "offer_stands" });
  await expect(majas.ask(open, sam, "what would you do?")).rejects.toMatchObject({ code: "offer_stands" });
  expect(told).toHaveLength(2);
});

test("a wish is granted to who the signed roster says is a supervisor, and to nobody else", async () => {
  const { open, majas } = await talked();
  people = people.map((one) => ({ ...one, role: "counsellor" }));
  await expect(majas.grant(open, { from: ids.sam, name: "sam" })).rejects.toBeInstanceOf(SealRefused);
  expect(told).toEqual([]);
  people = people.map((one) => ({ ...one, name: one.id === ids.sam ? "Sam of the roster" : one.name, role: "supervisor" }));
  await majas.grant(open, { from: ids.sam, name: "somebody the server made up" });
  expect(told).toEqual(["along Sam of the roster"]);
});

test("in a page of their own the person is told that it is over, for whoever read along when they texted", async () => {
  const { open, majas, sam } = await talked();
  await majas.letRead(open, sam);
  const moved = new OpenCase(held(2), holder("maja"), open);
  open.forget();
  await begins(moved, 2);
  await vi.waitFor(() => expect(told).toEqual(["along sam", "along_over sam"]));
  expect(moved.along.value).toBeNull();
  await moved.write("three");
  expect(kept).toEqual([]);
});

test("a supervisor sees who was asked and has not said yes, but not of what she took back herself", async () => {
  const chats = new ChatsNow();
  chats.enter(calls);
  const talks = (wished: boolean) => ({ id: ids.maja, name: "maja", chats: 2, since: "2026-11-21T03:00:00Z", wished });
  const hear = (...all: ReturnType<typeof talks>[]) => chats.hear({ colleagues: all });
  hear(talks(false));
  await chats.ask(talks(false));
  hear(talks(true));
  hear(talks(false));
  expect([...chats.notNow.value]).toEqual([ids.maja]);
  await chats.ask(talks(false));
  expect([...chats.notNow.value]).toEqual([]);
  hear(talks(true));
  await chats.takeBack(talks(true));
  hear(talks(false));
  expect([...chats.notNow.value]).toEqual([]);
  expect(asked).toEqual([`wish ${ids.maja}`, `wish ${ids.maja}`]);
});
