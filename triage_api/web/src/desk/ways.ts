import { type Bytes } from "../seal/bytes";
import { type DeskCalls, type WayIn } from "./calls";
import { newPassphrase, newRecovery } from "./new_ways";

/** The ways into the signed-in counsellor's own account. Each new one wraps the vault key that is open here. */
export class WaysIn {
  constructor(
    private readonly calls: DeskCalls,
    private readonly vaultKey: Bytes,
    private readonly counsellorId: string,
  ) {}

  list(): Promise<{ ways: WayIn[]; fresh: boolean }> {
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

  async remove(id: string): Promise<void> {
    await this.calls.removeWay(id);
  }
}
