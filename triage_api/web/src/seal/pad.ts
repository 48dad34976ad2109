import { type Bytes } from "./bytes";
import { SealRefused } from "./refused";

/** Pad(n, x) of v1.md: four bytes of length, the text, zeros up to the next multiple of n. Hides how much was written. */
export function pad(n: number, text: Uint8Array): Bytes {
  const padded = new Uint8Array(Math.ceil((text.length + 4) / n) * n);
  new DataView(padded.buffer).setUint32(0, text.length);
  padded.set(text, 4);
  return padded;
}

/** The text inside; refuses a length that does not fit, filling that is not zeros, and more filling than Pad makes. */
export function unpad(n: number, padded: Bytes): Bytes {
  if (padded.length < n || padded.length % n !== 0) throw new SealRefused("bad_padding");
  const length = new DataView(padded.buffer, padded.byteOffset).getUint32(0);
  if (Math.ceil((length + 4) / n) * n !== padded.length) throw new SealRefused("bad_padding");
  if (padded.subarray(4 + length).some((byte) => byte !== 0)) throw new SealRefused("bad_padding");
  return padded.slice(4, 4 + length);
}
