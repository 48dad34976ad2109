import { SealRefused } from "./refused";

/** What a counsellor finds inside an envelope (schema/transcript.json). Everything in it is the machine's, unverified. */

export type Level = "routine" | "elevated" | "high" | "immediate";

export interface Sign {
  id: string;
  level: Level;
  words: string;
}

export interface Entry {
  from: "person" | "bot";
  text: string;
  minute: number;
}

export interface Transcript {
  v: 1;
  case_id: string;
  language: string;
  channel: "web" | "sms";
  writer: "self" | "friend" | "minor" | "other";
  level: Level;
  level_score: number;
  signs: Sign[];
  topics: [string, number][];
  bot_lost: boolean;
  entries: Entry[];
  /** Topics whose texts the bot has given; missing where an older sealer made it. */
  told?: string[];
}

const LEVELS = ["routine", "elevated", "high", "immediate"];

/** The transcript, if it has the shape of version 1 and belongs to this case; throws SealRefused otherwise. */
export function readTranscript(text: string, caseId: string): Transcript {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new SealRefused("malformed");
  }
  return transcriptIn(value, caseId);
}

export function transcriptIn(given: unknown, caseId: string): Transcript {
  const value = given as Transcript;
  if (value?.v !== 1) throw new SealRefused("unknown_version");
  if (value.case_id !== caseId) throw new SealRefused("wrong_case");
  const sound =
    LEVELS.includes(value.level) &&
    typeof value.language === "string" &&
    Array.isArray(value.signs) &&
    value.signs.every((sign) => typeof sign.id === "string" && LEVELS.includes(sign.level) && typeof sign.words === "string") &&
    Array.isArray(value.topics) &&
    value.topics.every((topic) => Array.isArray(topic) && typeof topic[0] === "string" && typeof topic[1] === "number") &&
    Array.isArray(value.entries) &&
    value.entries.every((entry) => (entry.from === "person" || entry.from === "bot") && typeof entry.text === "string") &&
    (value.told === undefined || (Array.isArray(value.told) && value.told.every((topic) => typeof topic === "string")));
  if (!sound) throw new SealRefused("malformed");
  return value;
}
