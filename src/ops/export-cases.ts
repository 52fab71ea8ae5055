import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type ExportedCase, type ExportFormat, exportHead, exportRow } from "./exported-case.ts";

/** Spreadsheets take a file with Chinese in it for some local encoding unless it begins so. */
const byteOrderMark = "\uFEFF";

const closedByReader = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "EPIPE";

/**
 * Writes cases one by one, as fast as they are taken, so that memory stays flat. Into a file it goes under
 * another name first: whoever finds the file finds all of it, and only its owner may read it. Into a stream it
 * ends early without a complaint when the reader has had enough (`| head`). Returns how many were written.
 */
export const exportCases = async (options: {
  readonly cases: AsyncIterable<ExportedCase>;
  readonly format: ExportFormat;
  /** Also the words of messages, where they are kept. */
  readonly withText?: boolean;
  /** A path, or a stream that is left open. */
  readonly to: string | Writable;
}): Promise<number> => {
  const { cases, format, withText = false, to } = options;
  let written = 0;
  const lines = async function* () {
    const head = exportHead(format, withText);
    if (head !== "") yield typeof to === "string" ? byteOrderMark + head : head;
    for await (const entry of cases) {
      yield exportRow(format, entry, withText);
      written += 1;
    }
  };

  if (typeof to !== "string") {
    await pipeline(Readable.from(lines()), to, { end: false }).catch((error: unknown) => {
      if (!closedByReader(error)) throw error;
    });
    return written;
  }
  const partial = `${to}.partial`;
  try {
    await pipeline(
      Readable.from(lines()),
      createWriteStream(partial, { mode: 0o600, flush: true }),
    );
    await rename(partial, to);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  return written;
};
