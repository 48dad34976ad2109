import { aesKey, aesOpen, aesSeal, hkdf } from "./aead";
import { type Bytes, b64u, fromUtf8, unb64u, utf8 } from "./bytes";
import { BLOCK, nonceOf } from "./chat";
import { type SaidLine, isLine } from "./colleague";
import { jcs } from "./jcs";
import { pad, unpad } from "./pad";
import { SealRefused } from "./refused";

/**
 * What is said while a colleague reads along, sealed line after line to her (config/envelope/v1.md): numbers from 1
 * without gaps, so that a server that leaves one out, repeats one or moves one is found out.
 */

/** Whose reading along it is, and of what. */
export interface Along {
  caseId: string;
  epoch: number;
  /** Who has the case. */
  from: string;
  /** Who reads. */
  to: string;
  rosterNumber: number;
}

export interface SealedLine {
  seq: number;
  sealed: string;
}

function headerOf({ caseId, epoch, from, to, rosterNumber }: Along, more: { seq?: number } = {}): string {
  return jcs({ case_id: caseId, epoch, from, to, roster_number: rosterNumber, ...more });
}

async function keyOf(secret: Bytes, along: Along): Promise<CryptoKey> {
  return aesKey(await hkdf(secret, utf8(`lykta along v1 key\n${headerOf(along)}`)));
}

function aadOf(along: Along, seq: number): Bytes {
  return utf8(`lykta along v1 line\n${headerOf(along, { seq })}`);
}

/** Counts by itself and never goes back. What was lost on the way is sent again as it was sealed. */
export class AlongWriter {
  private last = 0;

  private constructor(
    private readonly key: CryptoKey,
    private readonly along: Along,
  ) {}

  static async make(secret: Bytes, along: Along): Promise<AlongWriter> {
    return new AlongWriter(await keyOf(secret, along), along);
  }

  async seal({ from, text }: SaidLine): Promise<SealedLine> {
    const seq = ++this.last;
    const sealed = await aesSeal(this.key, nonceOf(seq), pad(BLOCK, utf8(JSON.stringify({ from, text }))), aadOf(this.along, seq));
    return { seq, sealed: b64u(sealed) };
  }
}

/** Opens the next line and no other. Anything else throws and moves nothing. */
export class AlongReader {
  private constructor(
    private readonly key: CryptoKey,
    private readonly along: Along,
    private last: number,
  ) {}

  /** `after` is the number of the last line that was opened before, if any. */
  static async make(secret: Bytes, along: Along, after = 0): Promise<AlongReader> {
    return new AlongReader(await keyOf(secret, along), along, after);
  }

  get opened(): number {
    return this.last;
  }

  async open({ seq, sealed }: SealedLine): Promise<SaidLine> {
    if (seq !== this.last + 1) throw new SealRefused("out_of_order");
    const line = readLine(unpad(BLOCK, await aesOpen(this.key, nonceOf(seq), bytesOf(sealed), aadOf(this.along, seq))));
    this.last = seq;
    return line;
  }
}

function bytesOf(sealed: string): Bytes {
  try {
    return unb64u(sealed);
  } catch {
    throw new SealRefused("malformed");
  }
}

function readLine(bytes: Bytes): SaidLine {
  let line: unknown;
  try {
    line = JSON.parse(fromUtf8(bytes));
  } catch {
    throw new SealRefused("malformed");
  }
  if (!isLine(line)) throw new SealRefused("malformed");
  return { from: line.from, text: line.text };
}
