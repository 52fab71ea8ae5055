import type { z } from "zod";
import type { Answer } from "./feishu/answer.ts";
import type { Surface } from "./feishu/control/routes.ts";
import { handAct, handSaying } from "./hand-bodies.ts";
import type { ShownWorld } from "./shown-world.ts";
import type { SandboxState } from "./state.ts";

/** How much of the past is shown, as of Feishu alone. */
const SHOWN_MESSAGES = 3000;
const SHOWN_CALLS = 300;

const misread = (error: z.ZodError): Answer => {
  const problems = error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  return { code: 1, msg: problems.join("; "), error: { problems } };
};

const textAt = (body: unknown, key: string): string => {
  if (typeof body !== "object" || body === null) return "";
  const value: unknown = Reflect.get(body, key);
  return typeof value === "string" ? value : "";
};

const merged = (feishu: SandboxState, others: readonly ShownWorld[], rev: number): SandboxState => {
  const states = others.map((world) => ({ platform: world.platform, ...world.state() }));
  const byTime = (one: { create_time: string }, other: { create_time: string }) =>
    Number(one.create_time) - Number(other.create_time);
  return {
    ...feishu,
    rev,
    users: [...feishu.users, ...states.flatMap(({ users }) => users)],
    chats: [...feishu.chats, ...states.flatMap(({ chats }) => chats)],
    messages: [...feishu.messages, ...states.flatMap(({ messages }) => messages)]
      .sort(byTime)
      .slice(-SHOWN_MESSAGES),
    pins: [...feishu.pins, ...states.flatMap(({ pins }) => pins)].sort((a, b) => byTime(b, a)),
    calls: [...feishu.calls, ...states.flatMap(({ calls }) => calls)]
      .sort((one, other) => Number(one.at) - Number(other.at))
      .slice(-SHOWN_CALLS),
    violations: {
      ...feishu.violations,
      ...Object.fromEntries(states.map(({ platform, violations }) => [platform, violations])),
    },
  };
};

/** Shows other platforms beside Feishu behind the same routes: one state, and each act where its chat is. */
export const showWorlds = (feishu: Surface, others: readonly ShownWorld[]): Surface => {
  if (others.length === 0) return feishu;
  let changes = 0;
  for (const world of others) {
    world.onChange(() => {
      changes += 1;
    });
  }
  const revision = (): number => feishu.revision() + changes;
  let shown: SandboxState | undefined;

  const ownerOf = (body: unknown): ShownWorld | undefined => {
    const [chat, message] = [textAt(body, "chat_id"), textAt(body, "message_id")];
    return others.find((world) => world.hasChat(chat) || world.hasMessage(message));
  };

  return {
    revision,
    state: () => {
      const rev = revision();
      if (shown?.rev !== rev) shown = merged(feishu.state(), others, rev);
      return shown;
    },
    onChange: (listener) => {
      const ends = [feishu, ...others].map((world) => world.onChange(listener));
      return () => {
        for (const end of ends) end();
      };
    },
    trySay: (body) => {
      const world = ownerOf(body);
      if (world === undefined) return feishu.trySay(body);
      const read = handSaying.safeParse(body);
      return read.success ? world.say(read.data) : misread(read.error);
    },
    tryClick: feishu.tryClick,
    tryAct: async (body) => {
      const world = ownerOf(body);
      if (world === undefined) return feishu.tryAct(body);
      const read = handAct.safeParse(body);
      if (!read.success) return misread(read.error);
      return "message_id" in read.data ? world.actOnMessage(read.data) : world.actOnChat(read.data);
    },
    tryFault: feishu.tryFault,
  };
};
