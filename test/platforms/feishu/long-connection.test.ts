import { afterEach, describe, expect, test, vi } from "vitest";
import { systemClock } from "../../../src/core/clock.ts";
import type { ChatEvent } from "../../../src/core/events.ts";
import { type Observer, silentObserver } from "../../../src/core/observer.ts";
import { createHttpInstance } from "../../../src/platforms/feishu/http-instance.ts";
import {
  createLongConnection,
  type LongConnectionOptions,
} from "../../../src/platforms/feishu/long-connection.ts";
import { appId, delivery, receivedMessage, self } from "./deliveries.ts";
import { eventually } from "./eventually.ts";
import { createMemoryLog } from "./memory-log.ts";
import { startTinyGateway, type TinyGateway } from "./tiny-gateway.ts";

const secret = "a-secret-that-no-log-may-hold";
const cleanups: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function connected(
  options: Partial<LongConnectionOptions> = {},
  prepare: (gateway: TinyGateway) => void = () => {},
) {
  const gateway = await startTinyGateway();
  cleanups.push(() => gateway.close());
  prepare(gateway);
  const http = createHttpInstance();
  cleanups.push(() => http.close());
  const events: ChatEvent[] = [];
  const counted: string[] = [];
  const codes: string[] = [];
  let reconnected = 0;
  const observer: Observer = {
    ...silentObserver,
    delivery: ({ kind }) => {
      counted.push(kind);
    },
    apiCall: ({ code }) => {
      codes.push(code);
    },
    linkReconnected: () => {
      reconnected += 1;
    },
  };
  const log = createMemoryLog();
  const connection = createLongConnection({
    appId,
    appSecret: secret,
    domain: gateway.url,
    http: http.sdk,
    clock: systemClock,
    random: () => 0,
    observer,
    log,
    self: () => self,
    intake: async (event) => {
      events.push(event);
    },
    pace: { pollMs: 20, firstDelayMs: 20, longestDelayMs: 100 },
    ...options,
  });
  cleanups.push(() => connection.stop());
  await connection.start();
  return { gateway, connection, events, counted, codes, log, reconnected: () => reconnected };
}

const message = (id: string): string => JSON.stringify(receivedMessage({ message_id: id }));
const up = { state: "up" };

describe("an event over the long connection", () => {
  test("is taken, then acknowledged", async () => {
    const { gateway, connection, events } = await connected();
    expect(connection.link()).toMatchObject({ ...up, reconnects: 0 });
    gateway.send("p1", message("om_1"));
    await eventually(() => expect(gateway.acks).toEqual([{ messageId: "p1", code: 200 }]));
    expect(events).toMatchObject([{ type: "message", message: "om_1", chat: "oc_1" }]);
  });

  test("is acknowledged only after it was taken", async () => {
    let finish = (): void => {};
    const intake = vi.fn(
      () =>
        new Promise<void>((resolve) => {
          finish = resolve;
        }),
    );
    const { gateway } = await connected({ intake });
    gateway.send("p1", message("om_1"));
    await eventually(() => expect(intake).toHaveBeenCalledTimes(1));
    gateway.send("p2", JSON.stringify(delivery("some.other.event", {})));
    await eventually(() => expect(gateway.acks).toHaveLength(1));
    expect(gateway.acks).toEqual([{ messageId: "p2", code: 200 }]);
    finish();
    await eventually(() => expect(gateway.acks.at(-1)).toEqual({ messageId: "p1", code: 200 }));
  });

  test("is asked for again when it could not be taken, and the connection lives on", async () => {
    let isFull = true;
    const { gateway, connection } = await connected({
      intake: () => (isFull ? Promise.reject(new Error("disk full")) : Promise.resolve()),
    });
    gateway.send("p1", message("om_1"));
    await eventually(() => expect(gateway.acks).toEqual([{ messageId: "p1", code: 500 }]));
    isFull = false;
    gateway.send("p2", message("om_1"));
    await eventually(() => expect(gateway.acks.at(-1)).toEqual({ messageId: "p2", code: 200 }));
    expect(connection.link()).toMatchObject(up);
  });

  test("is put together from parts in any order, cut within a character", async () => {
    const { gateway, events } = await connected();
    const raw = receivedMessage({ content: JSON.stringify({ text: "置顶".repeat(50) }) });
    gateway.send("p1", JSON.stringify(raw), [3, 0, 6, 2, 5, 1, 4]);
    await eventually(() => expect(gateway.acks).toEqual([{ messageId: "p1", code: 200 }]));
    expect(events).toMatchObject([{ content: [{ kind: "text", text: "置顶".repeat(50) }] }]);
  });

  test("of no interest is acknowledged without an answer", async () => {
    const { gateway, counted } = await connected();
    gateway.send("p1", JSON.stringify(delivery("some.other.event", {})));
    await eventually(() => expect(gateway.acks).toEqual([{ messageId: "p1", code: 200 }]));
    expect(counted).toEqual(["other"]);
  });

  test("that is a click is answered with what the handler returned", async () => {
    const answer = { toast: { type: "success", content: "已撤回" } } as const;
    const { gateway } = await connected({ onClick: async () => answer });
    const event = { token: "c-1", action: { value: 1 }, operator: { open_id: "ou_ann" } };
    gateway.send("p1", JSON.stringify(delivery("card.action.trigger", event)));
    await eventually(() =>
      expect(gateway.acks).toEqual([{ messageId: "p1", code: 200, data: answer }]),
    );
  });
});

test("junk of every kind does not stop the events after it", async () => {
  const { gateway, events, counted, connection } = await connected();
  gateway.sendRaw(Buffer.from("not a frame at all"));
  gateway.sendRaw(Buffer.of());
  gateway.sendFrame({ method: 9 });
  gateway.sendFrame({ method: 0, headers: { type: "pong" }, payload: Buffer.from("{") });
  gateway.sendFrame({ headers: {} });
  gateway.sendFrame({ headers: { type: "card", message_id: "c", sum: "1", seq: "0" } });
  for (const [sum, seq] of [
    ["0", "0"],
    ["1", "1"],
    ["x", "0"],
    ["-1", "0"],
    ["99999999999", "0"],
  ]) {
    const headers = { type: "event", message_id: `s${sum}`, sum: sum ?? "", seq: seq ?? "" };
    gateway.sendFrame({ headers, payload: Buffer.from("{}") });
  }
  gateway.send("j1", "{");
  gateway.send("j2", "null");
  gateway.send("j3", '{"data":{"toString":1,"valueOf":1}}');
  gateway.send("j4", "[]");
  gateway.send("j5", JSON.stringify(receivedMessage({ message_id: "../x" })));
  gateway.send("p1", message("om_1"));
  await eventually(() => expect(gateway.acks.map(({ messageId }) => messageId)).toContain("p1"));
  expect(gateway.acks.filter(({ code }) => code !== 200)).toEqual([]);
  expect(events).toHaveLength(1);
  expect(counted).toEqual(["junk", "junk"]);
  expect(connection.link()).toMatchObject({ ...up, reconnects: 0 });
});

describe("the link", () => {
  test("comes back after a drop", async () => {
    const { gateway, connection, events, reconnected } = await connected();
    gateway.drop();
    await eventually(() => expect(connection.link()).toMatchObject({ ...up, reconnects: 1 }));
    expect(reconnected()).toBe(1);
    gateway.send("p1", message("om_1"));
    await eventually(() => expect(events).toHaveLength(1));
  });

  test.each([
    ["busy", { code: 1, msg: "busy", data: {} }],
    ["busy in another way", { code: 1000040345, msg: "system busy", data: {} }],
    ["too many connections", { code: 1000040350, msg: "exceed", data: {} }],
    ["an internal error", { code: 1000040343, msg: "internal", data: {} }],
    ["a refusal without data", { code: 514, msg: "auth failed" }],
    ["a refusal with null data", { code: 403, msg: "forbidden", data: null }],
    ["no JSON", "<html>"],
    ["no address", { code: 0, data: {} }],
    ["a wrong address", { code: 0, data: { URL: "nowhere", ClientConfig: {} } }],
  ])("comes up in spite of an endpoint that answers %s", async (_, refusal) => {
    const { connection, gateway } = await connected({}, ({ refusals }) => {
      refusals.push(refusal, refusal);
    });
    await eventually(() => expect(connection.link()).toMatchObject({ ...up, reconnects: 0 }));
    expect(gateway.asked).toBe(3);
    expect(gateway.connections).toBe(1);
  });

  test("comes back when the endpoint is busy in the middle of reconnecting", async () => {
    const { gateway, connection } = await connected();
    const busy = { code: 1000040345, msg: "system busy", data: {} };
    gateway.refusals.push(busy, busy, busy);
    gateway.drop();
    await eventually(() => expect(connection.link()).toMatchObject({ ...up, reconnects: 1 }));
    expect(gateway.asked).toBe(5);
    expect(gateway.connections).toBe(1);
  });

  test("comes up after refused handshakes", async () => {
    const { gateway, connection } = await connected({}, (made) => {
      made.handshakesToRefuse = 2;
    });
    await eventually(() => expect(connection.link()).toMatchObject(up));
    expect(gateway.connections).toBe(1);
  });

  test("comes up when the endpoint hung at first", async () => {
    const { gateway, connection } = await connected(
      { pace: { pollMs: 20, firstDelayMs: 20, stuckLimitMs: 200, startBoundMs: 50 } },
      (made) => {
        made.requestsToHang = 1;
      },
    );
    expect(connection.link().state).toBe("starting");
    await eventually(() => expect(connection.link()).toMatchObject(up));
    expect(gateway.asked).toBe(2);
    expect(gateway.connections).toBe(1);
  });

  test("is told to be down when nobody listens there", async () => {
    const { connection, codes } = await connected({ domain: "http://127.0.0.1:9" });
    expect(connection.link().state).toBe("down");
    expect(codes).toContain("network");
  });

  test("names the code of a refusal in the log, but no secret", async () => {
    const { log, codes } = await connected({}, ({ refusals }) => {
      refusals.push({ code: 514, msg: `auth failed ${secret}` });
    });
    expect(codes[0]).toBe("514");
    expect(log.lines).toContainEqual(
      expect.objectContaining({ level: "warn", fields: { code: "514" } }),
    );
    const lines = JSON.stringify(log.lines);
    expect(lines).not.toContain(secret);
    expect(lines).not.toContain("device_id");
  });
});

describe("stopping", () => {
  test("lets what is in hand be acknowledged, refuses what comes, and closes", async () => {
    let finish = (): void => {};
    const intake = vi.fn(
      () =>
        new Promise<void>((resolve) => {
          finish = resolve;
        }),
    );
    const { gateway, connection } = await connected({ intake });
    gateway.send("p1", message("om_1"));
    await eventually(() => expect(intake).toHaveBeenCalledTimes(1));
    const stopped = connection.stop();
    gateway.send("p2", message("om_2"));
    await eventually(() => expect(gateway.acks).toEqual([{ messageId: "p2", code: 500 }]));
    finish();
    await stopped;
    await eventually(() => expect(gateway.acks.at(-1)).toEqual({ messageId: "p1", code: 200 }));
    await eventually(() => expect(gateway.connections).toBe(0));
    expect(intake).toHaveBeenCalledTimes(1);
    expect(connection.link().state).toBe("down");
  });

  test("does not wait for ever", async () => {
    const intake = vi.fn(() => new Promise<void>(() => {}));
    const { gateway, connection } = await connected({ intake, drainTimeoutMs: 30 });
    gateway.send("p1", message("om_1"));
    await eventually(() => expect(intake).toHaveBeenCalledTimes(1));
    await connection.stop();
    await eventually(() => expect(gateway.connections).toBe(0));
  });

  test("ends a request under way", async () => {
    const { gateway, connection, codes } = await connected(
      { pace: { pollMs: 20, startBoundMs: 50 } },
      (made) => {
        made.requestsToHang = 1;
      },
    );
    await connection.stop();
    await eventually(() => expect(codes).toEqual(["network"]));
    expect(gateway.asked).toBe(1);
  });

  test("can be followed by starting", async () => {
    const { gateway, connection, events } = await connected();
    await connection.stop();
    await connection.start();
    expect(connection.link()).toMatchObject(up);
    gateway.send("p1", message("om_1"));
    await eventually(() => expect(events).toHaveLength(1));
    expect(gateway.connections).toBe(1);
  });
});
