import { type JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

import { type OrganisationUse, type WayIn } from "./calls";
import { Field } from "./field";
import { useDesk, useWords } from "./here";
import { canUsePasskeys, passkeyTrouble } from "./passkeys";
import { strengthOf } from "./passphrase";
import { NewPassphraseField } from "./passphrase_field";
import { OrganisationUsed, OrganisationWay } from "./recovery_key";
import { RecoverySheet } from "./recovery_sheet";
import { Title } from "./title";
import { troubleIn } from "./trouble";

type Trouble = ReturnType<typeof troubleIn> | null;

const SPECIAL = {
  sign_in_again: "ways.sign_in_again",
  no_such_way: "ways.changed_elsewhere",
  passkey_refused: "passkey.refused",
  too_many_ways: "passkey.too_many",
  nobody_by_that_name: "ways.nobody",
};

/** The ways into one's own account, for everybody who is signed in. */
export function WaysPage(): JSX.Element {
  const desk = useDesk();
  const say = useWords();
  const [ways, setWays] = useState<WayIn[]>([]);
  const [fresh, setFresh] = useState(true);
  const [sealed, setSealed] = useState(false);
  const [use, setUse] = useState<OrganisationUse>({ given_out: null, used: null });
  const [code, setCode] = useState("");
  const [reset, setReset] = useState("");
  const [said, setSaid] = useState("");
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>(null);

  const look = async () => {
    const found = await desk.waysIn().list();
    setWays(found.ways);
    setFresh(found.fresh);
    setSealed(found.organisation);
    setUse(found.organisation_use);
  };
  /** One change at a time; afterwards the list is as the server has it. */
  const change = async (work: () => Promise<string | void>, done = "") => {
    if (busy) return;
    setBusy(true);
    setTrouble(null);
    setSaid("");
    try {
      setSaid((await work()) ?? done);
      await look();
    } catch (error) {
      const phrase = passkeyTrouble(error);
      setTrouble(phrase ? { phrase, facts: {} } : troubleIn(error, SPECIAL));
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
      <OrganisationUsed use={use} />
      {!fresh && <p class="said-to-you" data-testid="ways-stale">{say("ways.sign_in_again")}</p>}
      {trouble && <p class="trouble" role="alert" data-testid="trouble">{say(trouble.phrase, trouble.facts)}</p>}
      <p role="status" class={said ? "said-to-you" : "unseen"} data-testid="ways-said" data-phrase={said}>{said && say(said)}</p>
      <ul class="ways-list">
        {ways.map((way) => (
          <Way key={way.id} way={way} busy={busy || !fresh} onRemove={() => void change(() => desk.waysIn().remove(way.id), "ways.removed")}
            onName={(name) => change(() => desk.waysIn().rename(way.id, name), "ways.named")} />
        ))}
        {desk.answers() && <OrganisationWay sealed={sealed} />}
      </ul>
      {canUsePasskeys()
        ? <AddPasskey busy={busy || !fresh} onAdd={(name) => change(async () => ((await desk.waysIn().addPasskey(name)) ? "passkey.added" : "passkey.added_half"))} />
        : <p class="hint">{say("passkey.not_here")}</p>}
      <div class="panel-buttons">
        <button type="button" class="second" data-testid="new-recovery" aria-disabled={busy || !fresh} onClick={() => fresh && void change(async () => setCode(await desk.waysIn().changeRecovery()))}>{say("ways.new_recovery")}</button>
      </div>
      <ChangePassphrase busy={busy || !fresh} onChange={(passphrase) => change(() => desk.waysIn().changePassphrase(passphrase), "ways.passphrase_changed")} />
      {desk.me.value?.role === "administrator" && <GiveReset busy={busy || !fresh} given={reset} onGive={(name) => change(async () => setReset(await desk.waysIn().giveReset(name)))} />}
      <button type="button" class="second" data-testid="close-ways" onClick={() => (desk.aside.value = null)}>{say("ways.back")}</button>
    </section>
  );
}

function Way({ way, busy, onRemove, onName }: { way: WayIn; busy: boolean; onRemove: () => void; onName: (name: string) => Promise<void> }): JSX.Element {
  const say = useWords();
  const [sure, setSure] = useState(false);
  const [name, setName] = useState<string | null>(null);
  const means = way.kind === "passkey" && !way.opens ? "ways.passkey_half_means" : `ways.${way.kind}_means`;
  const rename = async () => {
    if (busy) return;
    await onName(name!);
    setName(null);
  };
  return (
    <li data-testid="way" data-kind={way.kind} data-opens={way.opens}>
      {name === null
        ? <span><b>{way.name ?? say(`ways.${way.kind}`)}</b> <small class="hint">{say(means)}</small></span>
        : (
          <form class="rename" onSubmit={(event) => { event.preventDefault(); void rename(); }}>
            <Field label={say("passkey.name")} testid="way-name" autocomplete="off" value={name} onValue={setName} />
            <button type="submit" class="send" data-testid="save-way-name" aria-disabled={busy}>{say("ways.save_name")}</button>
          </form>
        )}
      {name === null && way.kind === "passkey" && <button type="button" class="second" data-testid="rename-way" aria-label={`${say("ways.rename")}: ${way.name}`} onClick={() => setName(way.name ?? "")}>{say("ways.rename")}</button>}
      {name === null && way.kind !== "passphrase" && (
        <button type="button" class="second" data-testid="remove-way" aria-disabled={busy} aria-label={`${say(sure ? "ways.remove_sure" : "ways.remove")}: ${way.name ?? say(`ways.${way.kind}`)}`}
          onClick={() => (busy ? undefined : sure ? onRemove() : setSure(true))}>
          {say(sure ? "ways.remove_sure" : "ways.remove")}
        </button>
      )}
    </li>
  );
}

function AddPasskey({ busy, onAdd }: { busy: boolean; onAdd: (name: string) => Promise<void> }): JSX.Element {
  const say = useWords();
  const [name, setName] = useState("");
  const submit = async () => {
    if (busy) return;
    await onAdd(name);
    setName("");
  };
  return (
    <form class="add-passkey" onSubmit={(event) => { event.preventDefault(); void submit(); }}>
      <Field label={say("passkey.name")} hint={say("passkey.name_hint")} testid="passkey-name" autocomplete="off" value={name} onValue={setName} />
      <button type="submit" class="send" data-testid="add-passkey" aria-disabled={busy}>{say("passkey.add")}</button>
    </form>
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

/** For a colleague who has lost the code app. The code is shown to be read out or handed over, and is nowhere else. */
function GiveReset({ busy, given, onGive }: { busy: boolean; given: string; onGive: (name: string) => Promise<void> }): JSX.Element {
  const say = useWords();
  const [name, setName] = useState("");
  return (
    <details class="change-passphrase">
      <summary data-testid="give-reset">{say("ways.give_reset")}</summary>
      <form onSubmit={(event) => { event.preventDefault(); if (!busy) void onGive(name); }}>
        <p class="hint">{say("ways.give_reset_how")}</p>
        <Field label={say("ways.whose")} testid="reset-name" autocomplete="off" value={name} onValue={setName} />
        <button type="submit" class="send" data-testid="make-reset" aria-disabled={busy}>{say("ways.make_reset")}</button>
        {given && <p class="fingerprint" role="status"><code data-testid="reset-code">{given}</code></p>}
      </form>
    </details>
  );
}
