import { readyMadeGroups } from "../src/sandbox/feishu/ready-made-groups.ts";
import type { WorldSeed } from "../src/sandbox/feishu/world/seed.ts";
import type { SandboxRole } from "../src/sandbox/state.ts";

const id = (digit: string): string => digit.repeat(32);

/** The people of the group, by role. */
export const people: Readonly<Record<SandboxRole, string>> = {
  owner: `ou_${id("a")}`,
  admin: `ou_${id("b")}`,
  member: `ou_${id("c")}`,
};

export const groupId = `oc_${id("1")}`;

/** A sandbox with one group, in which the bot has been an admin all along, so that it need not say hello. */
export const oneGroup: WorldSeed = {
  app: readyMadeGroups.app,
  users: [
    { openId: people.owner, name: "Li", color: "#3370FF" },
    { openId: people.admin, name: "Mei", color: "#34C724" },
    { openId: people.member, name: "Bo", color: "#FF8800" },
  ],
  chats: [
    {
      chatId: groupId,
      name: "Launch",
      members: (["owner", "admin", "member"] as const).map((role) => ({
        openId: people[role],
        role,
      })),
      botRole: "admin",
    },
  ],
};
