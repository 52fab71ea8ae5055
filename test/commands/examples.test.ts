import { expect, test } from "vitest";
import { commands } from "../../src/commands/index.ts";
import type { Argument } from "../../src/core/invocation.ts";
import { commandUses } from "../../src/locales/index.ts";
import { idOf } from "../conversation.ts";

/** A word of an example as it arrives once somebody has typed it, where an @ becomes a mention. */
const argument = (text: string): Argument =>
  text.startsWith("@")
    ? { kind: "member", user: idOf(text), name: text.slice(1), isBot: false }
    : { kind: "word", text };

const shown = commands.filter(({ internal }) => !internal);

test.each(Object.entries(commandUses))(
  "in %s every example is a command as it stands",
  (_, uses) => {
    for (const { name, summary, parse } of shown) {
      const { usage, example } = uses[summary];
      const [first, ...words] = example.split(" ");

      expect(usage.split(" ")[0]).toBe(`/${name}`);
      expect(first).toBe(`/${name}`);
      expect(parse(words.map(argument)), example).toMatchObject({ ok: true });
    }
  },
);
