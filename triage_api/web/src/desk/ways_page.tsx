import { type JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

import { type WayIn } from "./calls";
import { useDesk, useWords } from "./here";
import { strengthOf } from "./passphrase";
import { NewPassphraseField } from "./passphrase_field";
import { RecoverySheet } from "./recovery_sheet";
import { Title } from "./title";
import { troubleIn } from "./trouble";

type Trouble = ReturnType<typeof troubleIn> | null;

const SPECIAL = { sign_in_again: "ways.sign_in_again", no_such_way: "ways.changed_elsewhere" };

/** The ways into one's own account, for everybody who is signed in. */
export function WaysPage(): JSX.Element {
  const desk = useDesk();
  const say = useWords();
  const [ways, setWays] = useState<WayIn[]>([]);
  const [fresh, setFresh] = useState(true);
  const [code, setCode] = useState("");
  const [said, setSaid] = useState("");
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>(null);

  const look = async () => {
    const found = await desk.waysIn().list();
    setWays(found.ways);
    setFresh(found.fresh);
  };
  /** One change at a time; afterwards the list is as the server has it. */
  const change = async (work: () => Promise<void>, done = "") => {
    if (busy) return;
    setBusy(true);
    setTrouble(null);
    setSaid("");
    try {
      await work();
      setSaid(done);
      await look();
    } catch (error) {
      setTrouble(troubleIn(error, SPECIAL));
    } finally {
      setBusy(false);
    }
  };
  useEffect(() => void look().catch((error: unknown) => setTrouble(troubleIn(error, SPECIAL))), []);

  if (code) return <RecoverySheet code={code} onKept={() => setCode("")} />;
  return (
    <section class="card ways" data-testid="ways">
      <Title>{say("ways.title")}</Title>
      <p>{say("ways.how")}</p>
      {!fresh && <p class="said-to-you" data-testid="ways-stale">{say("ways.sign_in_again")}</p>}
      {trouble && <p class="trouble" role="alert" data-testid="trouble">{say(trouble.phrase, trouble.facts)}</p>}
      <p class="unseen" role="status" data-testid="ways-said">{said && say(said)}</p>
      <ul class="ways-list">
        {ways.map((way) => <Way key={way.id} way={way} busy={busy || !fresh} onRemove={() => void change(() => desk.waysIn().remove(way.id), "ways.removed")} />)}
      </ul>
      <div class="panel-buttons">
        <button type="button" class="second" data-testid="new-recovery" aria-disabled={busy || !fresh} onClick={() => fresh && void change(async () => setCode(await desk.waysIn().changeRecovery()))}>{say("ways.new_recovery")}</button>
      </div>
      <ChangePassphrase busy={busy || !fresh} onChange={(passphrase) => change(() => desk.waysIn().changePassphrase(passphrase), "ways.passphrase_changed")} />
      <button type="button" class="second" data-testid="close-ways" onClick={() => (desk.showsWays.value = false)}>{say("ways.back")}</button>
    </section>
  );
}

function Way({ way, busy, onRemove }: { way: WayIn; busy: boolean; onRemove: () => void }): JSX.Element {
  const say = useWords();
  const [sure, setSure] = useState(false);
  return (
    <li data-testid="way" data-kind={way.kind}>
      <span><b>{say(`ways.${way.kind}`)}</b> <small class="hint">{say(`ways.${way.kind}_means`)}</small></span>
      {way.kind !== "passphrase" && (
        <button type="button" class="second" data-testid="remove-way" aria-disabled={busy} onClick={() => (busy ? undefined : sure ? onRemove() : setSure(true))}>
          {say(sure ? "ways.remove_sure" : "ways.remove")}
        </button>
      )}
    </li>
  );
}

function ChangePassphrase({ busy, onChange }: { busy: boolean; onChange: (passphrase: string) => Promise<void> }): JSX.Element {
  const say = useWords();
  const [passphrase, setPassphrase] = useState("");
  const [weak, setWeak] = useState(false);
  const submit = async () => {
    setWeak(strengthOf(passphrase) === "weak");
    if (busy || strengthOf(passphrase) === "weak") return;
    await onChange(passphrase);
    setPassphrase("");
  };
  return (
    <details class="change-passphrase">
      <summary data-testid="change-passphrase">{say("ways.change_passphrase")}</summary>
      <form onSubmit={(event) => { event.preventDefault(); void submit(); }}>
        {weak && <p class="trouble" role="alert">{say("invitation.passphrase_weak")}</p>}
        <NewPassphraseField testid="new-passphrase" value={passphrase} onValue={setPassphrase} />
        <button type="submit" class="send" data-testid="save-passphrase" aria-disabled={busy}>{say("ways.save_passphrase")}</button>
      </form>
    </details>
  );
}
