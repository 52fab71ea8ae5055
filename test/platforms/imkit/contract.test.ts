import type { ChatId, MessageId, UserId } from "../../../src/core/ids.ts";
import { contractSuite, type Rig } from "../contract.ts";
import { startImkitBench } from "./rig.ts";

const acting = {
  pin: { method: "POST", path: "/pin" },
  recall: { method: "POST", path: "/message" },
  say: { method: "POST", path: "/message" },
} as const;

const makeRig = async (): Promise<Rig> => {
  const bench = await startImkitBench();
  const { control, botId } = bench.standIn;
  const owner = control.addUser("olga", "Olga");
  const admin = control.addUser("adam", "Adam");
  const member = control.addUser("mia", "Mia");
  const people = { owner, managers: [admin], members: [member] };
  const chat = control.addRoom(people) as ChatId;
  const otherChat = control.addRoom(people) as ChatId;
  const trouble = (afterEffect: boolean) => ({ kind: "reset", afterEffect }) as const;

  return {
    platform: bench.platform,
    events: bench.events,
    chat,
    otherChat,
    owner: owner as UserId,
    admin: admin as UserId,
    member: member as UserId,
    unknownMessage: "5f890cf37d980e06f6aaf349" as MessageId,
    unknownUser: "zoe" as UserId,
    write: async (text, { by = member, chat: room = chat, replyTo } = {}) =>
      (await control.say({
        room,
        user: by,
        text,
        ...(replyTo === undefined ? {} : { reply: replyTo }),
      })) as MessageId,
    pinned: (room) => control.pins(room) as MessageId[],
    isRecalled: (message) => control.message(message)?.messageType === "recall",
    said: (room) =>
      control
        .messages(room)
        .filter(({ author, messageType }) => author === botId && messageType === "text")
        .map(({ id, message, reply, mentions }) => ({
          message: id as MessageId,
          text: String(message),
          told: mentions as readonly UserId[],
          ...(reply === undefined ? {} : { replyTo: reply as MessageId }),
        })),
    setAdmin: (user, isAdmin) =>
      control.setManagers(chat, isAdmin ? [admin, botId, user] : [admin, botId]),
    setBotAdmin: (isAdmin) => control.setManagers(chat, isAdmin ? [admin, botId] : [admin]),
    loseNextAnswer: (what) => control.fault({ trouble: trouble(true), ...acting[what], count: 1 }),
    garbleNextAnswer: (what) =>
      control.fault({
        trouble: { kind: "junk", status: 200, afterEffect: true },
        ...acting[what],
        count: 1,
      }),
    refuseNextAsTooFast: () =>
      control.fault({
        trouble: {
          kind: "answer",
          answer: {
            status: 429,
            body: { error: "RATE_LIMIT_EXCEEDED", message: "Too many", retryAfter: 1 },
          },
          afterEffect: false,
        },
        count: 1,
      }),
    failNext: () =>
      control.fault({ trouble: { kind: "junk", status: 502, afterEffect: false }, count: 1 }),
    rejectCredentials: () =>
      control.fault({
        trouble: {
          kind: "answer",
          answer: {
            status: 401,
            body: { RC: 401, RM: "Unauthorized", error: { code: "INVALID_TOKEN", message: "no" } },
          },
          afterEffect: false,
        },
      }),
    disconnect: () => control.fault({ trouble: trouble(false) }),
    forge: async (text) => {
      await control.deliver({
        roomID: chat,
        event: "MESSAGE",
        data: {
          _id: "5c1ddf2d1536bbb6c49f7cfe",
          room: chat,
          message: text,
          messageType: "text",
          sender: { _id: owner, nickname: "Olga", isRobot: false },
        },
      });
    },
    close: bench.close,
  };
};

contractSuite("imkit", makeRig, {
  skip: {
    "explains that the bot may not recall others' messages":
      "recalled with the platform's API key, for which the platform asks no role",
  },
});
