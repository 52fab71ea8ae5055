import { say } from "../core/answers/sentences.ts";
import { defineCommand, type Outcome, type Parsed } from "../core/command.ts";
import type { Argument } from "../core/invocation.ts";
import { normal } from "../core/text/typed.ts";

const parseHelp = (args: readonly Argument[]): Parsed<{ readonly topic: string | undefined }> => {
  const first = args[0];
  const topic = first?.kind === "word" ? normal(first.text).replace(/^\//u, "") : undefined;
  return { ok: true, args: { topic } };
};

export const help = defineCommand({
  name: "help",
  aliases: ["帮助"],
  role: "member",
  target: "none",
  direct: true,
  summary: "help.help",
  needs: ["runnable"],
  parse: parseHelp,
  run: ({ args, powers, role, invocation }): Promise<Outcome> => {
    const runnable = powers.runnable();
    const one = runnable.find(
      ({ name, aliases }) => args.topic !== undefined && [name, ...aliases].includes(args.topic),
    );
    const all = runnable.map(({ summary }) => summary);
    const list =
      invocation.chatKind === "direct"
        ? say("commands.direct", { commands: all })
        : say("commands.list", { role, commands: all });
    const sentence = one
      ? say("commands.one", {
          command: one.summary,
          aliases: one.aliases.map((alias) => `/${alias}`),
        })
      : list;
    return Promise.resolve({ kind: "told", sentence });
  },
});
