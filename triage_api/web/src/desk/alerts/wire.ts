import { call } from "../../wire/call";
import { type DeskLanguage } from "../words";

/** The calls about alerts, as docs/wire.md §6 has them. */

export type Kind = "push" | "sms" | "mail";
export type AlertTrouble = "unreachable" | "refused" | null;

export interface Channel {
  id: string;
  kind: Kind;
  urgent_only: boolean;
  added_on: string;
  trouble: AlertTrouble;
}

export interface MyAlerts {
  push_key: string | null;
  sms: boolean;
  mail: boolean;
  channels: Channel[];
}

export interface Standing {
  people: { id: string; name: string; ways: { kind: Kind; urgent_only: boolean; trouble: AlertTrouble }[] }[];
  unsent: number;
}

/** Where an alert is to go. */
export type Where = { kind: "push"; endpoint: string; p256dh: string; auth: string } | { kind: "sms"; number: string } | { kind: "mail"; address: string };

export type NewChannel = Where & { language: DeskLanguage; urgent_only: boolean };

export class AlertCalls {
  constructor(private readonly bearer: string) {}

  mine = () => call<MyAlerts>("/desk/api/alerts", { method: "GET", bearer: this.bearer });
  standing = () => call<Standing>("/desk/api/alerts/standing", { method: "GET", bearer: this.bearer });
  add = (channel: NewChannel) => this.post("channels", channel);
  remove = (id: string) => this.post(`channels/${id}/remove`);
  tryOut = (id: string) => this.post(`channels/${id}/try`);
  seen = () => this.post("seen");

  private post(path: string, body?: unknown): Promise<void> {
    return call<void>(`/desk/api/alerts/${path}`, { bearer: this.bearer, body });
  }
}
