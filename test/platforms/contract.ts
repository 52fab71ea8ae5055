import { expect, onTestFinished, test } from "vitest";
import type { Words } from "../../src/core/answers/rich.ts";
import type { ChatEvent, MessageEvent } from "../../src/core/events.ts";
import type { ChatId, MessageId, UserId } from "../../src/core/ids.ts";
import { isPointless } from "../../src/core/pins/pin-timers.ts";
import type { Change, Platform } from "../../src/core/platform.ts";
import type { ProblemReason } from "../../src/core/problem.ts";
import type { Result } from "../../src/core/result.ts";
import { eventually } from "./feishu/eventually.ts";

/** What the bot said in a chat, as people see it. */
export interface Heard {
  readonly message: MessageId;
  readonly text: string;
  readonly replyTo?: MessageId;
  /** Who is told that the message names them. */
  readonly told?: readonly UserId[];
}

export interface Writing {
  /** The member by default. */
  readonly by?: UserId;
  /** The rig's chat by default. */
  readonly chat?: ChatId;
  readonly replyTo?: MessageId;
}

type Acting = "pin" | "recall" | "say";

/**
 * One platform under test, against its strict stand-in: started, with two chats in which the bot may do
 * everything, each with an owner, an admin and a member. Functions that one stand-in does not have belong to
 * cases that are skipped for it, with the reason.
 */
export interface Rig {
  readonly platform: Platform;
  /** What the platform handed to core so far. */
  readonly events: readonly ChatEvent[];
  readonly chat: ChatId;
  readonly otherChat: ChatId;
  readonly owner: UserId;
  readonly admin: UserId;
  readonly member: UserId;
  /** A message id of the right form that belongs to nothing. */
  readonly unknownMessage: MessageId;
  /** An id of the right form that belongs to nobody here. */
  readonly unknownUser: UserId;
  /** Somebody writes by hand; resolves once it is out, not once it is heard. */
  write(text: string, writing?: Writing): Promise<MessageId>;
  pinned(chat: ChatId): readonly MessageId[];
  isRecalled(message: MessageId): boolean;
  /** What the bot said aloud, oldest first. */
  said(chat: ChatId): readonly Heard[];
  setAdmin(user: UserId, isAdmin: boolean): void | Promise<void>;
  setBotAdmin(isAdmin: boolean): void | Promise<void>;
  /** The next such call is carried out, and its answer is lost. */
  loseNextAnswer?(what: Acting): void;
  /** The next such call is carried out, and its answer is not readable. */
  garbleNextAnswer?(what: Acting): void;
  /** The next call is refused as too fast, with the platform's shortest wait. */
  refuseNextAsTooFast?(): void;
  /** The next call fails in the platform, without effect. */
  failNext?(): void;
  /** From now on the platform does not accept our credentials, whatever is done about it. */
  rejectCredentials?(): void;
  /** From now on nothing is answered. */
  disconnect?(): void;
  /** Somebody who is not the platform delivers that the owner wrote this command; resolves when it was answered. */
  forge?(text: string): Promise<void>;
  close(): Promise<void>;
}

const words = (text: string): Words => ({ lines: [[text]] });
const signal = (): AbortSignal => AbortSignal.timeout(20_000);
const call = () => ({ signal: signal() });
const keyed = (key: string) => ({ signal: signal(), key });

const reasonOf = (result: Result<unknown>): ProblemReason | undefined =>
  result.ok ? undefined : result.problem.reason;
const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`failed: ${result.problem.reason} ${result.problem.code ?? ""}`);
  return result.value;
};
/** "applied", or "requested" where the platform never tells. */
const expectDone = (rig: Rig, result: Result<Change>): void => {
  const { state } = must(result);
  expect(rig.platform.capabilities.confirms ? ["applied"] : ["requested", "applied"]).toContain(
    state,
  );
};
const messagesOf = (rig: Rig): readonly MessageEvent[] =>
  rig.events.filter((event): event is MessageEvent => event.type === "message");
const textOf = ({ content }: MessageEvent): string =>
  content.map((segment) => (segment.kind === "text" ? segment.text : "@")).join("");
const hears = (rig: Rig, message: MessageId): Promise<MessageEvent> =>
  eventually(() => {
    const event = messagesOf(rig).find((one) => one.message === message);
    if (event === undefined) throw new Error("not heard yet");
    return event;
  });
const missing = (what: string): never => {
  throw new Error(`this rig cannot ${what}: skip the case with the reason`);
};

const messageIsMissing = [
  "message-unknown",
  "message-gone",
  "message-elsewhere",
  "message-invisible",
];
const credentialsAreBad = ["token-rejected", "app-secret-wrong", "app-unknown"];

/** Every behaviour that core relies on, by name. */
export const contractCases = {
  "is up once started": async (rig: Rig) => {
    await eventually(() => expect(rig.platform.link().state).toBe("up"));
    expect(rig.platform.botNames().length).toBeGreaterThan(0);
  },
  "hears a command with its chat, sender, words and time": async (rig: Rig) => {
    const beforeMs = Date.now() - 60_000;
    const message = await rig.write("/pins please", { by: rig.admin });
    const event = await hears(rig, message);
    expect(event).toMatchObject({ chat: rig.chat, chatKind: "group", sender: rig.admin });
    expect(textOf(event)).toBe("/pins please");
    expect(event.sentAtMs).toBeGreaterThan(beforeMs);
    expect(event.inThread).toBe(false);
  },
  "hears what a command replies to": async (rig: Rig) => {
    const target = await rig.write("the plan");
    const message = await rig.write("/pin", { by: rig.owner, replyTo: target });
    expect((await hears(rig, message)).replyTo).toBe(target);
  },
  "does not hear itself": async (rig: Rig) => {
    const own = must(await rig.platform.ports.post(rig.chat, words("/pins"), keyed("own")));
    await hears(rig, await rig.write("/pins"));
    expect(messagesOf(rig).map(({ message }) => message)).not.toContain(own);
  },
  "hears nothing after it was stopped": async (rig: Rig) => {
    await rig.platform.stop();
    const heard = rig.events.length;
    await rig.write("/pins");
    expect(rig.events.length).toBe(heard);
  },
  "does not take a forged delivery for a command": async (rig: Rig) => {
    await (rig.forge ?? missing("forge"))("/recall");
    await hears(rig, await rig.write("/pins"));
    expect(messagesOf(rig).map(textOf)).toEqual(["/pins"]);
  },
  "reads owners, admins and its own standing": async (rig: Rig) => {
    const facts = must(await rig.platform.ports.chat(rig.chat, call()));
    expect(facts.kind).toBe("group");
    expect(facts.owners).toContain(rig.owner);
    expect(facts.admins).toContain(rig.admin);
    expect([...facts.owners, ...facts.admins]).not.toContain(rig.member);
    expect(["admin", "owner"]).toContain(facts.botRole);
  },
  "sees an admin made and unmade": async (rig: Rig) => {
    await rig.setAdmin(rig.member, true);
    expect(must(await rig.platform.ports.chat(rig.chat, call())).admins).toContain(rig.member);
    await rig.setAdmin(rig.member, false);
    expect(must(await rig.platform.ports.chat(rig.chat, call())).admins).not.toContain(rig.member);
  },
  "knows the members' names": async (rig: Rig) => {
    const names = must(await rig.platform.ports.memberNames(rig.chat, call()));
    expect(names.get(rig.member)).toEqual(expect.any(String));
  },
  "tells who is in the chat and who is not": async (rig: Rig) => {
    const { ports } = rig.platform;
    expect(must(await ports.hasMember(rig.chat, rig.member, call()))).toBe(true);
    expect(must(await ports.hasMember(rig.chat, rig.unknownUser, call()))).toBe(false);
  },
  "reads a message: who wrote it, and how it begins": async (rig: Rig) => {
    const message = await rig.write("the plan for May");
    const facts = must(await rig.platform.ports.message({ chat: rig.chat, message }, call()));
    expect(facts).toMatchObject({
      chat: rig.chat,
      message,
      author: { kind: "user", user: rig.member },
      gone: false,
      excerpt: "the plan for May",
    });
  },
  "reads a long message to its end": async (rig: Rig) => {
    const message = await rig.write(`${"on and on ".repeat(30)}to the end`);
    const { text } = must(await rig.platform.ports.message({ chat: rig.chat, message }, call()));
    expect(text?.replace(/\s+/g, " ")).toBe(`${"on and on ".repeat(30)}to the end`);
  },
  "tells no words of a message that was recalled": async (rig: Rig) => {
    const message = await rig.write("swordfish");
    must(await rig.platform.ports.recall({ chat: rig.chat, message }, call()));
    const facts = await rig.platform.ports.message({ chat: rig.chat, message }, call());
    expect(JSON.stringify(facts)).not.toContain("swordfish");
  },
  "knows its own messages": async (rig: Rig) => {
    const message = must(await rig.platform.ports.post(rig.chat, words("noted"), keyed("mine")));
    const facts = must(await rig.platform.ports.message({ chat: rig.chat, message }, call()));
    expect(facts.author).toEqual({ kind: "self" });
  },
  "does not place a message of another chat into this one": async (rig: Rig) => {
    const message = await rig.write("elsewhere", { chat: rig.otherChat });
    const facts = await rig.platform.ports.message({ chat: rig.chat, message }, call());
    if (facts.ok) expect(facts.value.chat).toBe(rig.otherChat);
    else expect(messageIsMissing).toContain(facts.problem.reason);
  },
  "pins a message for everybody": async (rig: Rig) => {
    const message = await rig.write("the plan");
    const pinned = await rig.platform.ports.pin({ chat: rig.chat, message }, call());
    expectDone(rig, pinned);
    expect(must(pinned).by).toEqual({ kind: "self" });
    expect(rig.pinned(rig.chat)).toEqual([message]);
  },
  "pins a pinned message without harm": async (rig: Rig) => {
    const ref = { chat: rig.chat, message: await rig.write("the plan") };
    must(await rig.platform.ports.pin(ref, call()));
    must(await rig.platform.ports.pin(ref, call()));
    expect(rig.pinned(rig.chat)).toEqual([ref.message]);
  },
  "lets the named pin give way to the new one": async (rig: Rig) => {
    const old = await rig.write("the old plan");
    const message = await rig.write("the new plan");
    must(await rig.platform.ports.pin({ chat: rig.chat, message: old }, call()));
    const options = { ...call(), replace: old };
    const pinned = must(await rig.platform.ports.pin({ chat: rig.chat, message }, options));
    expect(pinned.replaced).toBe(old);
    expect(rig.pinned(rig.chat)).toEqual([message]);
  },
  "keeps the old pin when the new one cannot be pinned": async (rig: Rig) => {
    const old = await rig.write("the old plan");
    must(await rig.platform.ports.pin({ chat: rig.chat, message: old }, call()));
    const ref = { chat: rig.chat, message: rig.unknownMessage };
    const pinned = await rig.platform.ports.pin(ref, { ...call(), replace: old });
    expect(messageIsMissing).toContain(reasonOf(pinned));
    expect(rig.pinned(rig.chat)).toEqual([old]);
  },
  "ends a pin itself no sooner than asked, and says when": async (rig: Rig) => {
    const forMs = 2 * 3_600_000;
    const ref = { chat: rig.chat, message: await rig.write("the plan") };
    const pinned = must(await rig.platform.ports.pin(ref, { ...call(), forMs }));
    const { endsAfterMs } = rig.platform.capabilities.pins;
    if (endsAfterMs.length === 0) expect(pinned.endsAtMs).toBeUndefined();
    else expect(pinned.endsAtMs).toBeGreaterThanOrEqual(pinned.atMs + forMs);
  },
  "unpins, and again without harm": async (rig: Rig) => {
    const ref = { chat: rig.chat, message: await rig.write("the plan") };
    must(await rig.platform.ports.pin(ref, call()));
    expectDone(rig, await rig.platform.ports.unpin(ref, call()));
    must(await rig.platform.ports.unpin(ref, call()));
    expect(rig.pinned(rig.chat)).toEqual([]);
  },
  "has nothing to unpin of a message that was recalled": async (rig: Rig) => {
    const ref = { chat: rig.chat, message: await rig.write("the plan") };
    must(await rig.platform.ports.pin(ref, call()));
    must(await rig.platform.ports.recall(ref, call()));
    const unpinned = await rig.platform.ports.unpin(ref, call());
    if (!unpinned.ok) expect(isPointless(unpinned.problem)).toBe(true);
    expect(rig.pinned(rig.chat)).toEqual([]);
  },
  "has nothing to unpin of a message that is not there": async (rig: Rig) => {
    const ref = { chat: rig.chat, message: rig.unknownMessage };
    const unpinned = await rig.platform.ports.unpin(ref, call());
    if (!unpinned.ok) expect(isPointless(unpinned.problem)).toBe(true);
  },
  "lists what stands pinned, or says that it cannot": async (rig: Rig) => {
    const message = await rig.write("the plan");
    must(await rig.platform.ports.pin({ chat: rig.chat, message }, call()));
    const listed = await rig.platform.ports.pins(rig.chat, call());
    if (rig.platform.capabilities.pins.listed)
      expect(must(listed).map((pin) => pin.message)).toEqual([message]);
    else expect(reasonOf(listed)).toBe("chat-kind-unsupported");
  },
  "recalls a member's message, and finds it done the second time": async (rig: Rig) => {
    const ref = { chat: rig.chat, message: await rig.write("oops") };
    expectDone(rig, await rig.platform.ports.recall(ref, call()));
    expect(rig.isRecalled(ref.message)).toBe(true);
    const again = must(await rig.platform.ports.recall(ref, call()));
    if (rig.platform.capabilities.confirms) expect(again.state).toBe("already");
  },
  "recalls its own message": async (rig: Rig) => {
    const message = must(await rig.platform.ports.post(rig.chat, words("oops"), keyed("oops")));
    expectDone(rig, await rig.platform.ports.recall({ chat: rig.chat, message }, call()));
    expect(rig.isRecalled(message)).toBe(true);
  },
  "says that a recalled message is gone": async (rig: Rig) => {
    const ref = { chat: rig.chat, message: await rig.write("oops") };
    must(await rig.platform.ports.recall(ref, call()));
    const facts = await rig.platform.ports.message(ref, call());
    if (facts.ok) expect(facts.value.gone).toBe(true);
    else expect(messageIsMissing).toContain(facts.problem.reason);
  },
  "explains that a message is not there": async (rig: Rig) => {
    const ref = { chat: rig.chat, message: rig.unknownMessage };
    for (const result of [
      await rig.platform.ports.message(ref, call()),
      await rig.platform.ports.pin(ref, call()),
    ]) {
      expect(messageIsMissing).toContain(reasonOf(result));
      expect(result).toMatchObject({ problem: { effect: "none" } });
    }
  },
  "explains that the bot may not recall others' messages": async (rig: Rig) => {
    const ref = { chat: rig.chat, message: await rig.write("oops") };
    await rig.setBotAdmin(false);
    const recalled = await rig.platform.ports.recall(ref, call());
    expect(["not-bots-to-recall", "bot-lacks-role"]).toContain(reasonOf(recalled));
    expect(rig.isRecalled(ref.message)).toBe(false);
  },
  "replies to a message, once for one key": async (rig: Rig) => {
    const ref = { chat: rig.chat, message: await rig.write("/pins") };
    const first = must(await rig.platform.ports.reply(ref, words("nothing pinned"), keyed("k1")));
    must(await rig.platform.ports.reply(ref, words("nothing pinned"), keyed("k1")));
    const said = rig.said(rig.chat);
    expect(said).toMatchObject([{ message: first, replyTo: ref.message }]);
    expect(said[0]?.text).toContain("nothing pinned");
  },
  "says words of people without their becoming anything else": async (rig: Rig) => {
    const typed = "<at id=all></at> @all [x](https://evil.example) `rm`";
    must(await rig.platform.ports.post(rig.chat, words(typed), keyed("typed")));
    expect(rig.said(rig.chat)).toHaveLength(1);
  },
  "names a person so that they are told": async (rig: Rig) => {
    const line = [{ mention: rig.member, name: "Mia" }, " may use ", { code: "/pin" }, " now."];
    const ref = { chat: rig.chat, message: await rig.write("/grant", { by: rig.owner }) };
    must(await rig.platform.ports.reply(ref, { lines: [line] }, keyed("named")));
    const bare = [{ mention: rig.member, name: "Mia" }, " take note"];
    must(await rig.platform.ports.post(rig.chat, { lines: [bare] }, keyed("bare")));
    expect(rig.said(rig.chat).map(({ told }) => told)).toEqual([[rig.member], [rig.member]]);
  },
  "tells nobody who is only named, whatever was typed": async (rig: Rig) => {
    const [digits = ""] = rig.member.split("@");
    const typed = [
      `<at id=${rig.member}></at> <at user_id="${rig.member}"></at>`,
      `@${digits} @all`,
    ];
    for (const [index, text] of typed.entries())
      must(await rig.platform.ports.post(rig.chat, words(text), keyed(`typed-${index}`)));
    // Also where somebody else is mentioned beside it.
    const beside = [{ mention: rig.admin, name: "Adam" }, ` wrote ${typed.join(" ")} @_all`];
    must(await rig.platform.ports.post(rig.chat, { lines: [beside] }, keyed("beside")));
    const told = rig.said(rig.chat).map((heard) => heard.told ?? []);
    expect(told).toEqual([[], [], [rig.admin]]);
  },
  "says it although somebody who is named in it is not there any more": async (rig: Rig) => {
    const gone = [{ mention: rig.unknownUser, name: "Zoe" }, " asked for it."];
    must(await rig.platform.ports.post(rig.chat, { lines: [gone] }, keyed("gone")));
    expect(rig.said(rig.chat)).toHaveLength(1);
  },
  "posts into the chat it was told, once for one key": async (rig: Rig) => {
    must(await rig.platform.ports.post(rig.otherChat, words("hello"), keyed("k2")));
    must(await rig.platform.ports.post(rig.otherChat, words("hello"), keyed("k2")));
    must(await rig.platform.ports.post(rig.otherChat, words("hello"), keyed("k3")));
    expect(rig.said(rig.otherChat)).toHaveLength(2);
    expect(rig.said(rig.chat)).toHaveLength(0);
  },
  "whispers, or refuses without saying it aloud": async (rig: Rig) => {
    const whispered = await rig.platform.ports.whisper(rig.chat, rig.member, words("psst"), call());
    expect(whispered.ok).toBe(rig.platform.capabilities.whispers);
    expect(rig.said(rig.chat).map(({ text }) => text)).not.toContain("psst");
  },
  "marks a command, or refuses": async (rig: Rig) => {
    const ref = { chat: rig.chat, message: await rig.write("/pin") };
    const marked = await rig.platform.ports.react(ref, "done", call());
    expect(marked.ok).toBe(rig.platform.capabilities.reactions);
  },
  "knows a pin although its answer was lost": async (rig: Rig) => {
    const ref = { chat: rig.chat, message: await rig.write("the plan") };
    (rig.loseNextAnswer ?? missing("lose answers"))("pin");
    const pinned = await rig.platform.ports.pin(ref, call());
    if (!pinned.ok) expect(pinned.problem.effect).toBe("maybe");
    expect(rig.pinned(rig.chat)).toEqual([ref.message]);
  },
  "knows a recall although its answer was lost": async (rig: Rig) => {
    const ref = { chat: rig.chat, message: await rig.write("oops") };
    (rig.loseNextAnswer ?? missing("lose answers"))("recall");
    const recalled = await rig.platform.ports.recall(ref, call());
    if (!recalled.ok) expect(recalled.problem.effect).toBe("maybe");
    expect(rig.isRecalled(ref.message)).toBe(true);
  },
  "says it once although the answer was lost and it is told again": async (rig: Rig) => {
    const ref = { chat: rig.chat, message: await rig.write("/pins") };
    (rig.loseNextAnswer ?? missing("lose answers"))("say");
    const first = await rig.platform.ports.reply(ref, words("here"), keyed("lost"));
    if (!first.ok) expect(first.problem.effect).toBe("maybe");
    await rig.platform.ports.reply(ref, words("here"), keyed("lost"));
    expect(rig.said(rig.chat)).toHaveLength(1);
  },
  "does not take an unreadable answer for success": async (rig: Rig) => {
    const ref = { chat: rig.chat, message: await rig.write("/pins") };
    const garble = rig.garbleNextAnswer ?? missing("garble answers");
    garble("say");
    const said = await rig.platform.ports.reply(ref, words("here"), keyed("garbled"));
    if (!said.ok) expect(said.problem.effect).toBe("maybe");
    await rig.platform.ports.reply(ref, words("here"), keyed("garbled"));
    expect(rig.said(rig.chat)).toHaveLength(1);
    garble("pin");
    const pinned = await rig.platform.ports.pin(ref, call());
    if (!pinned.ok) expect(pinned.problem.effect).toBe("maybe");
    expect(rig.pinned(rig.chat)).toEqual([ref.message]);
  },
  "waits, or explains, when it is refused as too fast": async (rig: Rig) => {
    const ref = { chat: rig.chat, message: await rig.write("the plan") };
    (rig.refuseNextAsTooFast ?? missing("be too fast"))();
    const pinned = await rig.platform.ports.pin(ref, call());
    if (!pinned.ok) expect(pinned.problem).toMatchObject({ reason: "too-fast", effect: "none" });
    expect(rig.pinned(rig.chat)).toEqual(pinned.ok ? [ref.message] : []);
  },
  "reads again after the platform failed": async (rig: Rig) => {
    (rig.failNext ?? missing("fail"))();
    must(await rig.platform.ports.chat(rig.chat, call()));
  },
  "explains rejected credentials": async (rig: Rig) => {
    const ref = { chat: rig.chat, message: await rig.write("the plan") };
    (rig.rejectCredentials ?? missing("reject credentials"))();
    const pinned = await rig.platform.ports.pin(ref, call());
    expect(credentialsAreBad).toContain(reasonOf(pinned));
    expect(pinned).toMatchObject({ problem: { effect: "none" } });
    expect(rig.pinned(rig.chat)).toEqual([]);
  },
  "explains that the platform cannot be reached": async (rig: Rig) => {
    const ref = { chat: rig.chat, message: await rig.write("the plan") };
    (rig.disconnect ?? missing("disconnect"))();
    const pinned = await rig.platform.ports.pin(ref, call());
    expect(["platform-down", "timeout"]).toContain(reasonOf(pinned));
  },
  "does nothing for somebody who gave up": async (rig: Rig) => {
    const ref = { chat: rig.chat, message: await rig.write("the plan") };
    const over = AbortSignal.abort();
    expect(reasonOf(await rig.platform.ports.pin(ref, { signal: over }))).toBe("cancelled");
    expect(rig.pinned(rig.chat)).toEqual([]);
  },
  "reads a typed id, and no path or address, as a message": async (rig: Rig) => {
    const message = await rig.write("the plan");
    expect(rig.platform.typedTarget(message)).toEqual({ kind: "message", message });
    for (const word of ["../../x", `${message}/pin`, "https://evil.example/x", "_all", "hello"]) {
      expect(rig.platform.typedTarget(word).kind).not.toBe("message");
    }
  },
} as const satisfies Readonly<Record<string, (rig: Rig) => Promise<void>>>;

export type ContractCase = keyof typeof contractCases;

/**
 * Runs every case for one platform. What it cannot have is skipped, and the reason stands in the output.
 * `timeoutMs` for platforms whose retries take longer.
 */
export const contractSuite = (
  name: string,
  makeRig: () => Promise<Rig>,
  options: {
    readonly skip?: Partial<Record<ContractCase, string>>;
    readonly timeoutMs?: number;
  } = {},
): void => {
  for (const [title, run] of Object.entries(contractCases)) {
    const why = options.skip?.[title as ContractCase];
    if (why !== undefined) {
      test.skip(`${name} ${title} (skipped: ${why})`, () => {});
      continue;
    }
    test(`${name} ${title}`, { timeout: options.timeoutMs ?? 30_000 }, async () => {
      const rig = await makeRig();
      onTestFinished(() => rig.close());
      await run(rig);
    });
  }
};
