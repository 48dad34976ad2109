import { type Address, type Letter, openLetter } from "../seal/letter";
import { type MailboxKeys, addressOf, deriveMailbox } from "../seal/mailbox";
import { SealRefused } from "../seal/refused";
import { type Mistake, newCodeBits, readCode, wordsOf } from "../seal/return_code";
import { call } from "../wire/call";
import { type Language } from "../words/language";
import { loadWordList, loadWordLists } from "./word_lists";

/** Making a return code and coming back with it: one part that the page fetches only when somebody does either. */

export interface NewCode {
  words: string[];
  address: Address;
}

export interface Letters {
  letters: Letter[];
  /** How many lay there that were not sealed to this mailbox. */
  refused: number;
}

/** A code in this language's words. Nothing of it leaves the page but the address, sealed to those on the roster. */
export async function makeCode(language: Language, codeWord: string): Promise<NewCode> {
  const bits = newCodeBits();
  const words = await wordsOf(bits, await loadWordList(language));
  return { words, address: await addressOf(await deriveMailbox(bits, codeWord)) };
}

/** The keys of a typed code, or what is wrong with it, which is found without asking anybody. */
export async function keysOf(typed: string, codeWord: string): Promise<MailboxKeys | { mistake: Mistake }> {
  const read = await readCode(typed, await loadWordLists());
  return "mistake" in read ? read : deriveMailbox(read.bits, codeWord);
}

export async function fetchLetters(keys: MailboxKeys): Promise<Letters> {
  const { letters: sealed } = await call<{ letters: { sealed: string }[] }>("/api/mailbox/open", { bearer: keys.token });
  const opened = await Promise.all(sealed.map((one) => openOne(one.sealed, keys)));
  const letters = opened.filter((letter) => letter !== null).sort((one, other) => one.order - other.order);
  return { letters, refused: sealed.length - letters.length };
}

export async function deleteLetters({ token }: MailboxKeys): Promise<void> {
  await call("/api/mailbox/delete", { bearer: token });
}

async function openOne(sealed: string, keys: MailboxKeys): Promise<Letter | null> {
  try {
    return await openLetter(sealed, keys);
  } catch (error) {
    if (error instanceof SealRefused) return null;
    throw error;
  }
}
