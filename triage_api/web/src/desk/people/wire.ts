import { call } from "../../wire/call";
import { type OrganisationUse, type Role } from "../calls";

/** The calls about accounts and sessions, as docs/wire.md §6 has them. */

export interface Someone {
  id: string;
  name: string;
  role: Role;
  state: "active" | "removed";
  /** Until when the roster in force names them; null when it does not. */
  roster_until: string | null;
  /** A day. */
  seen: string | null;
  sessions: number;
  organisation_use: OrganisationUse;
}

export interface OwnSession {
  name: string;
  began: string;
  used: string;
  this: boolean;
}

export class PeopleCalls {
  constructor(private readonly bearer: string) {}

  people = () => this.get<Someone[]>("people");
  remove = (id: string) => this.post<{ shifts: number; on_roster: boolean }>("people/remove", { counsellor_id: id });
  endSessionsOf = (id: string) => this.post<{ sessions: number }>("people/end-sessions", { counsellor_id: id });
  sessions = () => this.get<OwnSession[]>("sessions");
  endSession = (name: string) => this.post<void>("sessions/end", { name });
  endOthers = () => this.post<{ sessions: number }>("sessions/end-others");

  private get<T>(path: string): Promise<T> {
    return call<T>(`/desk/api/${path}`, { method: "GET", bearer: this.bearer });
  }

  private post<T>(path: string, body?: unknown): Promise<T> {
    return call<T>(`/desk/api/${path}`, { bearer: this.bearer, body });
  }
}
