import { say } from "../core/answers/sentences.ts";
import { defineCommand, noArguments, type Outcome } from "../core/command.ts";

/** Explains what the asker was refused last in this chat. It is said openly, like everything that is asked for. */
export const why = defineCommand({
  name: "why",
  aliases: ["为什么"],
  role: "member",
  target: "none",
  summary: "help.why",
  needs: ["lastDenial"],
  parse: noArguments,
  run: async ({ powers }): Promise<Outcome> => ({
    kind: "told",
    sentence: (await powers.lastDenial()) ?? say("why.none"),
  }),
});
