import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { afterEach, expect, test, vi } from "vitest";

import { call } from "../src/wire/call";
import { listen } from "../src/wire/events";

/** Threat: whoever shares this host puts a cookie into the browser, and our own server gets one name for two visits. */

const SOURCES = fileURLToPath(new URL("../src/", import.meta.url));
const ASKS = /\bfetch\s*\(|XMLHttpRequest|sendBeacon|new EventSource|new WebSocket/;

afterEach(() => vi.unstubAllGlobals());

test("no request carries a cookie, is kept, follows a redirect or says where it came from", async () => {
  const asked = vi.fn(async (_path: string, _how: RequestInit) => new Response("{}", { status: 404 }));
  vi.stubGlobal("fetch", asked);
  await expect(call("/api/chat", { body: {} })).rejects.toMatchObject({ status: 404 });
  await expect(call("/api/roster", { method: "GET", bearer: "t" })).rejects.toMatchObject({ status: 404 });
  await expect(listen("/api/case/events", { bearer: "t", onEvent: () => {} }, new AbortController().signal)).rejects.toMatchObject({ status: 404 });
  expect(asked).toHaveBeenCalledTimes(3);
  for (const [, how] of asked.mock.calls)
    expect(how).toMatchObject({ credentials: "omit", cache: "no-store", redirect: "error", referrerPolicy: "no-referrer" });
});

test("nothing but wire/call.ts asks the network", () => {
  const files = readdirSync(SOURCES, { encoding: "utf8", recursive: true }).filter((file) => /\.tsx?$/.test(file));
  const asking = files.filter((file) => ASKS.test(readFileSync(SOURCES + file, "utf8")));
  expect(asking).toEqual(["wire/call.ts"]);
});
