import { send } from "../wire/call";
import { type DeskLanguage } from "./words";

/** The monthly counts, as docs/wire.md §6 has them; null is a number that is hidden. */

export type Labels = Readonly<Record<DeskLanguage, string>>;
export type Line = Readonly<Record<string, number | null>>;

export interface MonthCounts {
  month: string;
  total: number | null;
  one: Readonly<Record<string, Line>>;
  two: Readonly<Record<string, Readonly<Record<string, Line>>>>;
  words: {
    tables: Readonly<Record<string, { title: Labels; means: Labels }>>;
    rows: Readonly<Record<string, Readonly<Record<string, Labels>>>>;
    rule: Labels;
  };
}

/** The rows and columns of a table of two kinds are named as in the tables of one kind: `language_level`. */
export function kindsOf(table: string): [rows: string, columns: string] {
  const [rows = table, columns = table] = table.split("_");
  return [rows, columns];
}

/** In the order of their names in this language, as in any list of places. */
export function byName(names: Readonly<Record<string, Labels>>, language: DeskLanguage): [code: string, name: string][] {
  const found = Object.entries(names).map(([code, labels]): [string, string] => [code, labels[language]]);
  return found.sort(([, one], [, other]) => one.localeCompare(other, language));
}

/** How long a bar is, of 100; a hidden number has none. */
export function lengthOf(n: number | null, line: Line): number {
  const most = Math.max(1, ...Object.values(line).map((one) => one ?? 0));
  return n === null ? 0 : (100 * n) / most;
}

/** Hands the CSV to the browser's downloads; it goes nowhere else. */
export async function saveCsv(bearer: string, month: string): Promise<void> {
  const answer = await send(`/desk/api/counts.csv?month=${month}`, { method: "GET", bearer });
  if (!answer.ok) throw new Error("no table");
  const address = URL.createObjectURL(await answer.blob());
  const link = document.createElement("a");
  link.href = address;
  link.download = `lykta-${month}.csv`;
  link.click();
  URL.revokeObjectURL(address);
}
