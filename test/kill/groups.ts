import type { FeishuSandbox } from "../../src/sandbox/feishu/sandbox.ts";
import { answersIn } from "../answers-in.ts";
import type { Dice } from "./dice.ts";

/** What somebody typed in answer to a message. */
export interface Said {
  readonly chat: string;
  /** The message that carries the command. */
  readonly message: string;
  readonly target: string;
  readonly text: string;
  readonly by: string;
  /** Whether they may do it. */
  readonly allowed: boolean;
  readonly atMs: number;
}

/** Something that became of a message, as seen in the world. */
export interface Effect {
  readonly chat: string;
  readonly message: string;
  readonly what: "pinned" | "unpinned" | "recalled";
}

const pinTargets = 3;

/** Groups with people in them who give commands by chance, and a look at what comes of them. */
export const createGroups = (sandbox: FeishuSandbox, dice: Dice, count: number) => {
  const { control, world } = sandbox;
  const groups = Array.from({ length: count }, (_, index) => {
    const owner = control.addUser(`Owner ${index}`);
    const chat = control.addChat({
      name: `Group ${index}`,
      members: [{ open_id: owner, role: "owner" }],
      bot_role: "admin",
    });
    const write = (text: string): string =>
      control.say({ chat_id: chat, open_id: owner, text }).message_id;
    const targets = Array.from({ length: pinTargets }, (_unused, number) => ({
      message: write(`Notice ${number}`),
      pinned: false,
    }));
    return { chat, owner, write, targets };
  });

  const said: Said[] = [];
  const effects: Effect[] = [];
  const pinned = new Map<string, string>();
  const recalled = new Set<string>();
  world.onChange(() => {
    for (const { chat } of groups) {
      const standing = world.chats.get(chat)?.pins ?? new Map<string, unknown>();
      for (const message of standing.keys()) {
        if (pinned.has(message)) continue;
        pinned.set(message, chat);
        effects.push({ chat, message, what: "pinned" });
      }
      for (const [message, where] of pinned) {
        if (where !== chat || standing.has(message)) continue;
        pinned.delete(message);
        effects.push({ chat, message, what: "unpinned" });
      }
    }
    for (const { target, chat, text } of said) {
      if (!text.startsWith("/recall") || recalled.has(target)) continue;
      if (world.messages.get(target)?.deleted !== true) continue;
      recalled.add(target);
      effects.push({ chat, message: target, what: "recalled" });
    }
  });

  const command = (
    group: (typeof groups)[number],
    given: { readonly text: string; readonly target: string; readonly by?: string },
  ): void => {
    const { text, target, by = group.owner } = given;
    const atMs = Date.now();
    const message = control.say({
      chat_id: group.chat,
      open_id: by,
      text,
      parent_id: target,
    }).message_id;
    const allowed = by === group.owner;
    said.push({ chat: group.chat, message, target, text, by, allowed, atMs });
  };

  /** Each stranger gives one command only, so that a card for their eyes tells which command it answers. */
  const stranger = (chat: string): string => {
    const openId = control.addUser("Stranger");
    control.act({ action: "add_member", chat_id: chat, open_id: openId });
    return openId;
  };

  return {
    said,
    effects,
    chats: groups.map(({ chat }) => chat),
    /** Somebody somewhere gives a command. */
    sayOne: (): void => {
      const group = dice.pick(groups);
      const kind = dice.next();
      const target = dice.pick(group.targets);
      if (kind < 0.1) {
        command(group, { text: "/pins", target: target.message });
      } else if (kind < 0.2) {
        command(group, { text: "/recall spam", target: group.write("Spam") });
      } else if (kind < 0.4) {
        const text = dice.chance(0.5) ? "/pin" : "/recall";
        command(group, { text, target: target.message, by: stranger(group.chat) });
      } else {
        const pin = dice.chance(0.3) ? "/pin 30d" : "/pin";
        target.pinned = !target.pinned;
        command(group, { text: target.pinned ? pin : "/unpin", target: target.message });
      }
    },
    /** How often a command was answered, in whatever form. */
    answersTo: ({ chat, message, by }: Said) => answersIn(world, { chat, message, to: by }),
    /** What the bot said in a chat that answers nothing. */
    outOfTheBlue: (chat: string): readonly string[] =>
      [...world.messages.values()]
        .filter((one) => one.chatId === chat && one.sender.kind === "bot" && one.parentId === null)
        .map(({ content }) => content),
  };
};

export type Groups = ReturnType<typeof createGroups>;
