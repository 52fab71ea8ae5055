import { systemClock } from "../../../src/core/clock.ts";
import type { ChatEvent } from "../../../src/core/events.ts";
import type { ChatId, MessageId, UserId } from "../../../src/core/ids.ts";
import { silentObserver } from "../../../src/core/observer.ts";
import { createFeishuPlatform } from "../../../src/platforms/feishu/platform.ts";
import { startFeishuSandbox } from "../../../src/sandbox/feishu/sandbox.ts";
import { contractSuite, type Rig } from "../contract.ts";
import { eventually } from "./eventually.ts";
import { createMemoryLog } from "./memory-log.ts";

const acting = {
  pin: { method: "POST", path: "/im/v1/pins" },
  recall: { method: "DELETE", path: "/im/v1/messages/" },
  say: { method: "POST", path: "/im/v1/messages" },
} as const;

const textOf = (content: string): string => {
  const parsed = JSON.parse(content === "" ? "{}" : content) as { text?: string };
  return parsed.text ?? content;
};

const makeRig = async (): Promise<Rig> => {
  const sandbox = await startFeishuSandbox({
    clientConfig: { ReconnectNonce: 0, ReconnectInterval: 0.05 },
  });
  const { control } = sandbox;
  const platform = createFeishuPlatform({
    appId: sandbox.appId,
    appSecret: sandbox.appSecret,
    domain: sandbox.url,
    transport: { kind: "websocket" },
    clock: systemClock,
    log: createMemoryLog(),
    observer: silentObserver,
  });
  const [owner, admin, member] = ["Olga", "Adam", "Mia"].map((name) => control.addUser(name)) as [
    UserId,
    UserId,
    UserId,
  ];
  const newChat = () =>
    control.addChat({
      name: "Group",
      members: [
        { open_id: owner, role: "owner" },
        { open_id: admin, role: "admin" },
        { open_id: member, role: "member" },
      ],
      bot_role: "admin",
    }) as ChatId;
  const [chat, otherChat] = [newChat(), newChat()];
  const events: ChatEvent[] = [];
  await platform.start(
    (event) => {
      events.push(event);
      return Promise.resolve();
    },
    () => Promise.resolve({}),
  );
  await eventually(() => {
    if (platform.link().state !== "up") throw new Error("not connected yet");
  });

  return {
    platform,
    events,
    chat,
    otherChat,
    owner,
    admin,
    member,
    unknownMessage: "om_dc13264520392913993dd051dba21dcf" as MessageId,
    unknownUser: "ou_dc13264520392913993dd051dba21dcf" as UserId,
    write: (text, { by = member, chat: where = chat, replyTo } = {}) =>
      Promise.resolve(
        control.say({
          chat_id: where,
          open_id: by,
          text,
          ...(replyTo === undefined ? {} : { parent_id: replyTo }),
        }).message_id as MessageId,
      ),
    pinned: (where) =>
      control
        .state()
        .pins.filter(({ chat_id }) => chat_id === where)
        .map(({ message_id }) => message_id as MessageId),
    isRecalled: (id) =>
      control.state().messages.find(({ message_id }) => message_id === id)?.deleted === true,
    said: (where) =>
      control
        .state()
        .messages.filter(({ chat_id, sender }) => chat_id === where && sender.id_type === "app_id")
        .map(({ message_id, content, parent_id, mentions }) => ({
          message: message_id as MessageId,
          text: textOf(content),
          told: mentions.map(({ id }) => id as UserId),
          ...(parent_id === null ? {} : { replyTo: parent_id as MessageId }),
        })),
    setAdmin: (user, isAdmin) => {
      const role = isAdmin ? "admin" : "member";
      control.act({ action: "set_role", chat_id: chat, open_id: user, role });
    },
    setBotAdmin: (isAdmin) => control.setBotRole(chat, isAdmin ? "admin" : "member"),
    loseNextAnswer: (what) =>
      control.fault({ kind: "reset", after_effect: true, count: 1, ...acting[what] }),
    garbleNextAnswer: (what) => control.fault({ kind: "truncate", count: 1, ...acting[what] }),
    refuseNextAsTooFast: () => control.fault({ kind: "error", code: 99991400, count: 1 }),
    failNext: () => control.fault({ kind: "http500", count: 1 }),
    rejectCredentials: () => control.fault({ kind: "error", code: 99991663 }),
    disconnect: () => control.fault({ kind: "reset" }),
    close: async () => {
      control.fault({ kind: "clear" });
      await platform.stop();
      await platform.close();
      await sandbox.close();
    },
  };
};

contractSuite("feishu", makeRig, {
  skip: {
    "does not take a forged delivery for a command":
      "events come over a connection that the bot itself opened; forged pushes are in webhook.test.ts",
  },
});
