import { type Challenge, createChallenge, verifySolution } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/web/pbkdf2";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { Conversation } from "../src/person/conversation";
import { prove } from "../src/wire/prove";

const SECRETS = { hmacSignatureSecret: "one", hmacKeySignatureSecret: "two" };
const never = () => expect.unreachable("nothing was left unanswered");
const browserFetch = globalThis.fetch;

const harder = (counter: number) => createChallenge({ algorithm: "PBKDF2/SHA-256", cost: 10, counter, deriveKey, ...SECRETS });

async function isGood(proof: string): Promise<boolean> {
  return (await verifySolution({ ...JSON.parse(atob(proof)), deriveKey, ...SECRETS })).verified;
}

/** A door under load, as docs/wire.md §1 has it. `good` is how many proofs it must be given before it takes one. */
class BusyDoor {
  calls: string[] = [];
  heard: unknown[] = [];
  challenges: Challenge[] = [];
  forgotten = "";
  constructor(private good = 1) {
    globalThis.fetch = async (path, init) => {
      const body = JSON.parse(String(init?.body)) as Record<string, unknown>;
      const { status, body: said } = await this.answer(String(path), body, new Headers(init?.headers).get("Authorization"));
      return new Response(JSON.stringify(said), { status });
    };
  }

  private async answer(path: string, body: Record<string, unknown>, bearer: string | null) {
    this.calls.push(path + (body["proof"] ? " with proof" : "") + (bearer ? " in a conversation" : ""));
    if (path === "/api/chat") {
      if (typeof body["proof"] === "string" && (await isGood(body["proof"])) && --this.good === 0) return { status: 201, body: { token: "t", language: "sv" } };
      this.challenges.push(await harder(5));
      return { status: 429, body: { error: { code: "proof_needed", because: "missing", challenge: this.challenges.at(-1) } } };
    }
    const danger = String(body["text"]).includes("kniv");
    if (bearer === this.forgotten) bearer = null;
    if (!bearer && !danger) return { status: 401, body: { error: { code: "session_over" } } };
    this.heard.push([body["n"], body["text"]]);
    return { status: 200, body: { replies: [], language: "sv", seen: body["text"], hidden: [], case: null, token: bearer ? null : "d" } };
  }
}

afterEach(() => {
  globalThis.fetch = browserFetch;
});

describe("opening a conversation while many write", () => {
  let conversation: Conversation;
  beforeEach(() => (conversation = new Conversation()));

  test("the device proves its work by itself, and what was said goes out once", async () => {
    const door = new BusyDoor();
    const proving: boolean[] = [];
    conversation.proving.subscribe((value) => proving.push(value));
    expect((await conversation.say({ text: "hej" }, "sv", false, never)).seen).toBe("hej");
    expect(door.calls).toEqual(["/api/chat", "/api/chat/messages", "/api/chat with proof", "/api/chat/messages in a conversation"]);
    expect(door.heard).toEqual([[1, "hej"]]);
    expect(proving).toEqual([false, true, false]);
  });

  test("danger is answered before any proof, and the conversation goes on in what began with it", async () => {
    const door = new BusyDoor();
    await conversation.say({ text: "han har en kniv" }, "sv", false, never);
    await conversation.say({ choice: "handoff.ask" }, "sv", false, never);
    expect(door.calls).toEqual(["/api/chat", "/api/chat/messages", "/api/chat/messages in a conversation"]);
    expect(door.heard.map((one) => (one as unknown[])[0])).toEqual([1, 2]);
    expect(conversation.bearer).toBe("d");
  });

  test("danger written into a conversation that was forgotten goes on in a new one, by the same count", async () => {
    const door = new BusyDoor();
    await conversation.say({ text: "hej" }, "sv", false, never);
    door.forgotten = "Bearer t";
    await conversation.say({ text: "han har en kniv" }, "sv", false, never);
    expect(conversation.bearer).toBe("d");
    await conversation.say({ choice: "handoff.ask" }, "sv", false, never);
    expect(door.heard.map((one) => (one as unknown[])[0])).toEqual([1, 2, 3]);
  });

  test("a proof that is refused is followed by another, and not without end", async () => {
    const second = new BusyDoor(2);
    await conversation.say({ text: "hej" }, "sv", false, never);
    expect(second.calls.filter((call) => call.includes("with proof"))).toHaveLength(2);
    const tooMany = new BusyDoor(9);
    const other = new Conversation();
    await expect(other.say({ text: "hej" }, "sv", false, never)).rejects.toMatchObject({ code: "too_fast" });
    expect(tooMany.calls.filter((call) => call.includes("with proof"))).toHaveLength(3);
    expect(other.proving.value).toBe(false);
    new BusyDoor();
    expect((await other.say({ text: "hej igen" }, "sv", false, never)).seen).toBe("hej igen");
  });
});

test("whoever leaves stops the work", async () => {
  const over = new AbortController();
  const working = prove(await harder(4_000_000), over);
  setTimeout(() => over.abort(), 20);
  await expect(working).rejects.toThrow();
});
