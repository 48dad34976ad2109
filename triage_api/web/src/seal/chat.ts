import { aesKey, aesOpen, aesSeal, hkdf } from "./aead";
import { type Bytes, b64u, fromUtf8, unb64u, utf8 } from "./bytes";
import { jcs } from "./jcs";
import { isAddress } from "./letter";
import { pad, unpad } from "./pad";
import { SealRefused } from "./refused";

/** Live chat messages, version 1: one key per direction, numbers from 1 without gaps, each number once. */

export type Direction = "person" | "counsellor";

/** What the person is told of a colleague of the counsellor's. */
export type Told = "asked" | "along" | "along_over";

export type Body = { kind: "text"; text: string } | { kind: "earlier"; text: string } | { kind: "got"; upto: number } | { kind: "mailbox"; mailbox: string; key: string } | { kind: "lost"; seq: number } | { kind: Told; name: string };

export interface SealedMessage {
  epoch: number;
  seq: number;
  sealed: string;
}

export const BLOCK = 256;

async function directionKey(secret: Bytes, caseId: string, direction: Direction, epoch: number): Promise<CryptoKey> {
  const info = utf8(`lykta chat v1 key\n${jcs({ case_id: caseId, direction, epoch })}`);
  return aesKey(await hkdf(secret, info));
}

/** The place of message `seq` under a key that numbers its messages. */
export function nonceOf(seq: number): Bytes {
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setBigUint64(4, BigInt(seq));
  return nonce;
}

function aadOf(caseId: string, direction: Direction, epoch: number, seq: number): Bytes {
  return utf8(`lykta chat v1 message\n${jcs({ case_id: caseId, direction, epoch, seq })}`);
}

/**
 * Seals what one side writes. It counts by itself and never goes back: one number used twice under one key would
 * give both texts away. A lost message is therefore sent again as the very bytes that were sealed, never sealed anew.
 */
export class ChatWriter {
  private last = 0;

  private constructor(
    private readonly key: CryptoKey,
    private readonly caseId: string,
    private readonly direction: Direction,
    readonly epoch: number,
  ) {}

  static async make(secret: Bytes, caseId: string, direction: Direction, epoch: number): Promise<ChatWriter> {
    return new ChatWriter(await directionKey(secret, caseId, direction, epoch), caseId, direction, epoch);
  }

  async seal(body: Body): Promise<SealedMessage> {
    const seq = ++this.last;
    const text = pad(BLOCK, utf8(JSON.stringify(body)));
    const sealed = await aesSeal(this.key, nonceOf(seq), text, aadOf(this.caseId, this.direction, this.epoch, seq));
    return { epoch: this.epoch, seq, sealed: b64u(sealed) };
  }
}

/** Opens what the other side wrote: only their direction, only the next number. Anything else throws and moves nothing. */
export class ChatReader {
  private constructor(
    private readonly key: CryptoKey,
    private readonly caseId: string,
    private readonly direction: Direction,
    readonly epoch: number,
    private last: number,
  ) {}

  /** `direction` is the other side's; `after` the last of their numbers that was opened before, if any. */
  static async make(secret: Bytes, caseId: string, direction: Direction, epoch: number, after = 0): Promise<ChatReader> {
    return new ChatReader(await directionKey(secret, caseId, direction, epoch), caseId, direction, epoch, after);
  }

  /** The highest number opened so far. */
  get opened(): number {
    return this.last;
  }

  async open(message: SealedMessage): Promise<Body> {
    if (message.epoch !== this.epoch || message.seq !== this.last + 1) throw new SealRefused("out_of_order");
    let sealed: Bytes;
    try {
      sealed = unb64u(message.sealed);
    } catch {
      throw new SealRefused("malformed");
    }
    const { seq } = message;
    const padded = await aesOpen(this.key, nonceOf(seq), sealed, aadOf(this.caseId, this.direction, this.epoch, seq));
    // It is theirs and it is next, so it counts, also when its body is of a kind this page does not know.
    this.last = seq;
    return readBody(unpad(BLOCK, padded));
  }
}

function readBody(bytes: Bytes): Body {
  let body: Record<string, unknown>;
  try {
    body = JSON.parse(fromUtf8(bytes)) as Record<string, unknown>;
  } catch {
    throw new SealRefused("malformed");
  }
  const { kind, text, upto, mailbox, key, seq, name } = body ?? {};
  if ((kind === "text" || kind === "earlier") && typeof text === "string") return { kind, text };
  if (kind === "got" && Number.isSafeInteger(upto)) return { kind, upto: upto as number };
  if (kind === "lost" && Number.isSafeInteger(seq) && (seq as number) >= 1) return { kind, seq: seq as number };
  if ((kind === "asked" || kind === "along" || kind === "along_over") && typeof name === "string") return { kind, name };
  const address = { mailbox, key };
  if (kind === "mailbox" && isAddress(address)) return { kind, ...address };
  throw new SealRefused("malformed");
}
