import { signal } from "@preact/signals";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { type DeskCalls, type HeldCase } from "../src/desk/calls";
import { type HeldCases } from "../src/desk/held_cases";
import { type Holder } from "../src/desk/holder";
import { newKeys, publicKeysOf, seedsOf } from "../src/desk/keys";
import { type OfferToMe, Offers } from "../src/desk/offers";
import { OpenCase } from "../src/desk/open_case";
import { Exchange } from "../src/live/exchange";
import { b64u, random, unb64u } from "../src/seal/bytes";
import { type SealedMessage } from "../src/seal/chat";
import { newAsk, sealNote } from "../src/seal/colleague";
import { type Envelope } from "../src/seal/envelope";
import { type Person } from "../src/seal/roster";
import { newChatSecret, sealChatSecret } from "../src/seal/secret";
import { Refused } from "../src/wire/call";
import { Relay } from "./relay";

/** Two counsellors' pages, with what the server would carry between them carried by hand. */

const CASE = b64u(random(16));
const OFFER = "o".repeat(22);
const ids = { maja: b64u(random(16)), bea: b64u(random(16)), sam: b64u(random(16)) };
const keys = { maja: newKeys(), bea: newKeys(), sam: newKeys() };
type Who = keyof typeof ids;

let people: Person[];
vi.mock("../src/live/counsellor_check", () => ({ checkRoster: () => ({ number: 7, people }) }));

const held = (epoch: number, handed: Envelope | null = null): HeldCase =>
  ({ case_id: CASE, epoch, level: "high", language: "en", channel: "web", writer: "self", reachable: true, waiting_since: "", envelope: {}, left: null, handed, secret: null, messages: [] }) as unknown as HeldCase;

let relay: Relay;
let sent: { to: string; kind: string; envelope: Envelope }[];
let notes: { seq: number; envelope: Envelope }[];
let onDuty: Who[];

const calls = {
  write: (_: string, message: SealedMessage) => relay.post("counsellor")(message),
  colleagues: async () => onDuty.map((who) => ({ id: ids[who], name: who })),
  roster: async () => ({}),
  offer: async (_: string, body: (typeof sent)[number]) => void sent.push(body),
  readQuestion: async () => ({ case_id: CASE, asked_by: ids.maja, envelope: sent[0]!.envelope, notes: 0 }),
  note: async (_: string, body: (typeof notes)[number]) => void notes.push(body),
  endOffer: async () => Promise.reject(new Refused(404, "no_such_offer", {})),
} as unknown as DeskCalls;

const holder = (who: Who): Holder => ({ id: ids[who], name: who, sealSeeds: () => seedsOf(keys[who]), calls });

function offersOf(who: Who, ...open: OpenCase[]): Offers {
  const offers = new Offers({ all: signal(open) } as unknown as HeldCases);
  offers.enter(holder(who), new AbortController().signal);
  return offers;
}

async function begins(open: OpenCase, who: Who, epoch: number): Promise<Exchange> {
  relay = new Relay();
  const secret = newChatSecret();
  const sealKey = unb64u((await publicKeysOf(keys[who])).seal_key);
  const sealed = await sealChatSecret(secret, sealKey, { caseId: CASE, epoch, counsellor: ids[who], rosterNumber: 7 });
  const exchange = await Exchange.begin(
    { caseId: CASE, epoch, me: "person", secret },
    { post: relay.post("person"), onText: () => {}, onTold: (_, name) => told.push(name), onSent: () => {}, onGot: () => {}, onRefused: () => expect.unreachable(), seen: () => new Promise(() => {}) },
  );
  relay.deliver.person = (message) => open.takeMessage(message);
  relay.deliver.counsellor = (message) => void exchange.receive(message);
  open.takeSecret({ epoch, sealed, roster_number: 7 });
  await vi.waitFor(() => expect(open.chat.value).toBe("live"), 5000);
  return exchange;
}

let told: string[];

beforeEach(async () => {
  vi.stubGlobal("document", { visibilityState: "visible" });
  [sent, notes, told, onDuty] = [[], [], [], ["maja", "bea"]];
  people = await Promise.all(
    (Object.keys(ids) as Who[]).map(async (who) => ({ id: ids[who], name: who, role: "counsellor" as const, signKey: random(32), sealKey: unb64u((await publicKeysOf(keys[who])).seal_key), from: 0, until: Infinity })),
  );
});
afterEach(() => vi.unstubAllGlobals());

const shown = (open: OpenCase) => open.lines.value.map(({ from, kind, text }) => [from, kind, text]);

async function talked(): Promise<OpenCase> {
  const open = new OpenCase(held(1), holder("maja"));
  open.inSight.value = true;
  const person = await begins(open, "maja", 1);
  await person.write({ kind: "text", text: "one" });
  await vi.waitFor(() => expect(open.lines.value).toHaveLength(1));
  await open.write("two");
  return open;
}

test("only who is on duty and on the roster can be asked, and never herself", async () => {
  const offers = offersOf("maja");
  expect((await offers.colleagues()).map(({ person }) => person.name)).toEqual(["bea"]);
  people = people.filter(({ name }) => name !== "bea");
  expect(await offers.colleagues()).toEqual([]);
});

test("what is handed on stands before the colleague once, and what the person says again is not repeated", async () => {
  const open = await talked();
  const address = { mailbox: b64u(random(32)), key: b64u(random(1216)) };
  open.letters.take(address);
  const offers = offersOf("maja", open);
  const [bea] = await offers.colleagues();
  await offers.handOn(open, bea!);
  expect(sent[0]).toMatchObject({ to: ids.bea, kind: "transfer" });
  const stolen = new OpenCase(held(2, sent[0]!.envelope), holder("sam"));
  const hers = new OpenCase(held(2, sent[0]!.envelope), holder("bea"));
  const person = await begins(hers, "bea", 2);
  for (const text of ["one", "three"]) await person.write({ kind: "earlier", text });
  await vi.waitFor(() => expect(hers.lines.value).toHaveLength(3));
  expect(shown(hers)).toEqual([["person", "handed", "one"], ["counsellor", "handed", "two"], ["person", "earlier", "three"]]);
  expect(hers.letters.address.value).toEqual(address);
  expect(shown(stolen)).toEqual([]);
  // On to a page of the person's own, nothing that another counsellor wrote is said again as hers.
  const moved = new OpenCase(held(3, sent[0]!.envelope), holder("bea"), hers);
  expect(moved.lines.value.filter(({ mark }) => mark === "sending")).toEqual([]);
  expect(shown(moved).filter(([, kind]) => kind === "handed")).toHaveLength(2);
});

test("nothing is sealed to a colleague before the person has been told in the chat", async () => {
  const open = await talked();
  await vi.waitFor(() => expect(open.lines.value[1]!.mark).toBe("sent"));
  const post = relay.post("counsellor");
  let let_go = () => {};
  const gate = new Promise<void>((go) => (let_go = go));
  relay.post = () => async (message) => {
    await gate;
    return post(message);
  };
  const offers = offersOf("maja", open);
  const [bea] = await offers.colleagues();
  const asking = offers.ask(open, bea!, "what would you do?");
  await vi.waitFor(() => expect(open.lines.value.at(-1)!.text).toBe("live.asked_told"));
  expect(sent).toEqual([]);
  let_go();
  await asking;
  expect(told).toEqual(["bea"]);
  expect(sent).toHaveLength(1);
});

const TO_ME: OfferToMe = { offer_id: OFFER, kind: "consult", state: "open", name: "maja", from: ids.maja, language: "en", channel: "web", level: "high" };

test("a colleague reads the question, and only her notes reach who asked", async () => {
  const open = await talked();
  const [majas, beas] = [offersOf("maja", open), offersOf("bea")];
  const [bea] = await majas.colleagues();
  await majas.ask(open, bea!, "what would you do?");
  majas.hear({ name: "offers", data: { to_me: [], by_me: [{ offer_id: OFFER, case_id: CASE, kind: "consult", state: "reading", name: "bea", to: ids.bea }], wishes: [] } });
  await beas.reads.open(TO_ME);
  expect(beas.reads.now.value).toMatchObject({ question: "what would you do?", lines: [{ text: "one" }, { text: "two" }] });
  await beas.reads.note("ask where she is");
  const forged = await sealNote("tell her to go home", newAsk(), { person: people.find(({ name }) => name === "maja")!, caseId: CASE, rosterNumber: 7 });
  for (const note of [notes[0]!, notes[0]!, { seq: 2, envelope: forged }]) majas.hear({ name: "note", data: { offer_id: OFFER, ...note } });
  await vi.waitFor(() => expect(open.advice.value!.notes).toEqual(["ask where she is", null]));
  beas.hear({ name: "offers", data: { to_me: [], by_me: [], wishes: [] } });
  expect(beas.reads.now.value).toBeNull();
  expect(beas.reads.over.value).toBe(true);
  majas.hear({ name: "offers", data: { to_me: [], by_me: [], wishes: [] } });
  expect(open.advice.value).toMatchObject({ over: true });
  open.takeOver({ by: "gone" });
  expect(open.advice.value).toBeNull();
});

test("she is told when a case was not taken over, and not when she took it back herself", async () => {
  const open = await talked();
  const offers = offersOf("maja", open);
  const stands = { offer_id: OFFER, case_id: CASE, kind: "transfer", state: "open", name: "bea", to: ids.bea };
  for (const takesBack of [true, false]) {
    const offer = { ...stands, offer_id: takesBack ? OFFER : "p".repeat(22) };
    offers.hear({ name: "offers", data: { to_me: [], by_me: [offer], wishes: [] } });
    if (takesBack) await offers.end(OFFER);
    offers.hear({ name: "offers", data: { to_me: [], by_me: [], wishes: [] } });
    expect(open.offerSaid.value).toEqual(takesBack ? null : { phrase: "offer.not_taken", name: "bea" });
  }
});
