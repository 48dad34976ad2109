import { createHash } from "node:crypto";

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { LOOK_EVERY_MS, Pairing, textingNumber, writtenNumber } from "../src/person/pairing";
import { type CaseToken } from "../src/person/token";

/** The server's side of docs/wire.md §9, as far as one page sees it. */
interface Asked {
  method: string;
  path: string;
  bearer: string;
}

let asked: Asked[];
let answer: (asked: Asked) => Response | Promise<Response>;
let moved: { token: CaseToken; caseId: string }[];

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });
const waiting = () => json({ state: "waiting", case_id: null });
const codes = (...all: string[]) => (state: () => Response | Promise<Response>) => ({ method }: Asked) => (method === "POST" ? json({ code: all.shift(), seconds: 600 }, 201) : state());

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  moved = [];
  vi.stubGlobal("fetch", async (path: string, { method, headers }: { method: string; headers: Record<string, string> }) => {
    const one = { method, path, bearer: headers["Authorization"] ?? "" };
    asked.push(one);
    return answer(one);
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const begin = async () => {
  const pairing = new Pairing((token, caseId) => moved.push({ token, caseId }));
  await vi.waitFor(() => expect(pairing.state.value.state).not.toBe("making"));
  return pairing;
};
const looks = (times: number) => vi.advanceTimersByTimeAsync(LOOK_EVERY_MS * times);

describe("a page that waits for its code to be texted", () => {
  test("it goes into the case with the token it made, once, and looks no more", async () => {
    let state = waiting;
    answer = codes("K7M2 9QXD")(() => state());
    const pairing = await begin();
    expect(pairing.state.value).toEqual({ state: "waiting", code: "K7M2 9QXD" });
    await looks(2);
    expect(moved).toEqual([]);
    state = () => json({ state: "moved", case_id: "the case" });
    await looks(5);
    expect(moved.map(({ caseId }) => caseId)).toEqual(["the case"]);
    const { token, verifier } = moved[0]!.token;
    expect(new Set(asked.map(({ bearer }) => bearer))).toEqual(new Set([`Bearer ${token}`]));
    expect(createHash("sha256").update(Buffer.from(token, "base64url")).digest("base64url")).toBe(verifier);
    expect(asked.filter(({ method }) => method === "GET")).toHaveLength(3);
  });

  test("nothing of token or code stands in an address", async () => {
    answer = codes("K7M2 9QXD")(waiting);
    await begin();
    await looks(3);
    expect(new Set(asked.map(({ path }) => path))).toEqual(new Set(["/api/pair"]));
  });

  test("an old code makes room for a new one, under the same token", async () => {
    answer = codes("K7M2 9QXD", "2WTR 7HJK")(() => json({ state: "over", case_id: null }));
    const pairing = await begin();
    await looks(1);
    expect(pairing.state.value).toEqual({ state: "expired" });
    answer = codes("2WTR 7HJK")(waiting);
    void pairing.make();
    await vi.waitFor(() => expect(pairing.state.value).toEqual({ state: "waiting", code: "2WTR 7HJK" }));
    expect(new Set(asked.map(({ bearer }) => bearer)).size).toBe(1);
  });

  test("a broken connection is waited out", async () => {
    let state: () => Response = () => {
      throw new TypeError("offline");
    };
    answer = codes("K7M2 9QXD")(() => state());
    const pairing = await begin();
    await looks(4);
    expect(pairing.state.value.state).toBe("waiting");
    state = () => json({ state: "moved", case_id: "the case" });
    await looks(10);
    expect(moved).toHaveLength(1);
  });

  test("without a code it says that it failed, and can try again", async () => {
    answer = () => json({ error: { code: "too_many", seconds: 60 } }, 429);
    const pairing = await begin();
    expect(pairing.state.value).toEqual({ state: "failed" });
    answer = codes("K7M2 9QXD")(waiting);
    void pairing.make();
    await vi.waitFor(() => expect(pairing.state.value.state).toBe("waiting"));
  });

  test("once forgotten it looks no more and takes no case, not even one that is on its way", async () => {
    let arrive: (response: Response) => void = () => {};
    answer = codes("K7M2 9QXD")(() => new Promise((resolve) => (arrive = resolve)));
    const pairing = await begin();
    await looks(1);
    pairing.forget();
    arrive(json({ state: "moved", case_id: "the case" }));
    const before = asked.length;
    await looks(5);
    expect([moved, asked.length]).toEqual([[], before]);
  });
});

describe("the number to text to", () => {
  test.each([
    ["+46701740699", "070-174 06 99"],
    ["+46771740699", "077-174 06 99"],
    ["+4671740699", "+4671740699"],
    ["+40701740699", "+40701740699"],
  ])("%s is written %s", (number, written) => {
    expect(writtenNumber(number)).toBe(written);
  });

  test("nothing is offered where the server says no number, or says nothing", async () => {
    answer = () => json({ number: null });
    expect(await textingNumber()).toBeNull();
    answer = () => json({ error: {} }, 404);
    expect(await textingNumber()).toBeNull();
    answer = () => json({ number: "+46701740699" });
    expect(await textingNumber()).toBe("+46701740699");
  });
});
