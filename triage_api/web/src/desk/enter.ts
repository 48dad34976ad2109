import { type Session, DeskCalls } from "./calls";
import { type Desk } from "./desk";
import { type Vault } from "./vault";

/** From a session to the open desk. Where the vault does not open, the session ends: nobody works half signed in. */
export async function enterWith(desk: Desk, session: Session, open: () => Promise<Vault>): Promise<void> {
  let vault: Vault;
  try {
    vault = await open();
  } catch (error) {
    leave(session);
    throw error;
  }
  try {
    await desk.enter(session, vault);
  } catch (error) {
    desk.lock();
    throw error;
  }
}

/** Ends a session that was never entered. */
export function leave(session: Session): void {
  void new DeskCalls(session.token).signOut().catch(() => undefined);
}
