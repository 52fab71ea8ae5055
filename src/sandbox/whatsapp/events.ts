import { decisions } from "./decisions.ts";
import type { Person, StoredMessage, World } from "./world/world.ts";

/** How a delivery is laid out: as the catalogue of events shows it, or as the live service was seen to send it. */
export type DeliveryShape = "catalogue" | "live";
/** Under which ids senders are told. */
export type SenderIds = "both" | "phone" | "lid" | "lid-as-jid";

export interface PlatformEvent {
  readonly event: "message.exchange" | "group.flow" | "instance.state";
  readonly data: Readonly<Record<string, unknown>>;
}

const named = ({ jid, lid, name }: Person, ids: SenderIds): Readonly<Record<string, string>> => {
  switch (ids) {
    case "both":
      return { jid, lid, name };
    case "phone":
      return { jid, name };
    case "lid":
      return { lid, name };
    case "lid-as-jid":
      return { jid: lid, name };
  }
};

const chatOf = (world: World, chat: string): Readonly<Record<string, unknown>> => {
  const group = world.groups.get(chat);
  if (group !== undefined) return { jid: chat, name: group.name, type: "group" };
  const person = world.person(chat);
  return { jid: chat, lid: person?.lid, name: person?.name, type: "private" };
};

/** A message, as an event; `kind` tells a plain one from an edit and from the news of a revocation. */
export const messageEvent = (
  world: World,
  message: StoredMessage,
  layout: { readonly shape: DeliveryShape; readonly senderIds: SenderIds },
  kind: "text" | "edit" | "revoke" = "text",
): PlatformEvent => {
  const sender = world.person(message.from) ?? world.self;
  const atMs = kind === "text" ? message.atMs : world.now();
  const quoted = world.messages.get(message.replyTo ?? "");
  const beside = {
    id: message.id,
    direction: message.fromMe ? "outgoing" : "incoming",
    timestamp: new Date(atMs).toISOString(),
    chat: chatOf(world, message.chat),
    sender: named(sender, layout.senderIds),
    ...(message.mentions.length > 0 ? { mentions: { mentionedUsers: message.mentions } } : {}),
    ...(message.replyTo === undefined
      ? {}
      : { reply: { message_id: message.replyTo, text: quoted?.text ?? "" } }),
    ...(kind === "edit" ? { edit: { original_id: message.id, text: message.text } } : {}),
  };
  const type = kind === "revoke" ? decisions.revokedType : "text";
  const text = kind === "revoke" ? "" : message.text;
  const data =
    layout.shape === "live"
      ? { ...beside, message: { type, content: text } }
      : { id: message.id, message: { ...beside, type, content: { text } } };
  return { event: "message.exchange", data };
};

export const groupFlowEvent = (
  world: World,
  flow: {
    readonly type: "joined" | "left" | "promoted" | "demoted" | "name" | "delete";
    readonly group: { readonly jid: string; readonly name: string };
    readonly people: readonly Person[];
  },
): PlatformEvent => ({
  event: "group.flow",
  data: {
    type: flow.type,
    groupJid: flow.group.jid,
    groupName: flow.group.name,
    timestamp: new Date(world.now()).toISOString(),
    participants: flow.people.map(({ jid, lid, name }) => ({ jid, lid, name })),
  },
});

export const stateEvent = (world: World): PlatformEvent => ({
  event: "instance.state",
  data: { state: world.state, timestamp: new Date(world.now()).toISOString() },
});
