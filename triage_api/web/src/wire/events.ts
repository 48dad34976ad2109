import { delayBefore, pause } from "./back_off";
import { Refused, refusalIn, send } from "./call";

/** Server-Sent Events over fetch: EventSource can send neither the bearer token nor `Lykta-After`. */

export interface ServerEvent {
  name: string;
  data: unknown;
}

/** Cuts a stream's text into events. Text may come in any pieces; comments (heartbeats) and foreign fields fall away. */
export class EventCutter {
  private rest = "";

  cut(text: string): ServerEvent[] {
    this.rest += text;
    const blocks = this.rest.split(/\r\n\r\n|\n\n|\r\r/);
    this.rest = blocks.pop() ?? "";
    return blocks.map(readBlock).filter((event) => event !== null);
  }
}

function readBlock(block: string): ServerEvent | null {
  let name = "message";
  const data: string[] = [];
  for (const line of block.split(/\r\n|\n|\r/)) {
    const [, field, value] = /^(event|data): ?(.*)$/.exec(line) ?? [];
    if (field === "event") name = value ?? "";
    if (field === "data") data.push(value ?? "");
  }
  if (data.length === 0) return null;
  try {
    return { name, data: JSON.parse(data.join("\n")) as unknown };
  } catch {
    return null; // not ours: nothing of ours is anything but JSON
  }
}

export interface Listening {
  bearer: string;
  /** Headers of each new connection, asked for anew: where to resume. */
  headers?: () => Record<string, string>;
  onEvent: (event: ServerEvent) => void;
  /** True when the stream stands, false each time it breaks. */
  onLink?: (up: boolean) => void;
  /** Anything came, if only a sign of life: no timer calls this, so a browser that slows a hidden page's timers does not slow it. */
  onAlive?: () => void;
}

/** Twice the server's heartbeat and a little: silence longer than this is a dead connection that has not noticed. */
const SILENCE_MS = 35_000;

/**
 * Listens until stopped, and comes back by itself after every break. Ends by throwing Refused when the server says
 * that there is nothing here any more (401, 403, 404, 410); returns when `signal` is given.
 */
export async function listen(path: string, listening: Listening, signal: AbortSignal): Promise<void> {
  for (let attempt = 0; !signal.aborted; attempt++) {
    try {
      await once(path, listening, signal, () => (attempt = -1));
    } catch (error) {
      if (error instanceof Refused && [401, 403, 404, 410].includes(error.status)) throw error;
    }
    if (signal.aborted) return;
    listening.onLink?.(false);
    await pause(delayBefore(Math.max(0, attempt)), signal);
  }
}

async function once(path: string, listening: Listening, signal: AbortSignal, stands: () => void): Promise<void> {
  const connection = new AbortController();
  const cut = () => connection.abort();
  signal.addEventListener("abort", cut);
  // A device that says it is offline has a connection that looks alive and is not.
  globalThis.addEventListener?.("offline", cut);
  let watch = setTimeout(cut, SILENCE_MS);
  try {
    const headers = { Accept: "text/event-stream", ...listening.headers?.() };
    const response = await send(path, { method: "GET", bearer: listening.bearer, headers, signal: connection.signal });
    if (!response.ok || !response.body) throw await refusalIn(response);
    stands();
    listening.onLink?.(true);
    const cutter = new EventCutter();
    const text = new TextDecoder();
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      clearTimeout(watch);
      watch = setTimeout(cut, SILENCE_MS);
      listening.onAlive?.();
      for (const event of cutter.cut(text.decode(value, { stream: true }))) listening.onEvent(event);
    }
  } finally {
    clearTimeout(watch);
    signal.removeEventListener("abort", cut);
    globalThis.removeEventListener?.("offline", cut);
  }
}
