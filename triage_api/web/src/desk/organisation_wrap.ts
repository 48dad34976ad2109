import { type Bytes, b64u, join, sha256, utf8 } from "../seal/bytes";
import { hpkeSeal } from "../seal/hpke";
import { jcs } from "../seal/jcs";
import { type Roster } from "../seal/roster";
import { organisationWrapSignature, signKeyOf } from "../seal/signature";
import { type DeskCalls } from "./calls";
import { type Vault, newWayId } from "./vault";

/**
 * Where the verified roster carries the organisation's recovery key, the vault key is sealed to it (config/envelope/v1.md).
 * Every page that signs in does it anew, so that what was exported before is worth nothing from then on.
 */

export interface OrganisationWrap {
  id: string;
  /** By which key it opens. */
  recovery_key: string;
  sealed: string;
  signature: string;
}

export async function wrapForOrganisation({ key, keys }: Vault, counsellorId: string, recoveryKey: Bytes): Promise<OrganisationWrap> {
  // Taken before anything is awaited: locking overwrites both, and a wrap of zeros must not take the place of a true one.
  const [vaultKey, signSeed] = [key.slice(), keys.signSeed.slice()];
  try {
    const [id, name] = [newWayId(), b64u(await sha256(recoveryKey))];
    const bound = utf8(jcs({ v: 1, counsellor: counsellorId, id, recovery_key: name }));
    const sealed = await hpkeSeal(recoveryKey, join(utf8("lykta organisation wrap v1 key\n"), bound), vaultKey);
    return { id, recovery_key: name, sealed: b64u(sealed), signature: b64u(organisationWrapSignature(signSeed, bound, sealed)) };
  } finally {
    vaultKey.fill(0);
    signSeed.fill(0);
  }
}

/** What one page has sealed to the organisation; it lives as long as somebody is signed in. */
export class ForOrganisation {
  private sealedTo = "";

  constructor(
    private readonly calls: Pick<DeskCalls, "keepForOrganisation">,
    private readonly vault: Vault,
    private readonly id: string,
    private readonly signal: AbortSignal,
  ) {}

  /** Seals to the key of this verified roster, once. Nothing is sealed while the roster does not name who is signed in. */
  async follow({ recoveryKey, people }: Roster): Promise<void> {
    if (this.signal.aborted || !recoveryKey || this.sealedTo === b64u(recoveryKey)) return;
    const me = people.find(({ id }) => id === this.id);
    if (!me || b64u(me.signKey) !== b64u(signKeyOf(this.vault.keys.signSeed))) return;
    const before = this.sealedTo;
    this.sealedTo = b64u(recoveryKey);
    try {
      const wrap = await wrapForOrganisation(this.vault, this.id, recoveryKey);
      if (!this.signal.aborted) await this.calls.keepForOrganisation(wrap);
    } catch {
      this.sealedTo = before; // the server has another roster, or did not answer: the next look tries again
    }
  }
}
