import { createContext } from "preact";
import { useContext } from "preact/hooks";

import { type Facts, phrase } from "../words/phrases";
import { type Chat } from "./chat";

export const Here = createContext<Chat | null>(null);

/** The chat this page shows. */
export function useChat(): Chat {
  return useContext(Here)!;
}

/** Says phrases in the page's language of the moment. */
export function useWords(): (id: string, facts?: Facts) => string {
  const phrases = useChat().phrases.value;
  return (id, facts) => phrase(phrases, id, facts);
}
