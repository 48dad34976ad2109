import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { type DeskCalls, type HeldCase } from "../src/desk/calls";
import { newKeys, publicKeysOf, seedsOf } from "../src/desk/keys";
import { OpenCase } from "../src/desk/open_case";
import { Exchange } from "../src/live/exchange";
import { b64u, random, unb64u } from "../src/seal/bytes";
import { type Direction, type SealedMessage } from "../src/seal/chat";
import { newChatSecret, sealChatSecret } from "../src/seal/secret";
import { Relay } from "./relay";

const CASE = b64u(random(16));
const ME = b64u(random(16));
const keys = newKeys();

/** No envelope: what was said to the bot has its own tests. */
const held = (epoch: number, channel: "web" | "sms"): HeldCase =>
  ({ case_id: CASE, epoch, level: "high", language: "en", channel, writer: "self", reachable: true, waiting_since: "", envelope: {}, left: null, secret: null, messages: [] }) as unknown as HeldCase;

let relay: Relay;
const calls = { write: (_: string, message: SealedMessage) => relay.post("counsellor")(message) } as unknown as DeskCalls;
const holder = { id: ME, name: "Kim", sealSeeds: () => seedsOf(keys), calls };

/** Whoever seals for the person: the server while they text, then their own page. */
async function begins(open: OpenCase, epoch: number): Promise<{ exchange: Exchange; read: [string, string][] }> {
  relay = new Relay();
  const secret = newChatSecret();
  const sealKey = unb64u((await publicKeysOf(keys)).seal_key);
  const sealed = await sealChatSecret(secret, sealKey, { caseId: CASE, epoch, counsellor: ME, rosterNumber: 7 });
  const read: [string, string][] = [];
  const exchange = await Exchange.begin(
    { caseId: CASE, epoch, me: "person" as Direction, secret },
    { post: relay.post("person"), onText: (text, kind) => read.push([kind, text]), onSent: () => {}, onGot: () => {}, onRefused: () => expect.unreachable(), seen: () => new Promise(() => {}) },
  );
  relay.deliver.person = (message) => open.takeMessage(message);
  relay.deliver.counsellor = (message) => void exchange.receive(message);
  open.takeSecret({ epoch, sealed, roster_number: 7 });
  await vi.waitFor(() => expect(open.chat.value).toBe("live"), 5000);
  return { exchange, read };
}

const marks = (open: OpenCase) => open.lines.value.filter((line) => line.from === "counsellor").map(({ text, mark }) => [text, mark]);

beforeEach(() => vi.stubGlobal("document", { visibilityState: "visible" }));
afterEach(() => vi.unstubAllGlobals());

describe("a case at the desk whose person texted, and then went on in a browser", () => {
  test("a text that never arrived is marked so, and stays so", async () => {
    const open = new OpenCase(held(1, "sms"), holder);
    const phone = await begins(open, 1);
    await open.write("one");
    await open.write("two");
    await phone.exchange.write({ kind: "lost", seq: 1 });
    await phone.exchange.write({ kind: "got", upto: 2 });
    await vi.waitFor(() => expect(marks(open)).toEqual([["one", "lost"], ["two", "delivered"]]));
  });

  test("all that was said stays in sight, the draft too, and what had not arrived goes again to the browser", async () => {
    const texted = new OpenCase(held(1, "sms"), holder);
    texted.inSight.value = true;
    const phone = await begins(texted, 1);
    await phone.exchange.write({ kind: "text", text: "by text" });
    await vi.waitFor(() => expect(texted.lines.value).toHaveLength(1));
    for (const text of ["arrived", "on its way", "lost"]) await texted.write(text);
    await phone.exchange.write({ kind: "got", upto: 2 }); // number 1 is the got for "by text"
    await phone.exchange.write({ kind: "lost", seq: 4 });
    await vi.waitFor(() => expect(marks(texted)).toEqual([["arrived", "delivered"], ["on its way", "sent"], ["lost", "lost"]]));
    texted.draft.value = "half a sent";

    const open = new OpenCase(held(2, "web"), holder, texted);
    texted.forget();
    expect(open.draft.value).toBe("half a sent");
    const lines = open.lines.value.map(({ from, text, kind }) => [from, kind, text]);
    expect(lines).toEqual([
      ["person", "texted", "by text"],
      ["counsellor", "texted", "arrived"],
      ["counsellor", "text", "on its way"],
      ["counsellor", "text", "lost"],
      ["notice", "text", "live.moved"],
    ]);
    const browser = await begins(open, 2);
    await vi.waitFor(() => expect(browser.read).toEqual([["earlier", "on its way"], ["earlier", "lost"]]));
    await browser.exchange.write({ kind: "got", upto: 2 });
    await vi.waitFor(() => expect(marks(open).map(([, mark]) => mark)).toEqual(["delivered", "delivered", "delivered"]));
  });
});
