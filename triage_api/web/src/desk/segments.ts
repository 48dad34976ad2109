/**
 * How many text messages a text is sent as. One holds 160 characters of the GSM-7 alphabet (3GPP TS 23.038; ^{}\[~]|€
 * count twice), 153 each when there are several; any other character, as in Thai or ă and ș, makes it 70 and 67.
 */

const TWICE = new Set("^{}\\[~]|€\f");
const ONCE = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);

/** The signs that the server writes plainly before it sends, since one curly quote would halve what a text holds. */
const PLAINLY: readonly [RegExp, string][] = [
  [/[\u2018\u2019]/g, "'"],
  [/[\u201c\u201d\u201e\u00ab\u00bb]/g, '"'],
  [/[\u2010-\u2014\u2212\u00b7\u2022]/g, "-"],
  [/[\u00a0\u2009\u202f\t]/g, " "],
  [/\u2026/g, "..."],
];

export interface Segments {
  encoding: "GSM-7" | "UCS-2";
  count: number;
}

/** None for a text of nothing but white space: it is not sent. */
export function segmentsOf(text: string): Segments {
  const plain = PLAINLY.reduce((soFar, [sign, instead]) => soFar.replace(sign, instead), text).trim();
  const characters = [...plain];
  const gsm = characters.every((one) => ONCE.has(one) || TWICE.has(one));
  const sizes = characters.map((one) => (gsm ? (TWICE.has(one) ? 2 : 1) : one.length));
  return { encoding: gsm ? "GSM-7" : "UCS-2", count: gsm ? packed(sizes, 160, 153) : packed(sizes, 70, 67) };
}

/** A character that counts twice is never cut in two: it goes whole into the next message. */
function packed(sizes: readonly number[], single: number, joined: number): number {
  const units = sizes.reduce((sum, size) => sum + size, 0);
  if (units <= single) return units === 0 ? 0 : 1;
  let count = 1;
  let filled = 0;
  for (const size of sizes) {
    if (filled + size > joined) {
      count++;
      filled = 0;
    }
    filled += size;
  }
  return count;
}
