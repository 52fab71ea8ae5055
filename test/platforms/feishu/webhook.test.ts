import { createCipheriv, createHash, randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ChatEvent } from "../../../src/core/events.ts";
import type { Observer } from "../../../src/core/observer.ts";
import { silentObserver } from "../../../src/core/observer.ts";
import type { WebhookRequest } from "../../../src/core/platform.ts";
import { createFeishuWebhook, type WebhookOptions } from "../../../src/platforms/feishu/webhook.ts";
import { delivery, type Json, receivedMessage, self } from "./deliveries.ts";
import { createMemoryLog } from "./memory-log.ts";
import { createStillClock } from "./still-clock.ts";

const encryptKey = "a test key";
const token = "the verification token";

const encrypt = (plain: string, key = encryptKey): string => {
  const iv = randomBytes(16);
  const cipher = createCipheriv("aes-256-cbc", createHash("sha256").update(key).digest(), iv);
  return Buffer.concat([iv, cipher.update(plain), cipher.final()]).toString("base64");
};

const sealed = (value: unknown): string =>
  JSON.stringify({ encrypt: encrypt(JSON.stringify(value)) });

interface Signing {
  readonly atMs: number;
  readonly nonce?: string;
  readonly key?: string;
  readonly timestamp?: string;
}

const signed = (body: string | Uint8Array, { atMs, ...more }: Signing): WebhookRequest => {
  const timestamp = more.timestamp ?? String(Math.floor(atMs / 1000));
  const nonce = more.nonce ?? randomBytes(4).readUInt32BE().toString();
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  const signature = createHash("sha256")
    .update(timestamp + nonce + (more.key ?? encryptKey))
    .update(bytes)
    .digest("hex");
  return {
    headers: {
      "x-lark-request-timestamp": timestamp,
      "x-lark-request-nonce": nonce,
      "x-lark-signature": signature,
    },
    body: bytes,
  };
};

const unsigned = (body: string): WebhookRequest => ({ headers: {}, body: Buffer.from(body) });

function receiver(options: Partial<WebhookOptions> = {}) {
  const clock = createStillClock();
  const log = createMemoryLog();
  const events: ChatEvent[] = [];
  const counted: string[] = [];
  const observer: Observer = {
    ...silentObserver,
    delivery: ({ kind }) => {
      counted.push(kind);
    },
  };
  const webhook = createFeishuWebhook({
    encryptKey,
    verificationToken: token,
    self: () => self,
    clock,
    log,
    observer,
    intake: async (event) => {
      events.push(event);
    },
    ...options,
  });
  const send = (value: unknown, signing: Partial<Signing> = {}) =>
    webhook.handle(signed(sealed(value), { atMs: clock.now(), ...signing }));
  return { clock, log, events, counted, webhook, send };
}

const message = (header: Json = {}): Json => {
  const raw = receivedMessage();
  return { ...raw, header: { ...(raw.header as Json), token, ...header } };
};

const notProven = { status: 401, body: { error: "not proven" } };

describe("a proven delivery", () => {
  test("is taken", async () => {
    const { send, events } = receiver();
    expect(await send(message())).toEqual({ status: 200, body: {} });
    expect(events).toMatchObject([{ type: "message", message: "om_1" }]);
  });

  test("is taken whatever the letter case of its headers", async () => {
    const { webhook, clock, events } = receiver();
    const request = signed(sealed(message()), { atMs: clock.now() });
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name.toUpperCase(), value]),
    );
    expect(await webhook.handle({ ...request, headers })).toMatchObject({ status: 200 });
    expect(events).toHaveLength(1);
  });

  test("is proven by its raw bytes, spaces and characters of several bytes included", async () => {
    const { webhook, clock, events } = receiver();
    const body = ` {"encrypt" :\n"${encrypt(JSON.stringify(message()))}", "注":"置顶"} `;
    expect(await webhook.handle(signed(body, { atMs: clock.now() }))).toMatchObject({
      status: 200,
    });
    expect(events).toHaveLength(1);
  });

  test("needs no token where none is configured", async () => {
    const { send, events } = receiver({ verificationToken: undefined });
    expect(await send(message({ token: "any" }))).toMatchObject({ status: 200 });
    expect(events).toHaveLength(1);
  });

  test("of the first generation carries its token outside of a header", async () => {
    const { send, events } = receiver();
    const event = { type: "im.chat.disbanded_v1", chat_id: "oc_1" };
    const raw = { uuid: "u", ts: "1502199207.7", type: "event_callback", event };
    expect(await send({ ...raw, token })).toMatchObject({ status: 200 });
    expect(await send({ ...raw, token: "other" })).toEqual(notProven);
    expect(events).toHaveLength(1);
  });

  test("that is no event is let pass", async () => {
    const { send, events, counted } = receiver();
    expect(await send({ token, hello: 1 })).toEqual({ status: 200, body: {} });
    expect(await send(delivery("some.other.event", {}, { token }))).toMatchObject({ status: 200 });
    expect(events).toEqual([]);
    expect(counted).toEqual(["other", "other"]);
  });

  test("with a click is answered by the click handler", async () => {
    const answer = { toast: { type: "info", content: "done" } } as const;
    const { send } = receiver({ onClick: async () => answer });
    const event = { token: "c-1", action: { value: 1 }, operator: { open_id: "ou_ann" } };
    const raw = delivery("card.action.trigger", event, { token });
    expect(await send(raw)).toEqual({ status: 200, body: answer });
    expect(await receiver().send(raw)).toEqual({ status: 200, body: {} });
  });
});

describe("an unproven delivery does nothing", () => {
  const refused = async (
    make: (clock: { now(): number }) => WebhookRequest,
    options: Partial<WebhookOptions> = {},
  ): Promise<void> => {
    const { webhook, clock, events, counted } = receiver(options);
    expect(await webhook.handle(make(clock))).toEqual(notProven);
    expect(events).toEqual([]);
    expect(counted).toEqual(["refused"]);
  };

  test("without a signature", () => refused(() => unsigned(sealed(message()))));

  test("in plain text without a signature", () =>
    refused(() => unsigned(JSON.stringify(message()))));

  test("signed with another key", () =>
    refused((clock) => signed(sealed(message()), { atMs: clock.now(), key: "guess" })));

  test("with a changed body", () =>
    refused((clock) => {
      const request = signed(sealed(message()), { atMs: clock.now() });
      return { ...request, body: Buffer.concat([request.body, Buffer.from(" ")]) };
    }));

  test.each(["x-lark-request-timestamp", "x-lark-request-nonce", "x-lark-signature"])(
    "without its header %s",
    (name) =>
      refused((clock) => {
        const request = signed(sealed(message()), { atMs: clock.now() });
        return { ...request, headers: { ...request.headers, [name]: undefined } };
      }),
  );

  test.each(["", "0".repeat(64), "zz", "é".repeat(64)])("with the signature %j", (claimed) =>
    refused((clock) => {
      const request = signed(sealed(message()), { atMs: clock.now() });
      return { ...request, headers: { ...request.headers, "x-lark-signature": claimed } };
    }),
  );

  test.each([-301_000, 301_000])("dated %i ms from now", (offMs) =>
    refused((clock) => signed(sealed(message()), { atMs: clock.now() + offMs })),
  );

  test.each(["", "now", "NaN", "1e9", "-1700000000", "17000000001", " 1700000000"])(
    "with the timestamp %j",
    (timestamp) => refused((clock) => signed(sealed(message()), { atMs: clock.now(), timestamp })),
  );

  test.each([undefined, "", "other", 7, null])("with the token %j", (other) =>
    refused((clock) => signed(sealed(message({ token: other })), { atMs: clock.now() })),
  );

  test("of another app", () =>
    refused((clock) =>
      signed(sealed(message({ app_id: "cli_ffffffffffffffff" })), { atMs: clock.now() }),
    ));

  test("whose plain fields would complete what was encrypted", async () => {
    const { webhook, clock, events } = receiver();
    const body = JSON.stringify({
      ...message(),
      encrypt: encrypt(JSON.stringify({ header: { token } })),
    });
    expect(await webhook.handle(signed(body, { atMs: clock.now() }))).toMatchObject({
      status: 400,
    });
    expect(events).toEqual([]);
  });

  test("whose token stands only beside what was encrypted", () => {
    const body = JSON.stringify({
      token,
      header: { token },
      encrypt: encrypt(JSON.stringify(message({ token: "other" }))),
    });
    return refused((clock) => signed(body, { atMs: clock.now() }));
  });
});

describe("the age of a delivery", () => {
  test.each([-299_000, 299_000])("may be %i ms off", async (offMs) => {
    const { send, clock } = receiver();
    expect(await send(message(), { atMs: clock.now() + offMs })).toMatchObject({ status: 200 });
  });

  test("may be told in milliseconds or microseconds", async () => {
    const { send, clock, events } = receiver();
    for (const digits of ["123", "123456"]) {
      const timestamp = `${Math.floor(clock.now() / 1000)}${digits}`;
      expect(await send(message(), { timestamp })).toMatchObject({ status: 200 });
    }
    expect(events).toHaveLength(2);
  });
});

describe("a replayed delivery", () => {
  test("is refused for as long as it is fresh, and afterwards for its age", async () => {
    const { webhook, clock, events } = receiver();
    const request = signed(sealed(message()), { atMs: clock.now() + 299_000 });
    expect(await webhook.handle(request)).toMatchObject({ status: 200 });
    for (let passedMs = 0; passedMs <= 1_200_000; passedMs += 30_000) {
      expect(await webhook.handle(request)).toEqual(notProven);
      clock.pass(30_000);
    }
    expect(events).toHaveLength(1);
  });

  test("is refused while the first is still being taken", async () => {
    let finish = (): void => {};
    const { webhook, clock } = receiver({
      intake: () =>
        new Promise((resolve) => {
          finish = resolve;
        }),
    });
    const request = signed(sealed(message()), { atMs: clock.now() });
    const first = webhook.handle(request);
    expect(await webhook.handle(request)).toEqual(notProven);
    finish();
    expect(await first).toMatchObject({ status: 200 });
  });

  test("is refused with a digit moved between timestamp and nonce", async () => {
    const { webhook, clock, events } = receiver();
    const request = signed(sealed(message()), { atMs: clock.now(), nonce: "123456789" });
    const timestamp = request.headers["x-lark-request-timestamp"] ?? "";
    expect(await webhook.handle(request)).toMatchObject({ status: 200 });
    for (const moved of [1, 3, 6]) {
      const headers = {
        ...request.headers,
        "x-lark-request-timestamp": timestamp + "123456789".slice(0, moved),
        "x-lark-request-nonce": "123456789".slice(moved),
      };
      expect(await webhook.handle({ ...request, headers })).toEqual(notProven);
    }
    expect(events).toHaveLength(1);
  });

  test("by the platform comes with a new signature and is taken", async () => {
    const { send, clock, events } = receiver();
    expect(await send(message())).toMatchObject({ status: 200 });
    clock.pass(15_000);
    expect(await send(message())).toMatchObject({ status: 200 });
    expect(events).toHaveLength(2);
  });

  test("is no replay when two deliveries share a nonce", async () => {
    const { send, events } = receiver();
    expect(await send(message(), { nonce: "7" })).toMatchObject({ status: 200 });
    expect(await send(message(), { nonce: "7" })).toMatchObject({ status: 200 });
    expect(events).toHaveLength(2);
  });
});

describe("a delivery that cannot be kept", () => {
  test("is asked for again, and then taken, even as the very same request", async () => {
    let isFull = true;
    const { webhook, clock } = receiver({
      intake: () => (isFull ? Promise.reject(new Error("disk full")) : Promise.resolve()),
    });
    const request = signed(sealed(message()), { atMs: clock.now() });
    expect(await webhook.handle(request)).toEqual({ status: 503, body: { error: "try again" } });
    isFull = false;
    expect(await webhook.handle(request)).toMatchObject({ status: 200 });
  });

  test("in time is answered before the platform gives up", async () => {
    const { send, clock } = receiver({ intake: () => new Promise(() => {}) });
    const answer = send(message());
    await new Promise((resolve) => setImmediate(resolve));
    clock.pass(2500);
    expect(await answer).toMatchObject({ status: 503 });
    expect(clock.pending).toBe(0);
  });

  test("because the handler threw at once is asked for again", async () => {
    const { send } = receiver({
      intake: () => {
        throw new Error("bug");
      },
    });
    expect(await send(message())).toMatchObject({ status: 503 });
  });
});

describe("junk under a good signature", () => {
  test.each([
    ["no JSON", "pin me"],
    ["nothing", ""],
    ["no object", "[]"],
    ["plain text", JSON.stringify(message())],
    ["encrypt is no text", '{"encrypt":7}'],
    ["encrypt is too short", '{"encrypt":"aGVsbG8="}'],
    ["encrypted with another key", JSON.stringify({ encrypt: encrypt("{}", "guess") })],
    ["encrypted something else", JSON.stringify({ encrypt: encrypt("置顶") })],
    ["encrypted no object", sealed([1])],
  ])("is a bad request: %s", async (_, body) => {
    const { webhook, clock, events, counted } = receiver();
    expect(await webhook.handle(signed(body, { atMs: clock.now() }))).toMatchObject({
      status: 400,
    });
    expect(events).toEqual([]);
    expect(counted).toEqual(["junk"]);
  });

  test("is a bad request when the event is not as documented", async () => {
    const { send, counted } = receiver();
    const raw = receivedMessage({ message_id: "../om_1" });
    const header = { ...(raw.header as Json), token };
    expect(await send({ ...raw, header })).toMatchObject({ status: 400 });
    expect(counted).toEqual(["junk"]);
  });

  test("is too large over 1 MiB, before anything is computed", async () => {
    const { webhook, counted } = receiver();
    const body = new Uint8Array(1024 * 1024 + 1);
    expect(await webhook.handle({ headers: {}, body })).toMatchObject({ status: 413 });
    expect(counted).toEqual(["refused"]);
  });
});

describe("the address check", () => {
  const check = { type: "url_verification", challenge: "ajls384kdj", token };
  const answered = { status: 200, body: { challenge: "ajls384kdj" } };

  test("is answered signed, and unsigned when it decrypts", async () => {
    const { webhook, send } = receiver();
    expect(await send(check)).toEqual(answered);
    expect(await webhook.handle(unsigned(sealed(check)))).toEqual(answered);
  });

  test("is not answered unproven, always in the same words", async () => {
    const { webhook, clock, send } = receiver();
    const wrongKey = JSON.stringify({ encrypt: encrypt(JSON.stringify(check), "guess") });
    const requests = [
      unsigned(JSON.stringify(check)),
      unsigned(wrongKey),
      unsigned(JSON.stringify({ ...check, encrypt: encrypt("{}") })),
      unsigned(sealed({ ...check, token: "other" })),
      unsigned(sealed({ ...check, challenge: 7 })),
      unsigned(sealed({ ...check, challenge: "x".repeat(2000) })),
      signed(sealed(check), { atMs: clock.now(), key: "guess" }),
      signed(sealed(check), { atMs: clock.now() - 400_000 }),
    ];
    for (const request of requests) expect(await webhook.handle(request)).toEqual(notProven);
    expect(await send({ ...check, token: "other" })).toEqual(notProven);
  });

  test("needs no token where none is configured", async () => {
    const { webhook } = receiver({ verificationToken: undefined });
    expect(await webhook.handle(unsigned(sealed({ ...check, token: "any" })))).toEqual(answered);
  });
});

describe("whatever arrives", () => {
  const header = fc.option(fc.string(), { nil: undefined });
  const requests = fc.record({
    headers: fc.record({
      "x-lark-request-timestamp": header,
      "x-lark-request-nonce": header,
      "x-lark-signature": header,
    }),
    body: fc.oneof(
      fc.uint8Array(),
      fc.json().map((text) => Buffer.from(text)),
      fc.base64String().map((text) => Buffer.from(JSON.stringify({ encrypt: text }))),
    ),
  });

  test("unproven is refused without throwing", async () => {
    const { webhook, events } = receiver();
    await fc.assert(
      fc.asyncProperty(requests, async (request) => {
        expect(await webhook.handle(request)).toEqual(notProven);
      }),
    );
    expect(events).toEqual([]);
  });

  test("signed is answered without throwing", async () => {
    const { webhook, clock, send } = receiver({ verificationToken: undefined });
    await fc.assert(
      fc.asyncProperty(requests, fc.jsonValue(), async ({ body }, value) => {
        const answer = await webhook.handle(signed(body, { atMs: clock.now() }));
        expect(answer.status).toBe(400);
        expect([200, 400]).toContain((await send(value)).status);
      }),
    );
  });

  test("leaves neither text nor secrets in the log, and does not flood it", async () => {
    const { webhook, send, clock, log } = receiver({
      intake: () => Promise.reject(new Error("SECRET-INSIDE")),
    });
    await send(message());
    for (let round = 0; round < 50; round += 1) {
      await webhook.handle(unsigned(sealed(message())));
      await webhook.handle(signed(sealed(message()), { atMs: clock.now(), key: "guess" }));
    }
    const lines = JSON.stringify(log.lines);
    for (const secret of ["hello", token, encryptKey, "ou_ann", "SECRET-INSIDE"]) {
      expect(lines).not.toContain(secret);
    }
    expect(log.lines.filter(({ level }) => level === "warn")).toHaveLength(3);
  });
});
