import { type JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

import { Bars, Cross } from "./counts_tables";
import { type MonthCounts } from "./counts_calls";
import { useDesk, useWords } from "./here";
import { AsideLinks } from "./people/aside_links";
import { Title } from "./title";

/** The numbers of a month that is over: each a table that is its own chart. */
export function Counts(): JSX.Element {
  const desk = useDesk();
  const say = useWords();
  const [months, setMonths] = useState<string[] | null>(null);
  const [month, setMonth] = useState("");
  const [found, setFound] = useState<MonthCounts | null>(null);
  const [failed, setFailed] = useState(false);
  const trying = (work: Promise<void>) => void work.then(() => setFailed(false), () => setFailed(true));

  useEffect(() => {
    trying(desk.countedMonths().then((all) => {
      setMonths(all);
      setMonth(all[0] ?? "");
    }));
  }, [desk]);
  useEffect(() => {
    if (month) trying(desk.countsOf(month).then(setFound));
  }, [desk, month]);

  return (
    <section class="counts" data-testid="counts">
      <Title>{say("counts.title")}</Title>
      {failed && <p class="trouble" role="alert">{say("desk.unreachable")}</p>}
      {months?.length === 0 && <p class="said-to-you" role="status" data-testid="no-counts">{say("counts.none")}</p>}
      {months && months.length > 0 && (
        <div class="counts-pick">
          <label for="month">{say("counts.month")}</label>
          <select id="month" data-testid="month" value={month} onChange={(event) => setMonth(event.currentTarget.value)}>
            {months.map((one) => <option key={one} value={one}>{monthName(desk.language.value, one)}</option>)}
          </select>
          <button type="button" class="second" data-testid="counts-csv" onClick={() => trying(desk.saveCounts(month))}>{say("counts.csv")}</button>
        </div>
      )}
      {found && <Found found={found} />}
      {desk.me.value?.role === "analyst" && <AsideLinks />}
    </section>
  );
}

function Found({ found }: { found: MonthCounts }): JSX.Element {
  const language = useDesk().language.value;
  const { tables, rule } = found.words;
  return (
    <>
      <p class="number"><b data-testid="counts-total">{found.total ?? "·"}</b> {tables["total"]!.title[language].toLowerCase()}</p>
      <p class="hint">{tables["total"]!.means[language]}</p>
      <p class="hint" data-testid="counts-rule">{rule[language]}</p>
      <div class="counts-grid">
        {Object.keys(tables).map((table) => found.one[table] && <Bars key={table} table={table} line={found.one[table]} words={found.words} />)}
      </div>
      {Object.keys(found.two).map((table) => <Cross key={table} table={table} found={found} />)}
    </>
  );
}

function monthName(language: string, month: string): string {
  return new Intl.DateTimeFormat(language, { month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(`${month}-15T12:00:00Z`));
}
