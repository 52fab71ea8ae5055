import { createInterface } from "node:readline/promises";

/** Where a person sits, or not. */
export interface Terminal {
  /** Whether somebody can read along and answer. */
  readonly isInteractive: boolean;
  /** How many characters fit into a line, and how many lines into the window. */
  size(): { readonly columns: number; readonly rows: number };
  /** A line that stays. */
  print(line: string): void;
  /** A line that the next one takes the place of; nothing where nobody reads along. */
  show(line: string): void;
  /** What was typed; rejects when the signal aborts. */
  ask(question: string, signal: AbortSignal): Promise<string>;
  close(): void;
}

const eraseLine = "\r\u001b[2K";

/** The process's own terminal. Answers are read from `input`; everything is written to `output`. */
export const processTerminal = (streams: {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
}): Terminal => {
  const { input, output } = streams;
  const isInteractive = input.isTTY === true && output.isTTY === true;
  let fleeting = false;
  const clear = (): void => {
    if (fleeting) output.write(eraseLine);
    fleeting = false;
  };
  return {
    isInteractive,
    size: () => ({ columns: output.columns, rows: output.rows }),
    print: (line) => {
      clear();
      output.write(`${line}\n`);
    },
    show: (line) => {
      if (!isInteractive) return;
      clear();
      output.write(line);
      fleeting = true;
    },
    ask: async (question, signal) => {
      clear();
      const reader = createInterface({ input, output });
      try {
        return await reader.question(`${question} `, { signal });
      } catch (error) {
        output.write("\n");
        throw error;
      } finally {
        // While it is open, Ctrl-C is a key for it and not a signal to the process.
        reader.close();
      }
    },
    close: clear,
  };
};
