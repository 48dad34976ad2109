import { type ComponentChildren, type JSX } from "preact";
import { useId } from "preact/hooks";

interface FieldProps {
  label: string;
  hint?: string;
  testid: string;
  secret?: boolean;
  autocomplete: "username" | "new-password" | "current-password" | "off";
  value: string;
  onValue: (value: string) => void;
  children?: ComponentChildren;
}

/** A labelled field with its hint; the hint is read out with it. */
export function Field({ label, hint, testid, secret = false, autocomplete, value, onValue, children }: FieldProps): JSX.Element {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="field-row">
        <input id={id} data-testid={testid} type={(secret ? "password" : "text") as "text"} required maxLength={secret ? 200 : 64} autocomplete={autocomplete}
          spellcheck={false} autocapitalize="off" aria-describedby={hint ? `${id}-hint` : ""} value={value} onInput={(event) => onValue(event.currentTarget.value)} />
        {children}
      </div>
      {hint && <p class="hint" id={`${id}-hint`}>{hint}</p>}
    </div>
  );
}

/** For what is long and has to be compared with paper: all of it can be seen. */
export function LongField({ label, testid, value, onValue }: { label: string; testid: string; value: string; onValue: (value: string) => void }): JSX.Element {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea id={id} data-testid={testid} class="long-code" rows={2} maxLength={200} required autocomplete="off" spellcheck={false} autocapitalize="off"
        value={value} onInput={(event) => onValue(event.currentTarget.value)} />
    </div>
  );
}

/** Six digits from the code app. */
export function CodeField({ label, testid, value, onValue }: { label: string; testid: string; value: string; onValue: (code: string) => void }): JSX.Element {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="field-row">
        <input id={id} data-testid={testid} class="code" type="text" inputMode="numeric" autocomplete="one-time-code" pattern="[0-9]{6}" maxLength={6} required
          value={value} onInput={(event) => onValue(event.currentTarget.value.replace(/\D/g, ""))} />
      </div>
    </div>
  );
}
