import type { Log } from "../../core/log.ts";

/** What the SDK wants of a logger. It hands over one array of anything, including raw errors with secrets. */
export interface SdkLogger {
  error(...parts: readonly unknown[]): void;
  warn(...parts: readonly unknown[]): void;
  info(...parts: readonly unknown[]): void;
  debug(...parts: readonly unknown[]): void;
  trace(...parts: readonly unknown[]): void;
}

/**
 * A logger for the SDK's clients that lets nothing of theirs through: their messages hold connection addresses
 * with tickets, bearer tokens and, on a failed token call, the app secret. Only that something was reported is
 * logged, as fixed text; what went wrong is told by our own code, which knows the codes.
 */
export const createSdkLogger = (log: Log): SdkLogger => ({
  error: () => log.warn({}, "the Feishu SDK reported an error"),
  warn: () => log.debug({}, "the Feishu SDK reported a warning"),
  info: () => {},
  debug: () => {},
  trace: () => {},
});
