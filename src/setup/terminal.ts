import type { Interface } from "node:readline/promises";
import { createInterface } from "node:readline/promises";

/** Where a person sits, or not. */
export interface Terminal {
  /** Whether somebody can read along and answer. */
  readonly isInteractive: boolean;
  /** How many characters fit into a line. */
  columns(): number;
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
  let reader: Interface | undefined;
  const clear = (): void => {
    if (fleeting) output.write(eraseLine);
    fleeting = false;
  };
  return {
    isInteractive,
    columns: () => output.columns,
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
    ask: (question, signal) => {
      clear();
      reader ??= createInterface({ input, output });
      return reader.question(`${question} `, { signal });
    },
    close: () => {
      clear();
      reader?.close();
    },
  };
};
