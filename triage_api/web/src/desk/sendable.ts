import { day } from "../words/dates";
import { type Phrases, phrase } from "../words/phrases";

/** What can be put into a chat: chosen in the counsellor's language, set down in the person's. */

export type Shelf = "phrases" | "rights" | "services";

export interface Item {
  id: string;
  shelf: Shelf;
  /** The heading it stands under, or its own. */
  title: string;
  /** In the counsellor's language, to read; in the person's, to send. */
  mine: string;
  theirs: string;
}

export interface RightText {
  topic: string;
  web: string;
  sms: string;
  sources: { name: string; url: string }[];
  reviewed: string;
  review_by: string;
  reviewer: string | null;
}

export interface ServiceText {
  id: string;
  name: string;
  says: string;
  phone: string | null;
  web: string | null;
  places: string[];
  always: boolean;
  checked: string;
}

/** What the server publishes in one language. */
export interface Published {
  rights: RightText[];
  services: ServiceText[];
}

/** One language with all that is said in it. */
export interface Side {
  language: string;
  phrases: Phrases;
  notes: Phrases;
  published: Published;
}

export interface Place {
  channel: "web" | "sms";
  /** The counsellor's words for groups and topics. */
  say: (id: string) => string;
}

/** What stands on both sides; sentences that are for letters only are left to letters. */
export function itemsOf(mine: Side, theirs: Side, { channel, say }: Place): Item[] {
  const phrases = Object.entries(mine.phrases).flatMap(([id, text]) => {
    const sent = theirs.phrases[id];
    return sent && !id.startsWith("letter.") ? [{ id, shelf: "phrases" as const, title: say(`book.${id.split(".")[0]}`), mine: text, theirs: sent }] : [];
  });
  const rights = pair(mine.published.rights, theirs.published.rights, ({ topic }) => topic).map(([own, sent]) => ({
    id: own.topic,
    shelf: "rights" as const,
    title: say(`topic.${own.topic}`),
    mine: rightOn(own, mine, channel),
    theirs: rightOn(sent, theirs, channel),
  }));
  const services = pair(mine.published.services, theirs.published.services, ({ id }) => id).map(([own, sent]) => ({
    id: own.id,
    shelf: "services" as const,
    title: [own.name, ...own.places.slice(0, 3)].join(" · "),
    mine: serviceOn(own, mine, channel),
    theirs: serviceOn(sent, theirs, channel),
  }));
  return [...phrases, ...rights, ...services];
}

/** Every word that is looked for has to stand in it, in her language or in the person's. */
export function search(items: readonly Item[], shelf: Shelf, wanted: string): Item[] {
  const words = fold(wanted).split(/\s+/).filter(Boolean);
  return items.filter((item) => {
    if (item.shelf !== shelf) return false;
    const text = fold(`${item.title} ${item.mine} ${item.theirs}`);
    return words.every((word) => text.includes(word));
  });
}

/** The text for the channel, with where it comes from and when it was compared with that. */
function rightOn(text: RightText, { language, notes }: Side, channel: "web" | "sms"): string {
  const date = day(language, text.reviewed);
  if (channel === "sms") return [text.sms, phrase(notes, "sent.checked", { date })].join("\n");
  const source = text.sources.map(({ name, url }) => `${name} ${url}`).join(", ");
  return [text.web, phrase(notes, "sent.source", { source, date })].join("\n\n");
}

function serviceOn(service: ServiceText, { language, notes }: Side, channel: "web" | "sms"): string {
  const reach = [service.name, service.phone, service.web].filter(Boolean).join(", ");
  const note = phrase(notes, "sent.checked", { date: day(language, service.checked) });
  return [reach, service.says, note].join(channel === "sms" ? "\n" : "\n\n");
}

function pair<T>(mine: readonly T[], theirs: readonly T[], key: (one: T) => string): [T, T][] {
  const found = new Map(theirs.map((one) => [key(one), one]));
  return mine.flatMap((one): [T, T][] => {
    const other = found.get(key(one));
    return other ? [[one, other]] : [];
  });
}

function fold(text: string): string {
  return text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
}
