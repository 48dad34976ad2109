import { type JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

import { day } from "../words/dates";
import { recoveryFingerprint } from "../seal/signature";
import { type OrganisationUse } from "./calls";
import { useDesk, useWords } from "./here";

/** The organisation's recovery key, wherever it has to be told of. There is none unless the verified roster carries one. */

/** Before anybody signs in, or makes keys of their own. */
export function RecoveryKeyIsOn(): JSX.Element | null {
  const say = useWords();
  return useDesk().recoveryKey.value && <p class="hint" data-testid="recovery-key-on">{say("organisation.on")}</p>;
}

/** Among the ways in of who answers people: it is none, nobody signs in by it, and no counsellor can take it away. */
export function OrganisationWay({ sealed }: { sealed: boolean }): JSX.Element | null {
  const say = useWords();
  const key = useDesk().recoveryKey.value;
  const [spoken, setSpoken] = useState("");
  useEffect(() => void (key && recoveryFingerprint(key).then(setSpoken)), [key]);
  if (!key) return null;
  return (
    <li class="organisation" data-testid="organisation-way" data-sealed={sealed}>
      <span><b>{say("organisation.title")}</b> <small class="hint">{say(sealed ? "organisation.means" : "organisation.not_yet")} {say("organisation.stays")}</small></span>
      <small class="hint">{say("organisation.fingerprint")} <code data-testid="recovery-fingerprint">{spoken}</code></small>
    </li>
  );
}

/** That it was used, said to whom it was used for and to administrators. Also when the key is off by now. */
export function OrganisationUsed({ use: { given_out: out, used } }: { use: OrganisationUse }): JSX.Element | null {
  const say = useWords();
  const language = useDesk().language.value;
  const said = [...(out ? [say("organisation.given_out", { day: day(language, out) })] : []), ...(used ? [say("organisation.used", { day: day(language, used) })] : [])];
  return said.length > 0 ? <p class="said-to-you" data-testid="organisation-used">{[...said, say("organisation.tell")].join(" ")}</p> : null;
}
