import { setTimeout as sleep } from "node:timers/promises";
import {
  type FeishuSandbox,
  type SandboxOptions,
  startFeishuSandbox,
} from "../src/sandbox/feishu/sandbox.ts";
import { type BotKind, type BotProcess, startBot } from "./bot-process.ts";
import { type Group, groupSeed, groupsOf, say } from "./groups.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** What became of one command. */
export interface Answered {
  /** From saying it until the bot's reaction stood on it; infinite when none came in time. */
  readonly ms: number;
  readonly commandId: string;
  /** When it was said, by `performance.now()`. */
  readonly saidAtMs: number;
}

/** A bot in its own process, connected to a strict sandbox in this one. */
export interface Stage {
  readonly sandbox: FeishuSandbox;
  readonly bot: BotProcess;
  readonly groups: readonly Group[];
  /** Says a command in reply to a message and waits for the reaction that answers it. */
  command(ask: {
    readonly group: Group;
    readonly text: string;
    readonly parentId: string;
    readonly patienceMs: number;
  }): Promise<Answered>;
  /** Ends the waiting for answers that come in another form. */
  forget(): void;
  close(): Promise<void>;
}

const connectWithinMs = 30_000;

const waitForLink = async (sandbox: FeishuSandbox, bot: BotProcess): Promise<void> => {
  const untilMs = performance.now() + connectWithinMs;
  while (sandbox.control.state().app.connections === 0) {
    if (performance.now() > untilMs) throw new Error("the bot did not connect");
    await Promise.race([sleep(20), bot.crashed]);
  }
};

/** Starts a sandbox with so many groups and a bot in its own process, and waits until they are connected. */
export const openStage = async (options: {
  readonly bot: BotKind;
  readonly groups: number;
  readonly sandbox?: SandboxOptions;
}): Promise<Stage> => {
  const sandbox = await startFeishuSandbox({
    ...options.sandbox,
    seed: groupSeed(options.groups),
  });
  const folder = temporaryFolder();
  const bot = startBot(options.bot, sandbox, folder);
  const reactions = new Map<string, () => void>();
  const waiting = new Set<() => void>();
  sandbox.world.onEvent((event) => {
    if (event.type !== "im.message.reaction.created_v1") return;
    const { message_id: messageId, reaction_type: shown } = event.body();
    if (typeof messageId !== "string") return;
    // The sign that a command waits is no answer to it.
    if (JSON.stringify(shown).includes("OneSecond")) return;
    reactions.get(messageId)?.();
    reactions.delete(messageId);
  });
  const close = async (): Promise<void> => {
    await bot.kill();
    await sandbox.close();
    folder.remove();
  };
  try {
    await waitForLink(sandbox, bot);
  } catch (error) {
    await close();
    throw error;
  }

  return {
    sandbox,
    bot,
    groups: groupsOf(options.groups),
    command: ({ group, text, parentId, patienceMs }) => {
      const saidAtMs = performance.now();
      const commandId = say(sandbox, group, text, parentId);
      return new Promise((resolve) => {
        const giveUp = (): void => {
          clearTimeout(timer);
          waiting.delete(giveUp);
          reactions.delete(commandId);
          resolve({ ms: Number.POSITIVE_INFINITY, commandId, saidAtMs });
        };
        const timer = setTimeout(giveUp, patienceMs);
        waiting.add(giveUp);
        reactions.set(commandId, () => {
          clearTimeout(timer);
          waiting.delete(giveUp);
          resolve({ ms: performance.now() - saidAtMs, commandId, saidAtMs });
        });
      });
    },
    forget: () => {
      for (const giveUp of waiting) giveUp();
    },
    close,
  };
};

/** Whether the message is pinned in its group now. */
export const isPinned = (
  { world }: Pick<FeishuSandbox, "world">,
  group: Group,
  messageId: string,
): boolean => world.chats.get(group.chatId)?.pins.has(messageId) === true;
