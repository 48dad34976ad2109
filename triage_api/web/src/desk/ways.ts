import { type Bytes } from "../seal/bytes";
import { type DeskCalls, type Ways } from "./calls";
import { newPassphrase, newRecovery } from "./new_ways";
import { makePasskey } from "./passkeys";
import { newWayId, wrapVaultKey } from "./vault";

/** The ways into the signed-in counsellor's own account. Each new one wraps the vault key that is open here. */
export class WaysIn {
  constructor(
    private readonly calls: DeskCalls,
    private readonly vaultKey: Bytes,
    private readonly counsellorId: string,
  ) {}

  list(): Promise<Ways> {
    return this.calls.ways();
  }

  async changePassphrase(passphrase: string): Promise<void> {
    await this.calls.changePassphrase(await newPassphrase(passphrase, this.vaultKey, this.counsellorId));
  }

  /** The next recovery code; the one before opens nothing any more. */
  async changeRecovery(): Promise<string> {
    const { code, recovery } = await newRecovery(this.vaultKey, this.counsellorId);
    await this.calls.changeRecovery(recovery);
    return code;
  }

  /** Whether one touch will do from now on: false where the device gives no secret, so that the passphrase is still asked. */
  async addPasskey(name: string): Promise<boolean> {
    const { made, wrappingKey } = await makePasskey(await this.calls.beginPasskey());
    const id = newWayId();
    const wrap = wrappingKey && (await wrapVaultKey(this.vaultKey, wrappingKey, this.counsellorId, "passkey", id));
    await this.calls.addPasskey({ id, name, made, wrap });
    return wrap !== null;
  }

  async rename(id: string, name: string): Promise<void> {
    await this.calls.nameWay(id, name);
  }

  /** For a colleague who has lost the code app; an administrator's. */
  async giveReset(signInName: string): Promise<string> {
    return (await this.calls.giveReset(signInName)).reset;
  }

  async remove(id: string): Promise<void> {
    await this.calls.removeWay(id);
  }
}
