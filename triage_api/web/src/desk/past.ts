import { type Bytes } from "../seal/bytes";
import { type Body, ChatReader, type Direction } from "../seal/chat";
import { type Address } from "../seal/letter";
import { SealRefused } from "../seal/refused";
import { type HeldCase } from "./calls";

/** What was said live before the counsellor's page was loaded again, read back from the sealed messages. */

export interface Said {
  from: Direction;
  text: string;
  kind: "text" | "earlier";
  /** Whether the other side had it on their screen. */
  got: boolean;
}

export interface Past {
  said: Said[];
  /** Where they can be written to, if they said so. */
  address: Address | null;
}

export async function readPast(held: HeldCase, secret: Bytes): Promise<Past> {
  const person = await readDirection(held, secret, "person");
  const address = person.findLast((body) => body.kind === "mailbox") ?? null;
  return { said: inOrder(person, await readDirection(held, secret, "counsellor")), address };
}

async function readDirection(held: HeldCase, secret: Bytes, direction: Direction): Promise<Body[]> {
  const reader = await ChatReader.make(secret, held.case_id, direction, held.epoch);
  const bodies: Body[] = [];
  for (const message of held.messages.filter((one) => one.direction === direction)) {
    try {
      bodies.push(await reader.open({ ...message, epoch: held.epoch }));
    } catch (error) {
      if (!(error instanceof SealRefused)) throw error;
      break; // what follows a refused message does not open either
    }
  }
  return bodies;
}

/**
 * Puts the two directions together. Each is numbered for itself, and only a `got` ties them: whoever had got message n
 * wrote what follows after reading it.
 */
export function inOrder(person: Body[], counsellor: Body[]): Said[] {
  const gotBy = { person: highest(person), counsellor: highest(counsellor) };
  const lost = new Set(person.map((body) => (body.kind === "lost" ? body.seq : 0)));
  const said: Said[] = [];
  const read = { person: 0, counsellor: 0 };
  const needs = { person: 0, counsellor: 0 };
  const bodies = { person, counsellor };
  const take = (from: Direction, to: Direction): void => {
    const body = bodies[from][read[from]++]!;
    if (body.kind === "got") needs[from] = Math.max(needs[from], Math.min(body.upto, bodies[to].length));
    else if (body.kind === "text" || body.kind === "earlier") {
      const got = read[from] <= gotBy[to] && !(from === "counsellor" && lost.has(read[from]));
      said.push({ from, text: body.text, kind: body.kind, got });
    }
  };
  while (read.person < person.length || read.counsellor < counsellor.length) {
    const mayPerson = read.person < person.length && needs.person <= read.counsellor;
    if (mayPerson || read.counsellor >= counsellor.length) take("person", "counsellor");
    else take("counsellor", "person");
  }
  return said;
}

function highest(bodies: Body[]): number {
  return bodies.reduce((upto, body) => (body.kind === "got" ? Math.max(upto, body.upto) : upto), 0);
}
