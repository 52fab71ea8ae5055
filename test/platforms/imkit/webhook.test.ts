import { expect, onTestFinished, test } from "vitest";
import { createAddressList } from "../../../src/platforms/imkit/address-list.ts";
import { startImkitBench } from "./rig.ts";

type BenchOptions = NonNullable<Parameters<typeof startImkitBench>[0]>;

const bench = async (options: BenchOptions = {}) => {
  const started = await startImkitBench(options);
  onTestFinished(() => started.close());
  const { control } = started.standIn;
  control.addUser("olga", "Olga");
  control.addUser("mia", "Mia");
  const room = control.addRoom({ owner: "olga", members: ["mia"] });
  control.clearCalls();
  return { ...started, control, room };
};
const claiming = (room: string, message: string, user: string, text: string) => ({
  roomID: room,
  event: "MESSAGE",
  data: { _id: message, room, message: text, messageType: "text", sender: { _id: user } },
});
const noOp = { status: 200, answer: { toBotState: null, data: null } };

test("a command is asked back at the room, taken, and answered with the documented nothing", async () => {
  const { control, room, events } = await bench();
  const message = await control.say({ room, user: "olga", text: "/pin" });
  expect(control.deliveries()).toMatchObject([noOp]);
  expect(events).toMatchObject([{ type: "message", chat: room, message, sender: "olga" }]);
});

test("the room's bot state stays as it is", async () => {
  const { control, room } = await bench();
  control.setBotState(room, "active");
  await control.say({ room, user: "mia", text: "hello" });
  expect(control.deliveries()).toMatchObject([
    { status: 200, answer: { toBotState: "active", data: null } },
  ]);
});

test("chatter costs no call", async () => {
  const { control, room, events, deliveries } = await bench();
  await control.say({ room, user: "mia", text: "see /pin" });
  expect(control.calls()).toEqual([]);
  expect(events).toEqual([]);
  expect(deliveries).toEqual(["chatter"]);
});

test("a direct chat is told from a group", async () => {
  const { control, events } = await bench();
  const direct = control.addRoom({ roomType: "direct", members: ["mia"] });
  await control.say({ room: direct, user: "mia", text: "/pins" });
  expect(events).toMatchObject([{ chatKind: "direct" }]);
});

test("a message that the room does not have is not taken", async () => {
  const { control, room, events, deliveries } = await bench();
  const forged = await control.deliver(
    claiming(room, "5c1ddf2d1536bbb6c49f7cfe", "olga", "/recall"),
  );
  expect(forged).toMatchObject(noOp);
  expect(events).toEqual([]);
  expect(deliveries).toEqual(["refused"]);
});

test("a real message under another name, or with other words, is not taken", async () => {
  const { control, room, events } = await bench();
  const message = await control.say({ room, user: "mia", text: "/pins", deliver: false });
  await control.deliver(claiming(room, message, "olga", "/pins"));
  await control.deliver(claiming(room, message, "mia", "/recall"));
  expect(events).toEqual([]);
  await control.deliver(claiming(room, message, "mia", "/pins"));
  expect(events).toHaveLength(1);
});

test("a message of one room is not taken as one of another", async () => {
  const { control, room, events } = await bench();
  const other = control.addRoom({ owner: "mia" });
  const message = await control.say({ room: other, user: "mia", text: "/pins", deliver: false });
  await control.deliver(claiming(room, message, "mia", "/pins"));
  expect(events).toEqual([]);
});

test("a recall counts once the room shows it", async () => {
  const { control, room, events } = await bench();
  const message = await control.say({ room, user: "mia", text: "oops", deliver: false });
  const recall = {
    ...claiming(room, message, "olga", ""),
    data: { _id: message, room, messageType: "recall" },
  };
  await control.deliver(recall);
  expect(events).toEqual([]);
  await control.recallByHand(message);
  expect(events).toMatchObject([{ type: "recalled", chat: room, message, by: "unknown" }]);
});

test("the bot is out of a room only if the room is closed to it", async () => {
  const { control, room, events } = await bench();
  await control.deliver({
    roomID: room,
    event: "DELETE_MEMBERS",
    data: { room, members: [{ _id: "steward-bot" }] },
  });
  expect(events).toEqual([{ type: "chat-changed", chat: room }]);
  await control.setBotIn(room, false);
  await control.setBotIn(room, true);
  expect(events.slice(1).map(({ type }) => type)).toEqual(["bot-removed", "bot-added"]);
});

test("what cannot be asked back is asked for again", async () => {
  const { control, room, events } = await bench();
  control.fault({ trouble: { kind: "junk", status: 502, afterEffect: false } });
  await control.say({ room, user: "olga", text: "/pin" });
  expect(control.deliveries()).toMatchObject([{ status: 503 }]);
  expect(events).toEqual([]);
});

test("what core cannot keep is asked for again", async () => {
  const { control, room } = await bench({
    intake: () => Promise.reject(new Error("the store is full")),
  });
  await control.say({ room, user: "olga", text: "/pin" });
  expect(control.deliveries()).toMatchObject([{ status: 503 }]);
});

test("only the whole secret opens the webhook, and the log never shows it", async () => {
  const { platform, webhookUrl, lines } = await bench();
  const body = new TextEncoder().encode("{}");
  const path = platform.webhook?.path ?? "";
  for (const other of [undefined, "", path.slice(0, -1), `${path}x`, "/webhook/imkit/"]) {
    const request = { headers: {}, body, ...(other === undefined ? {} : { path: other }) };
    expect(await platform.webhook?.handle(request)).toMatchObject({ status: 404 });
  }
  expect((await fetch(webhookUrl.slice(0, -1), { method: "POST", body: "{}" })).status).toBe(404);
  expect((await fetch(webhookUrl, { method: "POST", body: "{}" })).status).toBe(400);
  expect(JSON.stringify(lines)).not.toContain(path.slice(-10));
});

test("deliveries from elsewhere are refused when addresses are given", async () => {
  const closed = await bench({ config: { allowedIps: ["203.0.113.0/24"] } });
  await closed.control.say({ room: closed.room, user: "olga", text: "/pin" });
  expect(closed.control.deliveries()).toMatchObject([{ status: 403 }]);
  expect(closed.events).toEqual([]);
  const open = await bench({ config: { allowedIps: ["127.0.0.1"] } });
  await open.control.say({ room: open.room, user: "olga", text: "/pin" });
  expect(open.control.deliveries()).toMatchObject([{ status: 200 }]);
});

test("an address list knows addresses, networks and both spellings of IPv4", () => {
  const list = createAddressList(["203.0.113.7", "198.51.100.0/24", "2001:db8::/32"]);
  for (const address of ["203.0.113.7", "::ffff:203.0.113.7", "198.51.100.200", "2001:db8::1"])
    expect(list.has(address)).toBe(true);
  for (const address of [undefined, "", "203.0.113.8", "198.51.101.1", "2001:db9::1", "x"])
    expect(list.has(address)).toBe(false);
  for (const entry of ["", "x", "1.2.3.4/", "1.2.3.4/33", "1.2.3.4/8/8", "::/129"])
    expect(() => createAddressList([entry])).toThrow(TypeError);
});
