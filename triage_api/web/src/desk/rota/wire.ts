import { type Request, call, refusalIn, send } from "../../wire/call";

/** The rota's calls, as docs/wire.md §6 has them. Clock times are Sweden's. */

export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export const LANGUAGES = ["sv", "en", "th", "ro"] as const;
export const PERSONAS = ["self", "friend", "minor", "other"] as const;
export const TIERS = [1, 2, 3] as const;
export const HOLIDAYS = ["every", "never", "only"] as const;

export type Tier = (typeof TIERS)[number];

export interface Takes {
  counsellor_id: string;
  tier: Tier;
  languages: string[];
  personas: string[];
}

export interface Hours {
  from: string;
  until: string;
}

export interface NewShift extends Takes, Hours {
  weekday: (typeof WEEKDAYS)[number];
  holidays: (typeof HOLIDAYS)[number];
  first: string | null;
  last: string | null;
}

export type Shift = NewShift & { id: string };

export interface Turn extends Takes, Hours {
  date: string;
  begins: string;
  ends: string;
  shift: string | null;
  change: string | null;
}

export type NewChange =
  | { kind: "cancelled"; date: string; shift: string }
  | { kind: "replaced"; date: string; shift: string; counsellor_id: string }
  | ({ kind: "added"; date: string } & Takes & Hours);

export interface Change {
  id: string;
  kind: NewChange["kind"];
  date: string;
  shift: string | null;
  counsellor_id: string | null;
}

export interface Someone {
  id: string;
  name: string;
}

export interface Rota {
  people: Someone[];
  shifts: Shift[];
  changes: Change[];
  may_edit: boolean;
}

export interface RotaNow {
  on_call: Record<Tier, Turn[]>;
  next: Turn | null;
  mine: Turn[];
  people: Someone[];
}

export interface Day {
  date: string;
  holiday: boolean;
  turns: Turn[];
}

export interface TakenOver {
  shifts: number;
  changes: number;
  already: number;
  past: number;
}

export class RotaCalls {
  constructor(private readonly bearer: string) {}

  rota = () => this.get<Rota>("");
  now = () => this.get<RotaNow>("/now");
  week = (monday: string) => this.get<Day[]>(`/week/${monday}`);
  addShift = (shift: NewShift) => this.post("/shifts", shift);
  alterShift = (id: string, shift: NewShift) => this.post(`/shifts/${id}`, shift);
  removeShift = (id: string) => this.post(`/shifts/${id}/remove`);
  addChange = (change: NewChange) => this.post("/changes", change);
  removeChange = (id: string) => this.post(`/changes/${id}/remove`);
  takeIn = (takes: Takes, calendar: string) => this.post<TakenOver>("/calendar/import", { ...takes, calendar });

  /** One counsellor's shifts as a calendar file. */
  async calendar(counsellorId: string): Promise<string> {
    const response = await send("/desk/api/rota/calendar", { body: { counsellor_id: counsellorId }, bearer: this.bearer });
    if (!response.ok) throw await refusalIn(response);
    return response.text();
  }

  private get<T>(path: string): Promise<T> {
    return this.ask<T>(path, { method: "GET" });
  }

  private post<T = void>(path: string, body?: unknown): Promise<T> {
    return this.ask<T>(path, { body });
  }

  private ask<T>(path: string, request: Request): Promise<T> {
    return call<T>(`/desk/api/rota${path}`, { ...request, bearer: this.bearer });
  }
}
