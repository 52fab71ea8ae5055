import { chatById } from "./live-state.ts";

/** What the client of a platform can do; what it cannot is not offered. */
export interface Abilities {
  readonly react: boolean;
  readonly mentionEverybody: boolean;
  /** People can be added and removed, and the group passed on to another owner. */
  readonly changeMembers: boolean;
  /** Who may pin and who may speak can be set, and the group dissolved. */
  readonly changeSettings: boolean;
}

const everything: Abilities = {
  react: true,
  mentionEverybody: true,
  changeMembers: true,
  changeSettings: true,
};

const little: Abilities = {
  react: false,
  mentionEverybody: false,
  changeMembers: false,
  changeSettings: false,
};

/** What can be done in a chat. */
export function can(chatId: string): Abilities {
  return chatById.value.get(chatId)?.platform === "feishu" ? everything : little;
}
