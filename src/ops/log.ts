import { type DestinationStream, type Logger, pino } from "pino";
import type { Log } from "../core/log.ts";
import { redact } from "./redact.ts";

const over = (logger: Logger): Log => ({
  debug: (fields, message) => logger.debug(fields, message),
  info: (fields, message) => logger.info(fields, message),
  warn: (fields, message) => logger.warn(fields, message),
  error: (fields, message) => logger.error(fields, message),
  child: (fields) => over(logger.child(redact(fields))),
});

/**
 * The log of the process: one JSON object a line, written synchronously, so that the last words before an
 * exit are not lost. Every field passes `redact`; errors go under `err`. `stream` is for tests.
 */
export const createLog = (options: {
  readonly level: string;
  readonly stream?: DestinationStream;
}): Log => {
  const settings = {
    level: options.level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level: string) => ({ level }), log: redact },
    serializers: { err: (error: unknown) => error },
  };
  return over(options.stream ? pino(settings, options.stream) : pino(settings));
};
