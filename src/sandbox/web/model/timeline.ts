import type { EphemeralState, MessageState } from "../../state.ts";

/** What the message list shows, top to bottom. */
export type TimelineItem =
  | { readonly kind: "day"; readonly key: string; readonly atMs: number }
  | {
      readonly kind: "message";
      readonly key: string;
      readonly message: MessageState;
      /** Follows a message of the same sender closely: shown without its avatar and name. */
      readonly joined: boolean;
    }
  | { readonly kind: "ephemeral"; readonly key: string; readonly card: EphemeralState }
  | {
      readonly kind: "thread";
      readonly key: string;
      readonly root: MessageState;
      readonly replies: readonly MessageState[];
    };

export interface Timeline {
  readonly items: readonly TimelineItem[];
  /** How many entries were left out at the top. */
  readonly earlier: number;
}

export interface TimelineInput {
  /** Of one chat, oldest first. */
  readonly messages: readonly MessageState[];
  /** What the reader alone sees here, oldest first. */
  readonly ephemeral: readonly EphemeralState[];
  /** A topic group: replies are shown under the message that opened their thread. */
  readonly threaded: boolean;
  /** At most so many of the newest entries. */
  readonly limit: number;
}

type Entry = Exclude<TimelineItem, { readonly kind: "day" }>;

const joinedWithinMs = 5 * 60_000;

/** Lays out a chat: entries in order of time, a line before each day's first, near neighbours joined. */
export function buildTimeline(input: TimelineInput): Timeline {
  const conversation = input.threaded ? threads(input.messages) : input.messages.map(toEntry);
  const cards = input.ephemeral.map(
    (card): Entry => ({ kind: "ephemeral", key: card.message_id, card }),
  );
  const entries = mergeByTime(conversation, cards);
  const shown = entries.slice(-input.limit);
  const items: TimelineItem[] = [];
  let before: Entry | undefined;
  for (const entry of shown) {
    const atMs = entryTimeMs(entry);
    if (before === undefined || dayOf(entryTimeMs(before)) !== dayOf(atMs)) {
      items.push({ kind: "day", key: `day-${dayOf(atMs)}-${entry.key}`, atMs });
      before = undefined;
    }
    items.push(
      entry.kind === "message" ? { ...entry, joined: isJoined(before, entry.message) } : entry,
    );
    before = entry;
  }
  return { items, earlier: entries.length - shown.length };
}

function toEntry(message: MessageState): Entry {
  return { kind: "message", key: message.message_id, message, joined: false };
}

function threads(messages: readonly MessageState[]): Entry[] {
  const known = new Set(messages.map((message) => message.message_id));
  const replies = new Map<string, MessageState[]>();
  const roots: MessageState[] = [];
  for (const message of messages) {
    const root = message.root_id;
    if (root === null || root === message.message_id || !known.has(root)) {
      roots.push(message);
      continue;
    }
    const others = replies.get(root);
    if (others === undefined) replies.set(root, [message]);
    else others.push(message);
  }
  return roots.map((root) => ({
    kind: "thread",
    key: root.message_id,
    root,
    replies: replies.get(root.message_id) ?? [],
  }));
}

function mergeByTime(left: readonly Entry[], right: readonly Entry[]): Entry[] {
  if (right.length === 0) return [...left];
  return [...left, ...right].sort((a, b) => entryTimeMs(a) - entryTimeMs(b));
}

function entryTimeMs(entry: Entry): number {
  switch (entry.kind) {
    case "message":
      return Number(entry.message.create_time);
    case "ephemeral":
      return Number(entry.card.create_time);
    case "thread":
      return Number(entry.root.create_time);
  }
}

function isJoined(before: Entry | undefined, message: MessageState): boolean {
  if (before?.kind !== "message" || before.message.deleted || message.deleted) return false;
  if (before.message.sender.id !== message.sender.id) return false;
  return Number(message.create_time) - Number(before.message.create_time) < joinedWithinMs;
}

/** The day by the reader's own calendar. */
function dayOf(timeMs: number): string {
  const date = new Date(timeMs);
  return `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;
}
