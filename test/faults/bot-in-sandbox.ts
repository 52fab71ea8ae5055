import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, vi } from "vitest";
import { type App, createApp } from "../../src/app.ts";
import { commands } from "../../src/commands/index.ts";
import { liveSettings } from "../../src/config/chat-settings.ts";
import { settingsSchema } from "../../src/config/schema.ts";
import { type Clock, systemClock } from "../../src/core/clock.ts";
import { silentObserver } from "../../src/core/observer.ts";
import type { Settings } from "../../src/core/settings/settings.ts";
import type { Store } from "../../src/core/store.ts";
import { createFeishuPlatform } from "../../src/platforms/feishu/platform.ts";
import { type SandboxOptions, startFeishuSandbox } from "../../src/sandbox/feishu/sandbox.ts";
import type { SandboxRole } from "../../src/sandbox/state.ts";
import { databaseFile } from "../../src/store/database-file.ts";
import { openSqliteStore } from "../../src/store/open-sqlite.ts";
import { type Answers, answersIn } from "../answers-in.ts";
import { silentLog } from "../conversation.ts";
import { groupId, oneGroup, people } from "../one-group.ts";

/** A command that somebody typed. */
export interface Typed {
  readonly chat: string;
  readonly message: string;
  readonly to: string;
}

export const patient = { timeout: 20_000, interval: 20 } as const;

/** One answer, in one of its forms. */
export const oneMark: Answers = { marks: 1, replies: 0, cards: 0 };
export const oneReply: Answers = { marks: 0, replies: 1, cards: 0 };
export const oneCard: Answers = { marks: 0, replies: 0, cards: 1 };

/**
 * The bot, from the SDK to the database file, in a strict sandbox with one group: everything is real but the
 * patience with a call that is not answered. Takes the test's own context, so that tests can run side by side.
 */
export const botInSandbox = async (
  { onTestFinished }: { onTestFinished(cleanUp: () => Promise<void> | void): void },
  options: {
    readonly sandbox?: SandboxOptions;
    readonly timeoutMs?: number;
    readonly settings?: Partial<Settings>;
    /** Before the bot starts. */
    readonly prepare?: (sandbox: Awaited<ReturnType<typeof startFeishuSandbox>>) => void;
  } = {},
) => {
  const sandbox = await startFeishuSandbox({
    seed: oneGroup,
    redeliveryMs: Array.from({ length: 40 }, () => 250),
    ackTimeoutMs: 1_000,
    clientConfig: { ReconnectNonce: 0, ReconnectInterval: 0.1 },
    ...options.sandbox,
  });
  onTestFinished(() => sandbox.close());
  const folder = mkdtempSync(join(tmpdir(), "steward-faults-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const { control, world } = sandbox;

  const chat = groupId;
  options.prepare?.(sandbox);

  let store: Store;
  let app: App;
  let clockErrorMs = 0;
  const clock: Clock = { now: () => systemClock.now() + clockErrorMs, after: systemClock.after };
  const start = async (): Promise<void> => {
    store = await openSqliteStore({ file: databaseFile(folder), clock });
    const { timeoutMs } = options;
    const platform = createFeishuPlatform({
      appId: sandbox.appId,
      appSecret: sandbox.appSecret,
      domain: sandbox.url,
      transport: { kind: "websocket" },
      clock,
      log: silentLog,
      observer: silentObserver,
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    });
    const settings = settingsSchema(commands).parse({});
    app = createApp({
      platforms: [platform],
      store,
      config: { ...liveSettings(() => settings), ...options.settings },
      clock,
      log: silentLog,
      observer: silentObserver,
      incidentId: () => "incident",
      newToken: () => randomBytes(16).toString("hex"),
    });
    await app.start();
  };
  await start();
  onTestFinished(() => app.stop());

  const say = (who: SandboxRole, text: string, parent?: string): Typed => {
    const { message_id } = control.say({
      chat_id: chat,
      open_id: people[who],
      text,
      ...(parent === undefined ? {} : { parent_id: parent }),
    });
    return { chat, message: message_id, to: people[who] };
  };

  /** How often an API was called, answered or not. */
  const called = (method: string, path: string): number =>
    control.calls().filter((call) => call.method === method && call.path.includes(path)).length;

  return {
    sandbox,
    control,
    world,
    chat,
    folder,
    people,
    start,
    /** Sets this machine's clock wrong by so much; what runs goes on running. */
    setClockWrong: (byMs: number): void => {
      clockErrorMs = byMs;
    },
    app: () => app,
    store: () => store,
    /** A message that is no command. */
    write: (who: SandboxRole, text = "Release on Friday"): string => say(who, text).message,
    say,
    answers: (typed: Typed): Answers => answersIn(world, typed),
    pinned: (): readonly string[] => [...(world.chats.get(chat)?.pins.keys() ?? [])],
    isGone: (message: string): boolean => world.messages.get(message)?.deleted === true,
    /** Waits until nothing waits: no command in the lanes, no event to be delivered again. */
    quiet: () =>
      vi.waitFor(
        () =>
          expect({ commands: app.state().waiting, events: control.waiting() }).toEqual({
            commands: 0,
            events: 0,
          }),
        patient,
      ),
    /** Resolves once the command was answered in some way; fails if it never is. */
    answered: (typed: Typed) =>
      vi.waitFor(
        () => expect(answersIn(world, typed)).not.toEqual({ marks: 0, replies: 0, cards: 0 }),
        patient,
      ),
    called,
    calledOnce: (method: string, path: string) =>
      vi.waitFor(() => expect(called(method, path)).toBeGreaterThan(0), patient),
    /** Resolves once an API was called more than once; the log has a call when it is over. */
    calledAgain: (method: string, path: string) =>
      vi.waitFor(() => expect(called(method, path)).toBeGreaterThan(1), patient),
    /** What the texts of the bot's replies and cards say. */
    words: (typed: Typed): string =>
      [
        ...[...world.messages.values()]
          .filter(({ parentId, sender }) => parentId === typed.message && sender.kind === "bot")
          .map(({ content }) => content),
        ...[...world.ephemeral.values()]
          .filter(({ chatId, openId }) => chatId === typed.chat && openId === typed.to)
          .map(({ card }) => JSON.stringify(card)),
      ].join("\n"),
  };
};

export type BotInSandbox = Awaited<ReturnType<typeof botInSandbox>>;
