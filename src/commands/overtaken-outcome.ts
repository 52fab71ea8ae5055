import { say } from "../core/answers/sentences.ts";
import type { Outcome } from "../core/command.ts";
import type { MessageId } from "../core/ids.ts";
import type { Overtaken, PinSwitch } from "../core/pins/overtaken.ts";

/** A command that was allowed, and whose change a later one on the same message took the place of. */
export const overtaken = (
  command: PinSwitch,
  target: MessageId,
  { last }: Overtaken,
  reason?: string,
): Outcome => ({
  kind: "overtaken",
  sentence: say("overtaken", { command, last }),
  act: {
    action: command,
    outcome: "overtaken",
    target,
    ...(reason === undefined ? {} : { reason }),
    details: { last },
  },
});
