import { afterEach, expect, test, vi } from "vitest";

import { Case } from "../src/person/case";
import { Lines } from "../src/person/lines";
import { b64u, random } from "../src/seal/bytes";
import { type Body, ChatWriter } from "../src/seal/chat";

/** The person's page, whose counsellors are a writer in this test for each epoch. */

const CASE = b64u(random(16));
const secret = random(32);

vi.mock("../src/person/meet", async () => {
  const { Exchange } = await import("../src/live/exchange");
  const meet = async ({ epoch }: { epoch: number }, caseId: string, _bearer: string, ends: (name: string) => object) => ({
    exchange: await Exchange.begin({ caseId, epoch, me: "person", secret }, { ...ends("Kim"), post: async () => {} } as never),
    counsellor: { id: "kim", name: "Kim" },
  });
  return { meet, NotVerified: Error };
});

afterEach(() => vi.unstubAllGlobals());

test("who reads along is told, and that it is over: when the counsellor says so, and with the epoch by itself", async () => {
  let send!: (name: string, data: object) => void;
  const stream = new ReadableStream<Uint8Array>({ start: (to) => void (send = (name, data) => to.enqueue(new TextEncoder().encode(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`))) });
  vi.stubGlobal("document", { visibilityState: "visible", addEventListener: () => {}, removeEventListener: () => {} });
  vi.stubGlobal("fetch", async () => new Response(stream));
  const lines = new Lines();
  const one = new Case(b64u(random(32)), CASE, 1, lines, () => expect.unreachable());
  const told = () => lines.all.value.flatMap((line) => (line.from === "notice" ? [[line.phrase, line.facts["name"]]] : []));
  const claimed = (epoch: number) => send("state", { state: "claimed", epoch, counsellor: "kim", name: "Kim", secret: false, handed: false });
  const writes = async (writer: ChatWriter, body: Body) => send("message", await writer.seal(body));

  claimed(1);
  const first = await ChatWriter.make(secret, CASE, "counsellor", 1);
  await writes(first, { kind: "along", name: "Sam" });
  await vi.waitFor(() => expect(one.readsAlong.value).toBe("Sam"));
  await writes(first, { kind: "along_over", name: "Sam" });
  await writes(first, { kind: "along", name: "Bea" });
  claimed(2); // Kim's page was loaded again, and knows nothing of Bea any more
  const second = await ChatWriter.make(secret, CASE, "counsellor", 2);
  await writes(second, { kind: "along", name: "Sam" });
  send("state", { state: "waiting", place: 1, back: true, on_duty: true, unanswered: false });
  const [along, over] = [(name: string) => ["live.along", name], (name: string) => ["live.along_over", name]];
  await vi.waitFor(() => expect(told()).toEqual([["live.begun", "Kim"], along("Sam"), over("Sam"), along("Bea"), over("Bea"), along("Sam"), over("Sam"), ["waiting.back_in_queue", undefined]]));
  expect(one.readsAlong.value).toBe("");
  one.forget();
});
