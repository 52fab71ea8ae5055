import type { ChatEvent } from "../../../src/core/events.ts";
import type { ChatId, MessageId, UserId } from "../../../src/core/ids.ts";
import { fakeClock } from "../../fake-clock.ts";
import { memoryPlatform } from "../../memory-platform.ts";
import { contractSuite, type Rig } from "../contract.ts";

const [owner, admin, member] = ["ou_olga", "ou_adam", "ou_mia"] as [UserId, UserId, UserId];
const [chat, otherChat] = ["oc_one", "oc_two"] as [ChatId, ChatId];

const makeRig = async (): Promise<Rig> => {
  const clock = fakeClock(Date.now());
  const memory = memoryPlatform(clock);
  const events: ChatEvent[] = [];
  for (const id of [chat, otherChat]) {
    memory.addGroup({
      id,
      owner,
      admins: [admin],
      members: new Map([
        [owner, "Olga"],
        [admin, "Adam"],
        [member, "Mia"],
      ]),
      botRole: "admin",
      topics: false,
      pins: new Map(),
    });
  }
  await memory.platform.start(
    (event) => {
      events.push(event);
      return Promise.resolve();
    },
    () => Promise.resolve({}),
  );
  const groupOf = (id: ChatId) => {
    const group = memory.groups.get(id);
    if (group === undefined) throw new Error(`no group ${id}`);
    return group;
  };

  return {
    platform: memory.platform,
    events,
    chat,
    otherChat,
    owner,
    admin,
    member,
    unknownMessage: "om_999999" as MessageId,
    unknownUser: "ou_zoe" as UserId,
    write: async (text, { by = member, chat: where = chat, replyTo } = {}) => {
      const message = memory.write(where, { kind: "user", user: by }, text);
      const event: ChatEvent = {
        type: "message",
        chat: where,
        chatKind: "group",
        message,
        sender: by,
        content: [{ kind: "text", text }],
        ...(replyTo === undefined ? {} : { replyTo }),
        inThread: false,
        sentAtMs: clock.now(),
      };
      await memory.deliver(event).catch(() => {});
      return message;
    },
    pinned: (id) => [...groupOf(id).pins.keys()],
    isRecalled: (message) => memory.messages.get(message)?.gone === true,
    said: (id) =>
      memory.said
        .filter((said) => said.chat === id && (said.how === "reply" || said.how === "post"))
        .map(({ text, to, mentions }) => ({
          message: "om_unknown" as MessageId,
          text,
          ...(mentions === undefined ? {} : { told: mentions }),
          ...(to === undefined ? {} : { replyTo: to as MessageId }),
        })),
    setAdmin: (user, isAdmin) => {
      groupOf(chat).admins = isAdmin ? [admin, user] : [admin];
    },
    setBotAdmin: (isAdmin) => {
      groupOf(chat).botRole = isAdmin ? "admin" : "member";
    },
    loseNextAnswer: (what) => {
      memory.failNext(what === "say" ? "reply" : what, "lost");
    },
    refuseNextAsTooFast: () => {
      memory.failNext("pin", { reason: "too-fast", effect: "none", retryAfterMs: 1_000 });
    },
    rejectCredentials: () => {
      memory.failNext("pin", { reason: "token-rejected", effect: "none" });
    },
    disconnect: () => {
      memory.failNext("pin", { reason: "platform-down", effect: "none" });
    },
    close: () => memory.platform.close(),
  };
};

const inProcess = "events are handed over in the process: nobody else can deliver";
const noWire = "there is no wire on which an answer could be damaged";
const unsent = "what the bot says is kept as words, not as messages";

contractSuite("memory", makeRig, {
  skip: {
    "does not take a forged delivery for a command": inProcess,
    "does not take an unreadable answer for success": noWire,
    "reads again after the platform failed": noWire,
    "does nothing for somebody who gave up": "calls take no time in which to give up",
    "does not hear itself": unsent,
    "knows its own messages": unsent,
    "recalls its own message": unsent,
    "replies to a message, once for one key": unsent,
  },
});
