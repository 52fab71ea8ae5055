import { say } from "../core/answers/sentences.ts";
import { defineCommand, type Outcome } from "../core/command.ts";
import { nearest } from "../core/text/nearest.ts";

/** Answers a word after a slash that is no command, when the bot was addressed with it. */
export const unknown = defineCommand({
  name: "unknown",
  aliases: [],
  role: "member",
  target: "none",
  internal: true,
  direct: true,
  summary: "help.help",
  needs: ["runnable"],
  parse: (args) => ({ ok: true, args: args[0]?.kind === "word" ? args[0].text : "" }),
  run: ({ args, powers }): Promise<Outcome> => {
    const words = powers.runnable().flatMap(({ name, aliases }) => [name, ...aliases]);
    const meant = nearest(args.toLowerCase(), words);
    return Promise.resolve({
      kind: "told",
      sentence: say("unknown-command", {
        typed: args,
        ...(meant === undefined ? {} : { nearest: meant }),
      }),
    });
  },
});
