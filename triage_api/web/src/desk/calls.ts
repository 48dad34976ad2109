import { type SealedLine } from "../seal/along";
import { type SignedRoster } from "../seal/roster";
import { type Envelope } from "../seal/envelope";
import { type SealedMessage } from "../seal/chat";
import { type Level } from "../seal/transcript";
import { call } from "../wire/call";
import { type Assessment, type Outcomes } from "./assessment";
import { type MonthCounts, saveCsv } from "./counts_calls";
import { type Made, type Signed, type ToMake, type ToSign } from "./passkeys";
import { type Kdf } from "./passphrase";
import { type Published } from "./sendable";
import { type Texting } from "./texting";
import { type PublicKeys, type WrappedKeys } from "./keys";
import { type NewPassphrase, type NewRecovery } from "./new_ways";
import { type OrganisationWrap } from "./organisation_wrap";
import { type WayKind, type Wrap } from "./vault";

/** The desk's calls, as docs/wire.md §6 has them. */

/** To take a case over, to read it once, or to read along. */
export type OfferKind = "transfer" | "consult" | "along";

export type Role = "counsellor" | "supervisor" | "administrator" | "analyst";

export interface Me {
  id: string;
  name: string;
  role: Role;
  on_roster: boolean;
  on_duty: boolean;
  demo: boolean;
  /** Whether the roster in force still names somebody who was removed. */
  sign_anew: boolean;
  /** How many cases she may hold at a time. */
  chats_at_once: number;
  /** After so many minutes with people she is offered a pause; 0 for never. */
  break_minutes: number;
  /** After so many without use the page locks itself. */
  lock_minutes: number;
  /** Whom she is given first, by language and by who writes; all of them unless she said otherwise. */
  languages: string[];
  personas: string[];
}

export interface Waiting {
  waiting: number;
  by_level: Record<Level, number>;
  longest_minutes: number;
  by_text: number;
  unreachable: number;
  /** How many would be given to her now: whom she takes, the urgent, and who has waited long enough for anybody. */
  for_her: number;
  by_language: Record<string, number>;
  by_writer: Record<string, number>;
  /** Languages of those waiting, and who writes, that nobody on duty takes. */
  untaken: string[];
  untaken_personas: string[];
}

export interface SealedSecret {
  sealed: string;
  roster_number: number;
}

export interface HeldCase {
  case_id: string;
  epoch: number;
  level: Level;
  language: string;
  channel: "web" | "sms";
  writer: "self" | "friend" | "minor" | "other";
  /** Whether an answer can still reach them. */
  reachable: boolean;
  waiting_since: string;
  envelope: Envelope;
  /** What their page left for whoever takes the case. */
  left: Envelope | null;
  /** What the counsellor before sealed to this one. */
  handed: Envelope | null;
  secret: SealedSecret | null;
  messages: { direction: "person" | "counsellor"; seq: number; sealed: string }[];
}

export interface Session {
  token: string;
  counsellor: { id: string; name: string; role: string };
  wrapped_keys: WrappedKeys;
  kdf: Kdf;
  /** Those this way of signing in may open the keys by. */
  wraps: Wrap[];
}

export type Acceptance = PublicKeys & NewPassphrase & {
  code: string;
  counsellor_id: string;
  sign_in_name: string;
  name: string;
  wrapped_keys: WrappedKeys;
  recovery: NewRecovery;
};

/** What a recovery code opens, for as long as it takes to set a new passphrase. */
export interface OpenedByCode {
  ticket: string;
  counsellor: { id: string; name: string };
  wrapped_keys: WrappedKeys;
  wraps: Wrap[];
  totp_uri: string | null;
}

export interface WayIn {
  id: string;
  kind: WayKind;
  /** Whether it opens the keys too, or only says who is there. */
  opens: boolean;
  /** Only passkeys have one. */
  name: string | null;
}

/** By the day: when what is sealed to the organisation was written out to be opened, and when a code made of it was taken in. */
export interface OrganisationUse {
  given_out: string | null;
  used: string | null;
}

export interface Ways {
  ways: WayIn[];
  /** Whether they may be changed now, or only after signing in again. */
  fresh: boolean;
  /** Whether her keys are sealed to the organisation's recovery key; no way to sign in. */
  organisation: boolean;
  organisation_use: OrganisationUse;
}

/** What a page keeps of its keys, in the place of all before. */
export interface KeptKeys {
  replaces: string;
  wrapped_keys: WrappedKeys;
  seal_key: string;
  proof: string;
  made: string | null;
  request: string | null;
  older: string[];
}

const at = (path: string) => `/desk/api/${path}`;

export const openInvitation = (code: string) => call<{ role: Role; expires: string }>(at("invitations/open"), { body: { code } });
export const acceptInvitation = (body: Acceptance) => call<{ totp_uri: string }>(at("invitations/accept"), { body });
export const confirmInvitation = (code: string, totp: string) => call<void>(at("invitations/confirm"), { body: { code, totp } });
export const beginSignIn = (sign_in_name: string) => call<{ kdf: Kdf }>(at("sign-in/begin"), { body: { sign_in_name } });
export const signIn = (sign_in_name: string, auth_key: string, totp: string) => call<Session>(at("sign-in"), { body: { sign_in_name, auth_key, totp } });
export const beginPasskey = () => call<ToSign>(at("sign-in/passkey/begin"));
export const signInByPasskey = (signed: Signed) => call<Session>(at("sign-in/passkey"), { body: { signed } });
export const openRecovery = (body: { sign_in_name: string; auth_key: string } & ({ totp: string } | { reset: string })) => call<OpenedByCode>(at("recovery/open"), { body });
export const finishRecovery = (ticket: string, body: NewPassphrase & { recovery: NewRecovery; totp?: string }) =>
  call<void>(at("recovery/finish"), { body, bearer: ticket });
export const readPublicRoster = () => call<SignedRoster>("/api/roster", { method: "GET" });

/** The calls of somebody signed in; the token stays inside. */
export class DeskCalls {
  constructor(readonly bearer: string) {}

  signOut = () => this.post<void>("sign-out");
  me = () => this.get<Me>("me");
  duty = (on: boolean) => this.post<void>("duty", { on });
  /** This page is there; `inUse` says whether somebody has used it since it said so last. */
  here = (inUse: boolean) => this.post<void>("here", { in_use: inUse });
  takeLanguages = (languages: readonly string[]) => this.post<void>("languages", { languages });
  takePersonas = (personas: readonly string[]) => this.post<void>("personas", { personas });
  content = (language: string) => this.get<Published>(`content/${language}`);
  texting = () => this.get<Texting>("texting");
  roster = () => this.get<SignedRoster>("roster");
  keys = () => this.get<{ wrapped_keys: WrappedKeys; oldest_roster: number | null; now: string }>("keys");
  keepKeys = (kept: KeptKeys) => this.post<void>("keys/keep", kept);
  /** The next person, or undefined when nobody waits. */
  claim = () => this.post<HeldCase | undefined>("claim");
  cases = () => this.get<HeldCase[]>("cases");
  write = (caseId: string, message: SealedMessage) => this.post<void>(`cases/${caseId}/messages`, message);
  /** What was sealed for her did not open. */
  notOpened = (caseId: string) => this.post<void>(`cases/${caseId}/not-opened`);
  giveBack = (caseId: string) => this.post<void>(`cases/${caseId}/return`);
  /** Begins a new epoch of a case this counsellor holds: a page that was loaded again must not go on under the old key. */
  renew = (caseId: string) => this.post<HeldCase>(`cases/${caseId}/renew`);
  /** Those on duty now, as the server says. */
  colleagues = () => this.get<{ id: string; name: string }[]>("colleagues");
  offer = (caseId: string, body: { to: string; kind: OfferKind; envelope: Envelope }) => this.post<{ offer_id: string }>(`cases/${caseId}/offer`, body);
  accept = (offerId: string) => this.post<HeldCase>(`offers/${offerId}/accept`);
  readQuestion = (offerId: string) => this.post<{ case_id: string; asked_by: string; envelope: Envelope; notes: number }>(`offers/${offerId}/read`);
  note = (offerId: string, body: { seq: number; envelope: Envelope }) => this.post<void>(`offers/${offerId}/notes`, body);
  /** One line to who reads along. */
  line = (offerId: string, line: SealedLine) => this.post<void>(`offers/${offerId}/lines`, line);
  wish = (counsellor_id: string) => this.post<void>("wishes", { counsellor_id });
  endWish = (counsellor_id: string) => this.post<void>("wishes/end", { counsellor_id });
  endOffer = (offerId: string) => this.post<void>(`offers/${offerId}/end`);
  sendLetter = (mailbox: string, sealed: string) => this.post<void>("letters", { mailbox, sealed });
  outcomes = () => this.get<Outcomes>("outcomes");
  assess = (caseId: string, said: Assessment) => this.post<void>(`cases/${caseId}/assessment`, said);
  countedMonths = () => this.get<{ months: string[] }>("counts/months");
  countsOf = (month: string) => this.get<MonthCounts>(`counts?month=${month}`);
  saveCounts = (month: string) => saveCsv(this.bearer, month);
  ways = () => this.get<Ways>("ways");
  keepForOrganisation = (wrap: OrganisationWrap) => this.post<void>("ways/organisation", wrap);
  changePassphrase = (made: NewPassphrase) => this.post<void>("ways/passphrase", made);
  changeRecovery = (made: NewRecovery) => this.post<void>("ways/recovery", made);
  beginPasskey = () => this.post<ToMake>("ways/passkeys/begin");
  addPasskey = (made: { id: string; name: string; made: Made; wrap: Wrap | null }) => this.post<void>("ways/passkeys", made);
  nameWay = (id: string, name: string) => this.post<void>(`ways/${id}/name`, { name });
  giveReset = (sign_in_name: string) => this.post<{ reset: string }>("resets", { sign_in_name });
  removeWay = (id: string) => this.post<void>(`ways/${id}/remove`);
  /** For abuse the person is told that the talk cannot go on, and where help is. */
  close = (caseId: string, because?: "abuse") => this.post<{ shredded_at: string }>(`cases/${caseId}/close`, because && { because });

  private get<T>(path: string): Promise<T> {
    return call<T>(at(path), { method: "GET", bearer: this.bearer });
  }

  private post<T>(path: string, body?: unknown): Promise<T> {
    return call<T>(at(path), { bearer: this.bearer, body });
  }
}
