import { type JSX } from "preact";

import { callable } from "../words/plain_text";
import { useWords } from "./here";

/** A text with the door's tokens (⟦phone⟧) named in the counsellor's language, as what we said at once to danger is: set apart from what the person wrote. */
export function Redacted({ text }: { text: string }): JSX.Element {
  const say = useWords();
  return <>{text.split(/⟦(\w+)⟧/).map((part, at) => (at % 2 === 1 ? <span key={at} class="token">{say(`kind.${part}`)}</span> : callable(part)))}</>;
}
