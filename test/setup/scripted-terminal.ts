import type { Terminal } from "../../src/setup/terminal.ts";

/** A terminal that remembers what it was shown and answers what it is told to. */
export const scriptedTerminal = (
  script: {
    readonly isInteractive?: boolean;
    readonly columns?: number;
    readonly rows?: number;
    readonly answers?: string[];
  } = {},
): Terminal & { readonly lines: readonly string[]; readonly asked: readonly string[] } => {
  const lines: string[] = [];
  const asked: string[] = [];
  const answers = [...(script.answers ?? [])];
  return {
    lines,
    asked,
    isInteractive: script.isInteractive ?? true,
    size: () => ({ columns: script.columns ?? 200, rows: script.rows ?? 100 }),
    print: (line) => void lines.push(line),
    show: (line) => void lines.push(line),
    ask: (question) => {
      asked.push(question);
      return Promise.resolve(answers.shift() ?? "");
    },
    close: () => {},
  };
};
