import type { Generated } from "kysely";
import type { ChatId, MessageId, UserId } from "../core/ids.ts";
import type { Case, JournalState } from "../core/store.ts";

/**
 * The tables as the newest migration leaves them. Ids were checked by a platform before they were written, so
 * here is the one place that says they come back branded. Columns with JSON are plain text to the database.
 */
export interface StoreSchema {
  journal: JournalTable;
  pins: PinTable;
  timers: TimerTable;
  cases: CaseTable;
  case_notes: CaseNoteTable;
  settings: SettingTable;
  grants: GrantTable;
  cards: CardTable;
  texts: TextTable;
  probes: ProbeTable;
  instances: InstanceTable;
  leases: LeaseTable;
}

interface AccountColumns {
  platform: string;
  account: string;
}

interface JournalTable {
  sequence: Generated<number>;
  key: string;
  invocation: string;
  accepted_at_ms: number;
  state: JournalState;
  attempts: number;
  outcome: string | null;
  /** When the state changed last. */
  changed_at_ms: number;
  /** Null until it is done or failed. */
  over_at_ms: number | null;
  /** Null in rows that an older version wrote. */
  lane: string | null;
}

interface PinTable extends AccountColumns {
  chat: ChatId;
  message: MessageId;
  by_user: UserId | null;
  by_name: string | null;
  reason: string | null;
  at_ms: number;
  due_at_ms: number | null;
}

interface TimerTable extends AccountColumns {
  chat: ChatId;
  kind: string;
  subject: string;
  due_at_ms: number;
  attempts: number;
  data: string | null;
}

interface CaseTable extends AccountColumns {
  id: Generated<number>;
  chat: ChatId;
  number: number;
  at_ms: number;
  action: string;
  outcome: Case["outcome"];
  actor: UserId | null;
  actor_name: string | null;
  target: MessageId | null;
  author: UserId | null;
  reason: string | null;
  log_id: string | null;
  details: string | null;
  once: string;
}

interface CaseNoteTable {
  id: Generated<number>;
  case_id: number;
  at_ms: number;
  by_user: UserId | null;
  by_name: string | null;
  text: string;
  once: string;
}

interface SettingTable extends AccountColumns {
  chat: ChatId;
  key: string;
  value: string;
  by_user: UserId | null;
  at_ms: number;
}

interface GrantTable extends AccountColumns {
  chat: ChatId;
  user: UserId;
  user_name: string | null;
  what: string;
  by_user: UserId | null;
  by_name: string | null;
  at_ms: number;
  due_at_ms: number | null;
  reason: string | null;
}

interface CardTable extends AccountColumns {
  token: string;
  chat: ChatId;
  message: MessageId | null;
  kind: string;
  requester: UserId | null;
  data: string | null;
  at_ms: number;
  expires_at_ms: number;
}

interface TextTable extends AccountColumns {
  chat: ChatId;
  key: string;
  text: string;
  at_ms: number;
}

interface ProbeTable {
  id: Generated<number>;
  at_ms: number;
  padding: string;
}

/** A process that shares the database with others. */
interface InstanceTable {
  id: string;
  /** By the clock of the database server. */
  expires_at_ms: number;
}

/** Which process works on a lane, for as long as that process counts as alive. */
interface LeaseTable {
  lane: string;
  holder: string;
}
