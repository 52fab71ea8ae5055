import { sendKey } from "../core/answers/send-key.ts";
import { say } from "../core/answers/sentences.ts";
import { defineCommand, noArguments, type Outcome } from "../core/command.ts";
import { invocationKey } from "../core/invocation.ts";
import { doctorCard, doctorLifetimeMs } from "./doctor-card.ts";

/** That it runs proves that events arrive; its button proves that clicks do. */
export const doctor = defineCommand({
  name: "doctor",
  aliases: ["体检"],
  role: "admin",
  target: "none",
  summary: "help.doctor",
  needs: ["examine", "newToken"],
  parse: noArguments,
  run: async ({ capabilities, invocation, powers }): Promise<Outcome> => {
    const selfTestKey = sendKey(invocationKey(invocation), "self-test");
    const findings = await powers.examine({ selfTestKey });
    if (!capabilities.controls) {
      return { kind: "told", sentence: say("doctor.report", { findings }) };
    }
    const token = powers.newToken();
    const tested = findings.find(({ check }) => check === "self-test") ?? null;
    return {
      kind: "told",
      sentence: say("doctor.report", { findings, token }),
      card: { token, kind: doctorCard, data: tested, lifetimeMs: doctorLifetimeMs },
    };
  },
});
