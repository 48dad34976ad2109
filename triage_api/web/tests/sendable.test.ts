import { describe, expect, test } from "vitest";

import { loadNotes, loadPhrasebook } from "../src/desk/phrasebook";
import { type Published, type Side, itemsOf, search } from "../src/desk/sendable";
import { loadDeskWords } from "../src/desk/words";

const published = (own: string): Published => ({
  rights: [{ topic: "law.selling", web: `web ${own}`, sms: `sms ${own}`, sources: [{ name: "Brottsbalken", url: "https://example.org/lag" }], reviewed: "2026-11-20", review_by: "2026-12-20", reviewer: null }],
  services: [{ id: "c-1", name: `Stöd ${own}`, says: `hjälp ${own}`, phone: "070-174 06 05", web: null, places: ["Umeå"], always: false, checked: "2026-11-20" }],
});

const side = async (language: string): Promise<Side> => ({ language, phrases: await loadPhrasebook(language), notes: await loadNotes(language), published: published(language) });

async function items(channel: "web" | "sms") {
  const words = await loadDeskWords("sv");
  return itemsOf(await side("sv"), await side("th"), { channel, say: (id) => words[id] ?? id });
}

describe("what a counsellor may send", () => {
  test("every sentence of the phrasebook is found in her language and sent in the person's", async () => {
    const phrases = (await items("web")).filter(({ shelf }) => shelf === "phrases");
    expect(phrases.length).toBeGreaterThan(100);
    expect(phrases.filter(({ title }) => title.startsWith("book."))).toEqual([]); // each group has a name
    expect(phrases.filter(({ theirs }) => !/[\u0e00-\u0e7f]/.test(theirs))).toEqual([]);
    expect(phrases.filter(({ id }) => id.startsWith("letter."))).toEqual([]);
  });

  test("the web gets the whole text with its source and date; a text message its short form with the date", async () => {
    const sent = async (channel: "web" | "sms") => search(await items(channel), "rights", "")[0]!.theirs;
    expect(await sent("web")).toBe("web th\n\nที่มา: Brottsbalken https://example.org/lag ตรวจเมื่อ 20 พฤศจิกายน 2569");
    expect(await sent("sms")).toBe("sms th\nตรวจเมื่อ 20 พฤศจิกายน 2569");
  });

  test("a service comes with how to reach it and when that was looked at", async () => {
    const [service] = search(await items("web"), "services", "umea");
    expect(service!.theirs).toBe("Stöd th, 070-174 06 05\n\nhjälp th\n\nตรวจเมื่อ 20 พฤศจิกายน 2569");
  });

  test.each([["säkerhet", "safety.safe_now"], ["SAKERHET just", "safety.safe_now"], ["bot människa", "greet.human"]])("%j finds %s", async (wanted, id) => {
    expect(search(await items("web"), "phrases", wanted).map((item) => item.id)).toContain(id);
  });

  test("what is not there is not found", async () => {
    expect(search(await items("web"), "phrases", "xyzzy")).toEqual([]);
  });
});
