import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import { type AddressInfo } from "node:net";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { Conversation, SessionOver } from "../src/person/conversation";
import { EventCutter, listen } from "../src/wire/events";
import { Refused } from "../src/wire/call";

type Handle = (request: IncomingMessage, body: Record<string, unknown>, response: ServerResponse) => void;

let server: Server;
let handle: Handle;
const browserFetch = globalThis.fetch;

beforeEach(async () => {
  server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    handle(request, text ? (JSON.parse(text) as Record<string, unknown>) : {}, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // Pages call by path; outside a browser the path needs a host.
  globalThis.fetch = (path, init) => browserFetch(base + String(path), init);
});

afterEach(() => {
  globalThis.fetch = browserFetch;
  server.closeAllConnections();
  server.close();
});

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}

const reply = (text: unknown) => ({ replies: [{ text }], language: "sv", seen: text, hidden: [], case: null });

/** A door that counts as docs/wire.md §1 says, and can lose its answers. */
function door(): { heard: string[]; loseAnswers: number; forget: () => void } {
  const state = { heard: [] as string[], loseAnswers: 0, answers: new Map<number, unknown>(), token: 0 };
  handle = (request, body, response) => {
    if (request.url === "/api/chat") return answer(response, 201, { token: `t${++state.token}`, language: "sv" });
    if (request.headers.authorization !== `Bearer t${state.token}`) return answer(response, 401, { error: { code: "session_over" } });
    const n = body["n"] as number;
    if (!state.answers.has(n)) {
      if (n !== state.answers.size + 1) return answer(response, 409, { error: { code: "out_of_order", expected: state.answers.size + 1 } });
      state.heard.push(String(body["text"]));
      state.answers.set(n, reply(body["text"]));
    }
    if (state.loseAnswers-- > 0) return response.destroy() as unknown as void;
    answer(response, 200, state.answers.get(n));
  };
  return Object.assign(state, { forget: () => { state.token++; state.answers.clear(); } });
}

describe("the conversation with the bot", () => {
  const never = () => expect.unreachable("nothing was left unanswered");

  test("a lost answer is asked for again under the same number, and heard once", async () => {
    const there = door();
    there.loseAnswers = 2;
    const said = await new Conversation().say({ text: "hej" }, "sv", false, never);
    expect(said.seen).toBe("hej");
    expect(there.heard).toEqual(["hej"]);
  });

  test("what was heard but not answered is answered before anything new is said", async () => {
    const there = door();
    there.loseAnswers = 4;
    const conversation = new Conversation();
    await expect(conversation.say({ text: "hjälp" }, "sv", false, never)).rejects.toThrow();
    const late: unknown[] = [];
    const said = await conversation.say({ text: "hjälp mig" }, "sv", false, (answered) => late.push(answered.seen));
    expect([late, said.seen, there.heard]).toEqual([["hjälp"], "hjälp mig", ["hjälp", "hjälp mig"]]);
  });

  test("a forgotten conversation says so, and the next thing said begins a new one", async () => {
    const there = door();
    const conversation = new Conversation();
    await conversation.say({ text: "ett" }, "sv", false, never);
    there.forget();
    await expect(conversation.say({ text: "två" }, "sv", false, never)).rejects.toBeInstanceOf(SessionOver);
    expect((await conversation.say({ text: "två" }, "sv", false, never)).seen).toBe("två");
  });

  test("too fast is said at once and does not use up the number", async () => {
    const there = door();
    const conversation = new Conversation();
    await conversation.say({ text: "ett" }, "sv", false, never);
    const counting = handle;
    handle = (_request, _body, response) => answer(response, 429, { error: { code: "too_fast" } });
    await expect(conversation.say({ text: "två" }, "sv", false, never)).rejects.toMatchObject({ code: "too_fast" });
    handle = counting;
    expect((await conversation.say({ text: "tre" }, "sv", false, never)).seen).toBe("tre");
    expect(there.heard).toEqual(["ett", "tre"]);
  });

  test("the language goes along only when it was picked by hand", async () => {
    const bodies: Record<string, unknown>[] = [];
    handle = (request, body, response) => {
      if (request.url === "/api/chat") return answer(response, 201, { token: "t", language: "th" });
      bodies.push(body);
      answer(response, 200, reply(""));
    };
    const conversation = new Conversation();
    await conversation.say({ text: "a" }, "th", false, never);
    await conversation.say({ choice: "law.selling" }, "th", true, never);
    expect(bodies).toEqual([{ n: 1, text: "a" }, { n: 2, choice: "law.selling", language: "th" }]);
  });
});

describe("events over a connection that breaks", () => {
  test("pieces of any size make the same events, and heartbeats make none", () => {
    const stream = 'event: state\ndata: {"state": "waiting", "place": 2}\n\n: still here\n\nevent: message\ndata: {"seq": 1}\n\n';
    for (const size of [1, 7, 1000]) {
      const cutter = new EventCutter();
      const events = [];
      for (let at = 0; at < stream.length; at += size) events.push(...cutter.cut(stream.slice(at, at + size)));
      expect(events).toEqual([{ name: "state", data: { state: "waiting", place: 2 } }, { name: "message", data: { seq: 1 } }]);
    }
  });

  test("it comes back after a break, says where it was, and carries the token in the header", async () => {
    const asked: [string | undefined, unknown, string | undefined][] = [];
    handle = (request, _body, response) => {
      asked.push([request.headers.authorization, request.headers["lykta-after"], request.url]);
      response.writeHead(200, { "Content-Type": "text/event-stream" });
      response.write(`event: message\ndata: {"seq": ${asked.length}}\n\n`);
      setTimeout(() => response.destroy(), 20);
    };
    const seen: number[] = [];
    const over = new AbortController();
    const onEvent = ({ data }: { data: unknown }) => {
      seen.push((data as { seq: number }).seq);
      if (seen.length === 2) over.abort();
    };
    await listen("/api/case/events", { bearer: "secret", headers: () => ({ "Lykta-After": String(seen.length) }), onEvent }, over.signal);
    expect(seen).toEqual([1, 2]);
    expect(asked).toEqual([["Bearer secret", "0", "/api/case/events"], ["Bearer secret", "1", "/api/case/events"]]);
  });

  test("a case that is gone ends the listening", async () => {
    handle = (_request, _body, response) => answer(response, 401, { error: { code: "case_over" } });
    const listening = listen("/api/case/events", { bearer: "x", onEvent: () => {} }, new AbortController().signal);
    await expect(listening).rejects.toBeInstanceOf(Refused);
  });
});
