import { type JSX } from "preact";

import { type Line, type MonthCounts, kindsOf, lengthOf } from "./counts_calls";
import { useDesk, useWords } from "./here";

/** A table whose last column draws it: who hears it read out gets the same numbers. */
export function Bars({ table, line, words }: { table: string; line: Line; words: MonthCounts["words"] }): JSX.Element {
  const language = useDesk().language.value;
  const { title, means } = words.tables[table]!;
  return (
    <div class="bars">
      <table data-testid="count" data-table={table}>
        <caption><b>{title[language]}</b> <span class="hint">{means[language]}</span></caption>
        <tbody>
          {Object.entries(line).map(([row, n]) => (
            <tr key={row}>
              <th scope="row">{words.rows[table]![row]![language]}</th>
              <Number n={n} />
              <td class="bar" aria-hidden="true">
                <svg viewBox="0 0 100 10" preserveAspectRatio="none" focusable="false">
                  <rect class="track" width="100" height="10" />
                  <rect class="filled" width={lengthOf(n, line)} height="10" />
                </svg>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Two kinds at once, as numbers. */
export function Cross({ table, found }: { table: string; found: MonthCounts }): JSX.Element {
  const language = useDesk().language.value;
  const [rows, columns] = kindsOf(table);
  const { title } = found.words.tables[table]!;
  return (
    <div class="cross" tabIndex={0} role="group" aria-label={title[language]}>
      <table data-testid="count" data-table={table}>
        <caption><b>{title[language]}</b></caption>
        <thead>
          <tr><td />{Object.keys(found.one[columns]!).map((column) => <th key={column} scope="col">{found.words.rows[columns]![column]![language]}</th>)}</tr>
        </thead>
        <tbody>
          {Object.entries(found.two[table]!).map(([row, cells]) => (
            <tr key={row}>
              <th scope="row">{found.words.rows[rows]![row]![language]}</th>
              {Object.entries(cells).map(([column, n]) => <Number key={column} n={n} />)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Number({ n }: { n: number | null }): JSX.Element {
  const say = useWords();
  return <td class="n">{n ?? <><span aria-hidden="true">·</span><span class="unseen">{say("counts.hidden")}</span></>}</td>;
}
