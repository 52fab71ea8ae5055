import type { Decisions } from "./decisions.ts";
import type { Message, Room, World } from "./world.ts";

const APP_ID = "SampleApp";

/** A client as the vendor's samples show it. */
export const clientView = (world: World, id: string): object => {
  const client = world.clients.get(id);
  return {
    _id: id,
    nickname: client?.nickname ?? id,
    avatarUrl: "",
    isRobot: client?.isRobot ?? false,
    id,
    lastLoginTimeMS: 0,
  };
};

/** Fields that every answer about a message has; see IMKit docs: Pin a Message, Recall a Message. */
export const messageView = (
  world: World,
  message: Message,
  shown: { pinned: boolean },
): object => ({
  _id: message.id,
  message: message.message,
  room: message.room,
  sender: clientView(world, message.sender),
  messageType: message.messageType,
  appID: APP_ID,
  ...(shown.pinned ? { pinned: message.pinned } : {}),
  ...(message.mentions.length === 0 ? {} : { mentions: message.mentions }),
  ...(message.reply === undefined ? {} : { reply: replyView(world, message.reply) }),
  id: message.id,
  messageTimeMS: message.sentAtMs,
  updatedAtMS: message.updatedAtMs,
  createdAtMS: message.sentAtMs + 2,
});

/** A reply is stored as an id and shown as the message it names. */
const replyView = (world: World, id: string): unknown => {
  const named = world.messages.get(id);
  if (named === undefined) return id;
  return {
    _id: id,
    message: named.message,
    messageType: named.messageType,
    room: named.room,
    sender: clientView(world, named.sender),
  };
};

/** A room as one of its members sees it. */
export const roomView = (
  world: World,
  room: Room,
  about: { readonly viewer: string; readonly decisions: Decisions },
): object => ({
  _id: room.id,
  appID: APP_ID,
  name: room.name,
  roomType: room.roomType,
  description: "",
  ...(room.owner === undefined
    ? {}
    : {
        owner: about.decisions.owner === "object" ? clientView(world, room.owner) : room.owner,
      }),
  managers: room.managers,
  memberProperties: [...room.members].map((client) => {
    const role = room.memberRoles.get(client);
    return { client, badge: 0, ...(role === undefined ? {} : { role }) };
  }),
  members: [...room.members].map((client) => clientView(world, client)),
  unread: 0,
  ...(room.botState === undefined ? {} : { botState: room.botState }),
  isSuperuser: room.owner === about.viewer || room.managers.includes(about.viewer),
  id: room.id,
});

/** A message as webhooks are told of it; see IMKit docs: Webhook. */
export const webhookMessageView = (world: World, message: Message): object => ({
  ...messageView(world, message, { pinned: false }),
  __v: 0,
  messageTime: new Date(message.sentAtMs).toISOString(),
});
