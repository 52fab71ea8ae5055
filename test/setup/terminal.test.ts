import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { drawQr } from "../../src/setup/draw-qr.ts";
import { processTerminal } from "../../src/setup/terminal.ts";
import { terminalLanguage } from "../../src/setup/terminal-language.ts";
import { clockTime } from "../../src/setup/words.ts";

test.each([
  [{ LANG: "zh_CN.UTF-8" }, "zh-CN"],
  [{ LANG: "en_US.UTF-8" }, "en-US"],
  [{ LANG: "zh_CN.UTF-8", LC_ALL: "C" }, "en-US"],
  [{ LANG: "de_DE", LC_MESSAGES: "zh_TW" }, "zh-CN"],
  [{}, "en-US"],
])("a terminal with %o is spoken to in %s", (environment, language) => {
  expect(terminalLanguage(environment)).toBe(language);
});

/** Streams as the process has them; in a terminal both know that they are. */
const streams = (isTTY: boolean) => {
  const input = Object.assign(new PassThrough(), { isTTY });
  const output = Object.assign(new PassThrough(), { isTTY, columns: 80, rows: 24 });
  return {
    input,
    output,
    terminal: processTerminal({
      input: input as unknown as NodeJS.ReadStream,
      output: output as unknown as NodeJS.WriteStream,
    }),
  };
};

test("a countdown is drawn over itself in a terminal, and not at all elsewhere", () => {
  const there = streams(true);
  there.terminal.show("0:02");
  there.terminal.show("0:01");
  there.terminal.print("over");
  expect(String(there.output.read())).toBe("0:02\r\u001b[2K0:01\r\u001b[2Kover\n");

  const elsewhere = streams(false);
  elsewhere.terminal.show("0:02");
  elsewhere.terminal.print("over");
  expect(String(elsewhere.output.read())).toBe("over\n");
  expect(elsewhere.terminal.isInteractive).toBe(false);
});

test("once a question is answered, Ctrl-C is a signal again and no key that is read", async () => {
  const { input, terminal } = streams(true);
  const modes: boolean[] = [];
  Object.assign(input, { setRawMode: (raw: boolean) => modes.push(raw) });
  const answer = terminal.ask("Replace it?", new AbortController().signal);
  input.write("y\r");

  expect(await answer).toBe("y");
  expect(modes).toEqual([true, false]);
});

test("a QR code is a rectangle of half blocks", () => {
  const lines = drawQr("https://open.feishu.cn/page/launcher?user_code=ABCD-1234");

  expect(new Set(lines.map((line) => line.length)).size).toBe(1);
  expect(lines.join("")).toMatch(/^[ █▀▄]+$/);
});

test.each([
  [0, "0:00"],
  [999, "0:01"],
  [61_000, "1:01"],
  [600_000, "10:00"],
  [-5, "0:00"],
])("%i ms are shown as %s", (ms, shown) => {
  expect(clockTime(ms)).toBe(shown);
});
