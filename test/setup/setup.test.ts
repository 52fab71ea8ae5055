import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import nock from "nock";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../src/core/clock.ts";
import { registerFeishuApp } from "../../src/platforms/feishu/register-app.ts";
import { saveSecretly } from "../../src/setup/save-secretly.ts";
import { type SetupParts, setUp } from "../../src/setup/setup.ts";
import { fakeClock } from "../fake-clock.ts";
import { scriptedTerminal } from "./scripted-terminal.ts";

const feishu = "https://accounts.feishu.cn";
const lark = "https://accounts.larksuite.com";
const path = "/oauth/v1/app/registration";
const secret = "VerySecretSecretOfTheApp12345678";
const page = "https://open.feishu.cn/page/launcher?user_code=ABCD-1234";
const begun = {
  device_code: "device",
  user_code: "ABCD-1234",
  verification_uri: "https://open.feishu.cn/page/launcher",
  verification_uri_complete: page,
  expires_in: 600,
  interval: 0.01,
};
const registered = {
  client_id: "cli_a1b2c3d4e5f60718",
  client_secret: secret,
  user_info: { open_id: "ou_somebody", tenant_brand: "feishu" },
};

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

const begins = (host = feishu) =>
  nock(host)
    .post(path, /action=begin/)
    .reply(200, begun);
const polled = (host: string, status: number, body: object) =>
  nock(host)
    .post(path, /action=poll&device_code=device/)
    .reply(status, body);

interface Run extends Partial<Omit<SetupParts, "terminal" | "file">> {
  readonly text?: string;
  readonly terminal?: ReturnType<typeof scriptedTerminal>;
  readonly save?: SetupParts["file"]["save"];
}

const run = async (changes: Run = {}) => {
  const saved: string[] = [];
  const remember = (written: string): Promise<void> => {
    saved.push(written);
    return Promise.resolve();
  };
  const { text = "", terminal = scriptedTerminal(), save = remember, ...rest } = changes;
  const done = await setUp({
    language: "en-US",
    brand: "feishu",
    replace: false,
    overriding: [],
    register: registerFeishuApp,
    clock: systemClock,
    signal: new AbortController().signal,
    ...rest,
    terminal,
    file: {
      name: ".env",
      text,
      save,
    },
  });
  return { done, saved, terminal, said: terminal.lines.join("\n") };
};

test("makes an app, writes its credentials down and shows the secret to nobody", async () => {
  begins();
  polled(feishu, 400, { error: "authorization_pending" });
  polled(feishu, 200, registered);

  const { done, saved, said } = await run({ text: "LOG_LEVEL=debug\n" });

  expect(done).toBe(true);
  expect(saved).toEqual([
    `LOG_LEVEL=debug\nFEISHU_APP_ID=cli_a1b2c3d4e5f60718\nFEISHU_APP_SECRET=${secret}\nFEISHU_DOMAIN=feishu\n`,
  ]);
  expect(said).toContain(page);
  expect(said).toContain("▄");
  expect(said).toContain("10:00 left");
  expect(said).not.toContain(secret);
});

test("goes over to Lark when the person is at home there", async () => {
  begins();
  polled(feishu, 400, {
    error: "authorization_pending",
    user_info: { open_id: "ou_somebody", tenant_brand: "lark" },
  });
  polled(lark, 200, { ...registered, user_info: { tenant_brand: "lark" } });

  expect((await run()).saved.join()).toContain("FEISHU_DOMAIN=lark");
});

test("begins at Lark when told so", async () => {
  begins(lark);
  polled(lark, 200, { client_id: registered.client_id, client_secret: secret });

  expect((await run({ brand: "lark" })).saved.join()).toContain("FEISHU_DOMAIN=lark");
});

/** What the link asks the person to agree to. */
const askedFor = (said: string): unknown => {
  const link = new URL(/https:\S+/.exec(said)?.[0] ?? "");
  const addons = Buffer.from(link.searchParams.get("addons") ?? "", "base64url");
  return JSON.parse(gunzipSync(addons).toString("utf8"));
};

test("asks for exactly the scopes, events and callbacks that the README lists", async () => {
  begins();
  polled(feishu, 200, registered);
  const { said } = await run({ terminal: scriptedTerminal({ isInteractive: false }) });

  for (const file of ["README.md", "README.zh-CN.md"]) {
    const text = readFileSync(file, "utf8");
    const section = text.split("\n## ").find((part) => part.includes("card.action.trigger")) ?? "";
    const names = [...section.matchAll(/`([a-z_]+[:.][a-z0-9_.:]+)`/g)].map(
      ([, name = ""]) => name,
    );
    const scopes = names.filter((name) => name.includes(":"));
    const events = names.filter((name) => name.endsWith("_v1"));
    expect(askedFor(said), file).toMatchObject({
      scopes: { tenant: scopes },
      events: { items: { tenant: events } },
      callbacks: { items: names.filter((name) => name === "card.action.trigger") },
    });
  }
});

test("without a terminal prints the link and nothing to look at", async () => {
  begins();
  polled(feishu, 200, registered);
  const { done, terminal } = await run({ terminal: scriptedTerminal({ isInteractive: false }) });

  expect(done).toBe(true);
  expect(terminal.lines).toHaveLength(2);
  expect(terminal.lines[0]).toMatch(/^https:\/\/open\.feishu\.cn\/page\/launcher\?/);
});

test.each([{ columns: 40 }, { rows: 24 }])(
  "draws no code that would not fit into %o",
  async (size) => {
    begins();
    polled(feishu, 200, registered);
    const { said } = await run({ terminal: scriptedTerminal(size) });

    expect(said).not.toContain("▄");
    expect(said).toMatch(/a QR code needs a window of \d+ columns and \d+ rows/);
  },
);

test("asks before it replaces an app, and makes none when the answer is no", async () => {
  const terminal = scriptedTerminal({ answers: ["n"] });
  const { done, saved } = await run({ text: "FEISHU_APP_ID=cli_old\n", terminal });

  expect(terminal.asked).toEqual([".env already names the app cli_old. Replace it? [y/N]"]);
  expect([done, saved]).toEqual([false, []]);
});

test("replaces an app when the answer is yes", async () => {
  begins();
  polled(feishu, 200, registered);
  const terminal = scriptedTerminal({ answers: ["y"] });

  expect((await run({ text: "FEISHU_APP_ID=cli_old\n", terminal })).saved).toHaveLength(1);
});

test("without a terminal nobody can be asked, so it replaces nothing unless told to", async () => {
  const silent = () => scriptedTerminal({ isInteractive: false });
  const text = "FEISHU_APP_ID=cli_old\n";
  const refused = await run({ text, terminal: silent() });
  expect([refused.done, refused.saved]).toEqual([false, []]);
  expect(refused.said).toContain("--replace");

  begins();
  polled(feishu, 200, registered);
  expect((await run({ text, terminal: silent(), replace: true })).done).toBe(true);
});

test.each([
  ["was declined", { error: "access_denied", error_description: "no" }],
  ["was not confirmed in time", { error: "expired_token" }],
  ["refused to make an app", { error: "something_new" }],
])("tells when it %s", async (words, body) => {
  begins();
  polled(feishu, 400, body);
  const { done, saved, said } = await run();

  expect([done, saved]).toEqual([false, []]);
  expect(said).toContain(words);
});

test.each([
  ["an app id of another shape", { ...registered, client_id: "cli_x\nPATH=/" }],
  ["a secret that would break the file", { ...registered, client_secret: "a b\nPATH=/tmp" }],
])("writes nothing down when it is given %s", async (_what, body) => {
  begins();
  polled(feishu, 200, body);

  expect((await run()).saved).toEqual([]);
});

test("is cancelled at once, whatever it waits for", async () => {
  begins();
  nock(feishu)
    .post(path, /action=poll/)
    .times(1000)
    .reply(400, { error: "authorization_pending" });
  const cancelled = new AbortController();
  const terminal = scriptedTerminal();
  const running = run({ signal: cancelled.signal, terminal });
  await expect.poll(() => terminal.lines.join("\n")).toContain(page);
  cancelled.abort();

  expect((await running).said).toContain("Cancelled");
});

test("tells when the platform cannot be reached", async () => {
  nock(feishu)
    .post(path)
    .replyWithError(Object.assign(new Error("refused"), { code: "ECONNREFUSED" }));

  expect((await run()).said).toContain("does not answer");
});

test.each([
  ["a dropped connection", (poll: nock.Interceptor) => poll.replyWithError("dropped")],
  ["a gateway's answer", (poll: nock.Interceptor) => poll.reply(502, "<html>")],
  ["an empty answer", (poll: nock.Interceptor) => poll.reply(503)],
])("goes on waiting after %s", async (_what, fail) => {
  begins();
  fail(nock(feishu).post(path, /action=poll/));
  polled(feishu, 200, registered);

  expect((await run()).done).toBe(true);
});

test("tells when only a gateway answers", async () => {
  nock(feishu).post(path).reply(502, "<html>");

  expect((await run()).said).toContain("does not answer");
});

test("where the file cannot be written it says how to come back to the app", async () => {
  begins();
  polled(feishu, 200, registered);
  const full = () => Promise.reject(Object.assign(new Error("full"), { code: "ENOSPC" }));
  const { done, said } = await run({ save: full });

  expect(done).toBe(false);
  expect(said).toContain("(ENOSPC)");
  expect(said).toContain(`--app ${registered.client_id}`);
});

test("does not wait for ever for the first answer", async () => {
  nock(feishu).post(path).delay(60_000).reply(200, begun);
  const clock = fakeClock();
  const running = run({ clock });
  await clock.advance(20_000);

  expect((await running).said).toContain("does not answer");
  nock.abortPendingRequests();
});

test("warns that variables of the environment win over the file", async () => {
  begins();
  polled(feishu, 200, registered);

  expect((await run({ overriding: ["FEISHU_APP_ID"] })).said).toContain(
    "The environment sets FEISHU_APP_ID and wins",
  );
});

test("the file is for its owner alone, and a link to it stays a link", async () => {
  const folder = mkdtempSync(join(tmpdir(), "steward-setup-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const real = join(folder, "real.env");
  const link = join(folder, ".env");
  writeFileSync(real, "old", { mode: 0o644 });
  symlinkSync(real, link);

  await saveSecretly(link, "new");

  expect(readFileSync(real, "utf8")).toBe("new");
  expect(statSync(real).mode & 0o777).toBe(0o600);
  expect(readFileSync(link, "utf8")).toBe("new");
});
