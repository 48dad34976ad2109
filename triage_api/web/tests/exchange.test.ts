import { beforeEach, describe, expect, test, vi } from "vitest";

import { Exchange } from "../src/live/exchange";
import { b64u, random } from "../src/seal/bytes";
import { ChatWriter, type Direction } from "../src/seal/chat";
import { Relay } from "./relay";

const CASE = b64u(random(16));

interface Side {
  exchange: Exchange;
  read: string[];
  refused: number;
  lost: number[];
  sent: number;
  got: number;
}

async function side(relay: Relay, me: Direction, secret: ReturnType<typeof random>): Promise<Side> {
  const seen: Side = { exchange: null as unknown as Exchange, read: [], lost: [], refused: 0, sent: 0, got: 0 };
  seen.exchange = await Exchange.begin(
    { caseId: CASE, epoch: 1, me, secret },
    {
      post: relay.post(me),
      onText: (text) => seen.read.push(text),
      onLost: (seq) => seen.lost.push(seq),
      onSent: (upto) => (seen.sent = upto),
      onGot: (upto) => (seen.got = upto),
      onRefused: () => seen.refused++,
    },
  );
  return seen;
}

describe("a live chat between two pages over a relay that sees ciphertext only", () => {
  let relay: Relay;
  let person: Side;
  let counsellor: Side;
  const secret = random(32);

  beforeEach(async () => {
    relay = new Relay();
    person = await side(relay, "person", secret);
    counsellor = await side(relay, "counsellor", secret);
    relay.deliver.person = (message) => void counsellor.exchange.receive(message);
    relay.deliver.counsellor = (message) => void person.exchange.receive(message);
  });

  test("what is written arrives in order, and is marked as on the other's screen", async () => {
    for (const text of ["one", "two", "three"]) await person.exchange.write({ kind: "text", text });
    await vi.waitFor(() => expect(person.got).toBe(3));
    expect(counsellor.read).toEqual(["one", "two", "three"]);
  });

  test("a delivered mark is never answered with another", async () => {
    await person.exchange.write({ kind: "text", text: "one" });
    await vi.waitFor(() => expect(person.got).toBe(1));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(relay.kept.person).toHaveLength(1);
    expect(relay.kept.counsellor).toHaveLength(1);
  });

  test("a text that never arrived is told by its number, shown as no message, and answered like a text", async () => {
    await counsellor.exchange.write({ kind: "text", text: "one" });
    await person.exchange.write({ kind: "lost", seq: 1 });
    await vi.waitFor(() => expect(counsellor.lost).toEqual([1]));
    expect(counsellor.read).toEqual([]);
    await vi.waitFor(() => expect(person.got).toBeGreaterThanOrEqual(1));
  });

  test("a message that was lost goes again as the same bytes under the same number", async () => {
    relay.faults = ["lost", "lost"];
    await person.exchange.write({ kind: "text", text: "one" });
    await vi.waitFor(() => expect(counsellor.read).toEqual(["one"]), 5000);
    expect(new Set(relay.posted.slice(0, 3).map((message) => message.sealed)).size).toBe(1);
  });

  test("a message whose answer was lost is not shown twice", async () => {
    relay.faults = ["answer_lost"];
    await person.exchange.write({ kind: "text", text: "one" });
    await person.exchange.write({ kind: "text", text: "two" });
    await vi.waitFor(() => expect(counsellor.read).toEqual(["one", "two"]), 5000);
    expect(counsellor.refused).toBe(0);
  });

  test("a stream that resumes too early is passed over in silence", async () => {
    await person.exchange.write({ kind: "text", text: "one" });
    await vi.waitFor(() => expect(counsellor.read).toEqual(["one"]));
    await counsellor.exchange.receive(relay.kept.person[0]!);
    expect([counsellor.read, counsellor.refused]).toEqual([["one"], 0]);
  });

  test.each([
    ["reflected: the reader's own message", async () => (await ChatWriter.make(secret, CASE, "counsellor", 1)).seal({ kind: "text", text: "x" })],
    ["forged: sealed with another secret", async () => (await ChatWriter.make(random(32), CASE, "person", 1)).seal({ kind: "text", text: "x" })],
    ["of another case", async () => (await ChatWriter.make(secret, b64u(random(16)), "person", 1)).seal({ kind: "text", text: "x" })],
    ["reordered: number 2 before number 1", async () => {
      const writer = await ChatWriter.make(secret, CASE, "person", 1);
      await writer.seal({ kind: "text", text: "x" });
      return writer.seal({ kind: "text", text: "y" });
    }],
    ["replayed under the next number", async () => ({ ...(await (await ChatWriter.make(secret, CASE, "person", 1)).seal({ kind: "text", text: "x" })), seq: 2 })],
  ])("a message %s is refused, not shown, and does not block the true one", async (_name, wrong) => {
    await counsellor.exchange.receive(await wrong());
    expect([counsellor.read, counsellor.refused]).toEqual([[], 1]);
    await person.exchange.write({ kind: "text", text: "true" });
    await vi.waitFor(() => expect(counsellor.read).toEqual(["true"]));
  });

  test("after the end nothing more is sent or shown", async () => {
    person.exchange.end();
    counsellor.exchange.end();
    await person.exchange.write({ kind: "text", text: "late" });
    expect(relay.posted).toHaveLength(0);
  });
});
