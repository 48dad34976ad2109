import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { Chat, YES } from "../src/person/chat";
import { SealRefused } from "../src/seal/refused";
import { type Roster, type SignedRoster } from "../src/seal/roster";

/** A person's page that is asked for a yes, and the roster that says whether there is a recovery key. */

const verified = vi.hoisted(() => ({ as: (): unknown => undefined }));
vi.mock("../src/live/counsellor_check", () => ({ checkRoster: (_: SignedRoster) => verified.as() as Roster, checkCounsellor: () => undefined }));

let answerRoster: () => Promise<Response>;
let said: string[];

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });
const CONSENT = { text: "Vill du?", kind: "answer", sources: [], choices: [{ id: YES, label: "Ja" }, { id: "handoff.no", label: "Nej" }] };
const answer = (replies: unknown[]) => ({ replies, language: "en", seen: null, hidden: [], case: null });

beforeEach(() => {
  said = [];
  verified.as = () => ({ recoveryKey: new Uint8Array(1216) });
  answerRoster = async () => json({});
  vi.stubGlobal("navigator", { languages: ["en"] });
  vi.stubGlobal("document", { documentElement: { lang: "" } });
  vi.stubGlobal("fetch", async (path: string, { body }: { body?: string }) => {
    if (path === "/api/roster") return answerRoster();
    if (path === "/api/chat") return json({ token: "t" }, 201);
    const { text, choice } = JSON.parse(body!) as { text?: string; choice?: string };
    said.push(text ?? choice!);
    return json(answer(text === "a human" ? [CONSENT] : [{ ...CONSENT, choices: [] }]));
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const asked = async () => {
  const chat = new Chat();
  chat.draft.value = "a human";
  await chat.send();
  return chat;
};
const yes = (chat: Chat) => chat.choose(CONSENT.choices[0]!);

describe("before a yes", () => {
  test("the page tells of a recovery key that the verified roster carries, and takes the yes only then", async () => {
    let come!: (response: Response) => void;
    answerRoster = () => new Promise((resolve) => (come = resolve));
    const chat = await asked();
    expect([chat.knowsWhoReads.value, chat.recoveryKey.value]).toEqual([false, false]);
    await yes(chat);
    expect(said).toEqual(["a human"]);
    await vi.waitFor(() => expect(come).toBeDefined());
    come(json({}));
    await vi.waitFor(() => expect(chat.knowsWhoReads.value).toBe(true));
    expect(chat.recoveryKey.value).toBe(true);
    await yes(chat);
    expect(said).toEqual(["a human", YES]);
  });

  test("where there is none, nothing is said of one", async () => {
    verified.as = () => ({ recoveryKey: null });
    const chat = await asked();
    await vi.waitFor(() => expect(chat.knowsWhoReads.value).toBe(true));
    expect(chat.recoveryKey.value).toBe(false);
  });

  test.each([
    ["a roster that the root key did not sign", () => { verified.as = () => { throw new SealRefused("bad_signature"); }; }],
    ["no roster", () => { answerRoster = async () => json({ error: { code: "no_roster" } }, 404); }],
    ["no network", () => { answerRoster = async () => { throw new TypeError("network"); }; }],
  ])("%s is not believed, and keeps nobody from a counsellor", async (_, breaks) => {
    breaks();
    const chat = await asked();
    await vi.waitFor(() => expect(chat.knowsWhoReads.value).toBe(true));
    expect(chat.recoveryKey.value).toBe(false);
    await yes(chat);
    expect(said).toContain(YES);
  });

  test("a roster that does not come holds the yes up for eight seconds and no longer", async () => {
    vi.useFakeTimers();
    answerRoster = () => new Promise(() => undefined);
    const chat = await asked();
    await vi.advanceTimersByTimeAsync(7900);
    expect(chat.knowsWhoReads.value).toBe(false);
    await vi.advanceTimersByTimeAsync(200);
    expect(chat.knowsWhoReads.value).toBe(true);
  });

  test("a no and words need not wait", async () => {
    answerRoster = () => new Promise(() => undefined);
    const chat = await asked();
    await chat.choose(CONSENT.choices[1]!);
    expect(said).toEqual(["a human", "handoff.no"]);
  });
});

test("what is kept is looked at anew each time somebody opens it", async () => {
  const chat = new Chat();
  await chat.lookForRecoveryKey();
  expect(chat.recoveryKey.value).toBe(true);
  verified.as = () => ({ recoveryKey: null });
  await chat.lookForRecoveryKey();
  expect(chat.recoveryKey.value).toBe(false);
});
