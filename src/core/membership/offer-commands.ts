import type { Catalogues } from "../answers/replies.ts";
import { plain } from "../answers/rich.ts";
import type { HelpKey } from "../answers/sentences.ts";
import type { Command } from "../command.ts";
import type { Language } from "../invocation.ts";
import type { Log } from "../log.ts";
import type { OfferedCommand, Platform } from "../platform.ts";

/** The commands as a platform's panel shows them, in every language. */
export const offeredCommands = (
  commands: readonly Command[],
  catalogues: Catalogues,
): readonly OfferedCommand[] => {
  const line = (language: Language, summary: HelpKey): string => {
    const [first = []] = catalogues[language][summary]({}, { time: String }).lines;
    return plain(first);
  };
  return commands
    .filter(({ internal }) => !internal)
    .map(({ name, summary }) => ({
      name,
      descriptions: { "zh-CN": line("zh-CN", summary), "en-US": line("en-US", summary) },
    }));
};

/**
 * Puts the commands on the platform's own panel, where it has one. Commands work without it, so that a refusal is
 * noted once and left at that.
 */
export const offerCommands = async (parts: {
  readonly platform: Platform;
  readonly commands: readonly OfferedCommand[];
  readonly log: Log;
  readonly signal: AbortSignal;
}): Promise<void> => {
  const { platform, commands, signal } = parts;
  const log = parts.log.child({ platform: platform.platform, account: platform.account });
  const offered = await platform.offerCommands?.(commands, { signal });
  if (offered === undefined || signal.aborted) return;
  if (offered.ok) {
    const { added, changed } = offered.value;
    if (added + changed > 0)
      log.info({ added, changed }, "the panel of commands was brought up to date");
    return;
  }
  const { reason, code } = offered.problem;
  log.info({ reason, code }, "the platform does not take commands for its panel");
};
