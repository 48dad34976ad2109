import { createContext } from "preact";
import { useContext } from "preact/hooks";

import { type Facts, phrase } from "../words/phrases";
import { type Desk } from "./desk";

export const Here = createContext<Desk | null>(null);

export function useDesk(): Desk {
  return useContext(Here)!;
}

/** Says the desk's words in the counsellor's language. */
export function useWords(): (id: string, facts?: Facts) => string {
  const words = useDesk().words.value;
  return (id, facts) => phrase(words, id, facts);
}
