import { expect, onTestFinished, test } from "vitest";
import { createApp } from "../../../src/app.ts";
import { systemClock } from "../../../src/core/clock.ts";
import { silentObserver } from "../../../src/core/observer.ts";
import type { ClickHandler, Intake } from "../../../src/core/platform.ts";
import { openSqliteStore } from "../../../src/store/open-sqlite.ts";
import { settingsOf, silentLog } from "../../conversation.ts";
import { eventually } from "../feishu/eventually.ts";
import { startImkitBench } from "./rig.ts";

/** The whole bot in one room: Olga owns it, Mia is a member. */
const aRoom = async () => {
  let take: Intake | undefined;
  const bench = await startImkitBench({ intake: async (event) => void (await take?.(event)) });
  const store = await openSqliteStore({ file: ":memory:", clock: systemClock });
  const app = createApp({
    platforms: [
      {
        ...bench.platform,
        // The bench has started it already and hands its events over.
        start: (intake: Intake, _onClick: ClickHandler) => {
          take = intake;
          return Promise.resolve();
        },
      },
    ],
    store,
    config: settingsOf({}),
    clock: systemClock,
    log: silentLog,
    observer: silentObserver,
    incidentId: () => "incident-1",
    newToken: () => "0".repeat(32),
  });
  await app.start();
  onTestFinished(async () => {
    await app.stop();
    await bench.close();
  });
  const { control, botId } = bench.standIn;
  control.addUser("olga", "Olga");
  control.addUser("mia", "Mia");
  const room = control.addRoom({ owner: "olga", members: ["mia"] });
  return {
    control,
    room,
    say: (user: string, text: string, reply?: string) =>
      control.say({ room, user, text, ...(reply === undefined ? {} : { reply }) }),
    answersTo: (message: string) =>
      control
        .messages(room)
        .filter(({ author, reply }) => author === botId && reply === message)
        .map((answer) => String(answer.message)),
  };
};

test("the owner pins, pins another, and recalls; everything is answered in the room", async () => {
  const { control, room, say, answersTo } = await aRoom();
  const [plan, other] = [await say("mia", "the plan"), await say("mia", "another plan")];

  const first = await say("olga", "/pin", plan);
  await eventually(() => expect(answersTo(first)).toHaveLength(1));
  expect(control.pins(room)).toEqual([plan]);

  const second = await say("olga", "/pin", other);
  await eventually(() => expect(answersTo(second)).toHaveLength(1));
  expect(control.pins(room)).toEqual([other]);

  const third = await say("olga", "/recall spam", plan);
  await eventually(() => expect(control.message(plan)?.messageType).toBe("recall"));
  await eventually(() => expect(answersTo(third)).toHaveLength(1));
  expect(control.message(plan)?.edits).toBe(0);
});

test("a check-up leaves the one pin of the room alone", async () => {
  const { control, room, say, answersTo } = await aRoom();
  const plan = await say("mia", "the plan");
  await eventually(() => expect(control.messages(room)).toHaveLength(1));
  await say("olga", "/pin", plan);
  await eventually(() => expect(control.pins(room)).toEqual([plan]));

  const asked = await say("olga", "/doctor");
  await eventually(() => expect(answersTo(asked)).toHaveLength(1));
  expect(answersTo(asked)[0]).toContain("The self-test went well: post");
  expect(control.pins(room)).toEqual([plan]);
});

test("a pin that somebody took down by hand is not said to stand in the way", async () => {
  const { control, room, say, answersTo } = await aRoom();
  const [plan, other] = [await say("mia", "the plan"), await say("mia", "another plan")];
  await say("olga", "/pin", plan);
  await eventually(() => expect(control.pins(room)).toEqual([plan]));
  control.unpinByHand(plan);

  const asked = await say("olga", "/pin", other);
  await eventually(() => expect(answersTo(asked)).toEqual(["Pinned."]));
  const list = await say("olga", "/pins");
  await eventually(() => expect(answersTo(list)[0]).toContain("another plan"));
  expect(answersTo(list)[0]).not.toContain("the plan");
});

test("a member is refused, and so is one who forged the owner's command", async () => {
  const { control, room, say, answersTo } = await aRoom();
  const plan = await say("mia", "the plan");
  const asked = await say("mia", "/pin", plan);
  await eventually(() => expect(answersTo(asked)).toHaveLength(1));
  await control.deliver({
    roomID: room,
    event: "MESSAGE",
    data: {
      _id: asked,
      room,
      message: "/pin",
      messageType: "text",
      sender: { _id: "olga" },
      reply: plan,
    },
  });
  const list = await say("mia", "/help");
  await eventually(() => expect(answersTo(list)).toHaveLength(1));
  expect(control.pins(room)).toEqual([]);
});

test("a reply that names a message of another room pins nothing there", async () => {
  const { control, room, say, answersTo } = await aRoom();
  const other = control.addRoom({ owner: "mia" });
  const foreign = await control.say({ room: other, user: "mia", text: "elsewhere" });
  const asked = await say("olga", "/pin", foreign);
  await eventually(() => expect(answersTo(asked)).toHaveLength(1));
  expect([...control.pins(room), ...control.pins(other)]).toEqual([]);
});

test("who was given a right is mentioned; who is not in the room is given none", async () => {
  const { control, room, answersTo } = await aRoom();
  control.addUser("zoe", "Zoe");
  const grantTo = async (id: string): Promise<string> => {
    const command = await control.say({
      room,
      user: "olga",
      text: `/grant @${id} pin 2d`,
      mentions: [id],
    });
    await eventually(() => expect(answersTo(command)).toHaveLength(1));
    return answersTo(command)[0] ?? "";
  };

  expect(await grantTo("mia")).toMatch(/^@mia may use \/pin/);
  expect(control.messages(room).at(-1)?.mentions).toEqual(["mia"]);
  expect(await grantTo("zoe")).toContain("not in this group");
  expect(control.messages(room).at(-1)?.mentions).toEqual([]);
});
