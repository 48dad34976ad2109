import { type JSX } from "preact";
import { useId } from "preact/hooks";

interface Field {
  label: string;
  hint: string;
  value: string;
  onValue: (value: string) => void;
}

/** The optional code word. Seen while it is typed: a hidden one, mistyped once, would lock its owner out for good. */
export function CodeWordField({ label, hint, value, onValue }: Field): JSX.Element {
  const id = useId();
  return (
    <div class="panel-field">
      <label for={id}>{label}</label>
      <input id={id} data-testid="code-word" type="text" maxLength={100} autocomplete="off" autocorrect="off" autocapitalize="off" spellcheck={false} translate={false}
        aria-describedby={`${id}-hint`} value={value} onInput={(event) => onValue(event.currentTarget.value)} />
      <p class="hint" id={`${id}-hint`}>{hint}</p>
    </div>
  );
}
