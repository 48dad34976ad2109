import { type JSX } from "preact";
import { useId, useState } from "preact/hooks";

import { useDesk, useWords } from "../here";
import { type Trying } from "./rota_page";
import { TakesFields, Who } from "./takes_fields";
import { LANGUAGES, PERSONAS, type Rota, type RotaCalls, type TakenOver, type Takes } from "./wire";

/** Shifts as files for calendars: out for everybody, in for those who plan. No address that a calendar could follow. */
export function CalendarFiles({ rota, calls, trying }: { rota: Rota; calls: RotaCalls; trying: Trying }): JSX.Element | null {
  const desk = useDesk();
  const say = useWords();
  const mine = rota.people.find(({ id }) => id === desk.me.value?.id) ?? rota.people[0];
  const [who, setWho] = useState(mine?.id ?? "");
  if (!mine) return null;
  return (
    <details class="weekly">
      <summary data-testid="calendar-files">{say("rota.calendar")}</summary>
      <p class="hint">{say("rota.calendar_how")}</p>
      <form class="rota-row" onSubmit={(event) => (event.preventDefault(), void trying(async () => offer(await calls.calendar(who))))}>
        <Who label={say("rota.whose")} value={who} people={rota.people} onValue={setWho} />
        <button type="submit" class="second" data-testid="download-calendar">{say("rota.download")}</button>
      </form>
      {rota.may_edit && <TakeIn rota={rota} calls={calls} trying={trying} />}
    </details>
  );
}

function TakeIn({ rota, calls, trying }: { rota: Rota; calls: RotaCalls; trying: Trying }): JSX.Element {
  const say = useWords();
  const id = useId();
  const [takes, setTakes] = useState<Takes>({ counsellor_id: rota.people[0]?.id ?? "", tier: 1, languages: [...LANGUAGES], personas: [...PERSONAS] });
  const [file, setFile] = useState<File | null>(null);
  const [taken, setTaken] = useState<TakenOver | null>(null);
  const submit = (event: Event) => {
    event.preventDefault();
    setTaken(null);
    const form = event.currentTarget as HTMLFormElement;
    // A file that was refused is mended and chosen anew: one that changes under the page cannot be read again.
    void trying(async () => setTaken(await calls.takeIn(takes, await file!.text()))).then(() => {
      form.querySelector<HTMLInputElement>("input[type=file]")!.value = "";
      setFile(null);
    });
  };
  return (
    <form class="take-in" onSubmit={submit}>
      <h3>{say("rota.take_in")}</h3>
      <div class="field">
        <label for={id}>{say("rota.file")}</label>
        <input id={id} type="file" accept=".ics,text/calendar" required data-testid="calendar-file" onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)} />
      </div>
      <TakesFields takes={takes} people={rota.people} onTakes={setTakes} />
      <button type="submit" class="second" data-testid="take-in">{say("rota.take_in_submit")}</button>
      {taken && <p role="status" data-testid="taken-in">{say("rota.taken_in", { ...taken })}</p>}
    </form>
  );
}

/** Gives a text to the browser to save; nothing of it stays in the page. */
function offer(calendar: string): void {
  const address = URL.createObjectURL(new Blob([calendar], { type: "text/calendar" }));
  const link = Object.assign(document.createElement("a"), { href: address, download: "shifts.ics" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
