import fc from "fast-check";
import { expect, test } from "vitest";
import { commands } from "../../src/commands/index.ts";
import type { MessageEvent, Segment } from "../../src/core/events.ts";
import type { ChatId, MessageId, UserId } from "../../src/core/ids.ts";
import type { Argument, Invocation } from "../../src/core/invocation.ts";
import { route, type Vocabulary } from "../../src/core/route.ts";

const vocabulary: Vocabulary = {
  names: new Map(
    commands
      .filter(({ internal }) => !internal)
      .flatMap(({ name, aliases }) => [name, ...aliases].map((word) => [word, name])),
  ),
  naming: new Set(["grant"]),
  fallback: "unknown",
};
const self = { platform: "memory", account: "test", botNames: ["Steward", "群管家", "Group Bot"] };

const text = (words: string): Segment => ({ kind: "text", text: words });
const steward: Segment = { kind: "mention-self", name: "Steward" };
const everyone: Segment = { kind: "mention-all" };
const bo: Segment = { kind: "mention", user: "ou_bo" as UserId, name: "Bo", isBot: false };
const otherBot: Segment = { kind: "mention", user: "ou_bot" as UserId, name: "Other", isBot: true };

const eventOf = (content: readonly Segment[], more: Partial<MessageEvent> = {}): MessageEvent => ({
  type: "message",
  chat: "oc_1" as ChatId,
  chatKind: "group",
  message: "om_1" as MessageId,
  sender: "ou_li" as UserId,
  content,
  inThread: false,
  sentAtMs: 1,
  ...more,
});

const routed = (content: readonly Segment[], more?: Partial<MessageEvent>) =>
  route(eventOf(content, more), vocabulary, self);

const commandIn = (content: readonly Segment[], more?: Partial<MessageEvent>): Invocation => {
  const result = routed(content, more);
  if (result.kind === "chatter") throw new Error("taken for chatter");
  return result.invocation;
};

const words = (args: readonly Argument[]): readonly string[] =>
  args.map((argument) =>
    argument.kind === "word"
      ? argument.text
      : argument.kind === "member"
        ? `@${argument.name}`
        : argument.kind === "self"
          ? "@me"
          : "@all",
  );

test.each<[string, readonly Segment[], string, readonly string[]]>([
  ["a bare command", [text("/pin")], "pin", []],
  ["any letter case", [text("/PiN")], "pin", []],
  ["a full-width slash", [text("／pin")], "pin", []],
  ["full-width letters", [text("／ｐｉｎ ７ｄ")], "pin", ["７ｄ"]],
  ["leading blanks and newlines", [text(" \n\n  /pin")], "pin", []],
  ["a Chinese alias", [text("/撤回 发错群了")], "recall", ["发错群了"]],
  ["an alias of both scripts", [text("/取消Pin")], "unpin", []],
  ["a mention of the bot first", [steward, text(" /pin")], "pin", []],
  ["several mentions of the bot", [steward, text(" "), steward, text("\n/pin")], "pin", []],
  ["the bot's name behind the word", [text("/pin@Steward 7d")], "pin", ["7d"]],
  ["the bot's name in any letter case", [text("/pin@steward")], "pin", []],
  ["the bot's Chinese name", [text("/pin@群管家 7d")], "pin", ["7d"]],
  ["a name of two words", [text("/pin@Group Bot 7d")], "pin", ["7d"]],
  ["a real mention behind the word", [text("/pin"), steward, text(" 7d")], "pin", ["7d"]],
  ["arguments", [text("/pin 7d  release\tnotes")], "pin", ["7d", "release", "notes"]],
  ["arguments on the next line", [text("/pin\n7d\nnotes")], "pin", ["7d", "notes"]],
  [
    "mentions among the arguments",
    [text("/audit 5 "), bo, text(" 7d")],
    "audit",
    ["5", "@Bo", "7d"],
  ],
  [
    "the bot named to a command about people",
    [text("/grant "), steward, text(" pin")],
    "grant",
    ["@me", "pin"],
  ],
  ["a bot among the arguments", [text("/audit "), otherBot], "audit", ["@Other"]],
  ["everyone among the arguments", [text("/recall for "), everyone], "recall", ["for", "@all"]],
  ["a slash among the arguments", [text("/help /pin")], "help", ["/pin"]],
])("understands %s", (_, content, command, args) => {
  const invocation = commandIn(content);

  expect(invocation.command).toBe(command);
  expect(words(invocation.args)).toEqual(args);
});

test.each<[string, readonly Segment[]]>([
  ["nothing", []],
  ["an empty text", [text("")]],
  ["a slash alone", [text("/")]],
  ["two slashes", [text("//pin")]],
  ["a sentence that contains a command", [text("please /pin this")]],
  ["a word that ends in a command", [text("a/pin")]],
  ["a path", [text("/path/to/x")]],
  ["a path that begins like a command", [text("/pin/notes.md")]],
  ["a command with punctuation", [text("/pin, please")]],
  ["a longer word", [text("/pinata")]],
  ["an unknown word", [text("/ban @Bo")]],
  ["another bot's command", [text("/pin@Other")]],
  ["a name that begins like the bot's", [text("/pin@StewardTwo")]],
  ["half of the bot's name", [text("/pin@Group")]],
  ["an address without a name", [text("/pin@ 7d")]],
  ["another bot's command with a real mention", [text("/pin"), otherBot]],
  ["a mention of somebody else first", [bo, text(" /pin")]],
  ["a mention of another bot first", [otherBot, text(" /pin")]],
  ["a mention of everyone first", [everyone, text(" /pin")]],
  ["a mention of the bot alone", [steward]],
  ["talk to the bot", [steward, text(" pin this, please")]],
  ["a quoted command", [text("> /pin")]],
  ["a command in quotation marks", [text("“/pin”")]],
  ["a comment", [text("/* pin */")]],
  ["the name of the internal command", [text("/unknown")]],
  ["a property of every object", [text("/constructor")]],
  ["a link", [text("https://example.com/pin")]],
])("takes %s for chatter", (_, content) => {
  expect(routed(content)).toEqual({ kind: "chatter" });
});

test.each<[string, readonly Segment[], string]>([
  ["mentioned first", [steward, text(" /ban Bo")], "ban"],
  ["mentioned later", [text("/ban Bo "), steward], "ban"],
  ["named behind the word", [text("/ban@Steward")], "ban"],
  ["mentioned behind the word", [text("/ban"), steward], "ban"],
  ["mentioned with a path", [steward, text("/path/to/x y")], "path/to/x"],
  ["mentioned with a slash", [steward, text(" / ")], ""],
])("answers an unknown word when it is %s", (_, content, typed) => {
  const invocation = commandIn(content);

  expect(invocation.command).toBe("unknown");
  expect(words(invocation.args)).toEqual([typed]);
});

test("answers an unknown word in a direct chat, where everything is for the bot", () => {
  expect(commandIn([text("/ban")], { chatKind: "direct" }).command).toBe("unknown");
  expect(routed([text("hello")], { chatKind: "direct" }).kind).toBe("chatter");
});

test("cuts a long unknown word without breaking a character", () => {
  const [typed] = words(commandIn([steward, text(`/${"😀".repeat(40)}`)]).args);

  expect(typed).toBe("😀".repeat(32));
});

test("carries all that is needed to run the command again", () => {
  const more = { replyTo: "om_0" as MessageId, inThread: true, sentAtMs: 42 };

  expect(commandIn([text("/pin 发布")], more)).toEqual({
    platform: "memory",
    account: "test",
    chat: "oc_1",
    chatKind: "group",
    message: "om_1",
    sender: "ou_li",
    command: "pin",
    args: [{ kind: "word", text: "发布" }],
    replyTo: "om_0",
    inThread: true,
    language: "zh-CN",
    sentAtMs: 42,
  });
});

test("shows a language only where there are Han characters in the text itself", () => {
  expect(commandIn([text("/pin")])).not.toHaveProperty("language");
  expect(commandIn([text("/钉住")]).language).toBe("zh-CN");
  expect(
    commandIn([
      text("/audit "),
      { kind: "mention", user: "ou_1" as UserId, name: "李", isBot: false },
    ]),
  ).not.toHaveProperty("language");
});

const anySegment: fc.Arbitrary<Segment> = fc.oneof(
  fc.string({ unit: "binary" }).map(text),
  fc.constantFrom("/pin", " /pin 7d", "／", "/", "@", "/pin@", "\n").map(text),
  fc.constantFrom(steward, everyone, bo, otherBot),
);

test("never throws and never makes up anything, whatever a message is made of", () => {
  fc.assert(
    fc.property(fc.array(anySegment, { maxLength: 8 }), (content) => {
      const result = routed(content);
      if (result.kind === "chatter") return;
      expect([...vocabulary.names.values(), "unknown"]).toContain(result.invocation.command);
      const written = content
        .map((segment) => (segment.kind === "text" ? segment.text : ""))
        .join(" ");
      for (const argument of result.invocation.args) {
        if (argument.kind === "word") expect(written).toContain(argument.text);
      }
    }),
    { numRuns: 500 },
  );
});

test("a message without a slash is never a command", () => {
  const slashless = fc.string({ unit: "grapheme" }).filter((words) => !/[/／]/.test(words));
  fc.assert(
    fc.property(fc.array(slashless.map(text)), fc.boolean(), (content, direct) => {
      const all = [steward, ...content];
      expect(routed(all, { chatKind: direct ? "direct" : "group" }).kind).toBe("chatter");
    }),
  );
});

test("arguments keep their order and their text", () => {
  const word = fc.stringMatching(/^[\p{L}\p{N}:./-]{1,12}$/u);
  fc.assert(
    fc.property(fc.array(fc.oneof(word, fc.constant(bo)), { maxLength: 10 }), (given) => {
      const content: Segment[] = [text("/recall ")];
      for (const one of given) content.push(typeof one === "string" ? text(` ${one} `) : one);

      expect(words(commandIn(content).args)).toEqual(
        given.map((one) => (typeof one === "string" ? one : "@Bo")),
      );
    }),
  );
});

test("characters that nobody sees change no word, and are in no reason", () => {
  const { command, args } = commandIn([text("\u200e/settings pin.\u2060role reset\u202e")]);

  expect(command).toBe("settings");
  expect(words(args)).toEqual(["pin.role", "reset"]);
});

test("what joins emojis stays in a reason", () => {
  expect(words(commandIn([text("/pin 👨\u200d👩\u200d👧")]).args)).toEqual(["👨\u200d👩\u200d👧"]);
});
