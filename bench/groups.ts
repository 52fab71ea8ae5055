import type { FeishuSandbox } from "../src/sandbox/feishu/sandbox.ts";
import type { WorldSeed } from "../src/sandbox/feishu/world/seed.ts";

/** A group of the bench: somebody who may pin, and the bot as admin. */
export interface Group {
  readonly chatId: string;
  readonly adminId: string;
}

const hex = (index: number): string => index.toString(16).padStart(32, "0");

/** The groups of `groupSeed`. */
export const groupsOf = (count: number): readonly Group[] =>
  Array.from({ length: count }, (_, index) => ({
    chatId: `oc_${hex(index)}`,
    adminId: `ou_${hex(index)}`,
  }));

/** A world of as many groups, each with an owner of its own. */
export const groupSeed = (count: number): WorldSeed => ({
  app: {
    appId: "cli_0123456789abcdef",
    appSecret: "not-a-secret",
    name: "Steward",
    openId: `ou_${"b".repeat(32)}`,
  },
  users: groupsOf(count).map(({ adminId }, index) => ({
    openId: adminId,
    name: `Owner ${index}`,
    color: "#3370ff",
  })),
  chats: groupsOf(count).map(({ chatId, adminId }, index) => ({
    chatId,
    name: `Group ${index}`,
    members: [{ openId: adminId, role: "owner" as const }],
    botRole: "admin" as const,
  })),
});

/** The group's owner says something; returns the message's id. */
export const say = (
  { control }: Pick<FeishuSandbox, "control">,
  group: Group,
  text: string,
  parentId?: string,
): string =>
  control.say({
    chat_id: group.chatId,
    open_id: group.adminId,
    text,
    ...(parentId === undefined ? {} : { parent_id: parentId }),
  }).message_id;
