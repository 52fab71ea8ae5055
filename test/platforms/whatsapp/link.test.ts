import { expect, test } from "vitest";
import { fakeClock } from "../../fake-clock.ts";
import { startGatewayRig } from "./gateway-rig.ts";
import { withAnswer } from "./one-answer.ts";
import { createRig, options, ref, started } from "./rig.ts";

test("is up once the gateway told who the bot is", async () => {
  const { platform, standIn } = await startGatewayRig();

  expect(platform.link().state).toBe("up");
  expect(platform.botNames()).toContain("Steward");
  expect(platform.botNames()).toContain(standIn.control.self.jid.split("@")[0]);
});

test("starts although the gateway cannot be reached, and tries again for ever", async () => {
  const clock = fakeClock();
  const rig = createRig({ url: "http://127.0.0.1:9", clock, timeoutMs: 300 });

  await started(rig);

  expect(rig.platform.link().state).toBe("down");
  expect(clock.pending()).toBe(1);
  await rig.platform.stop();
  expect(clock.pending()).toBe(0);
  await rig.platform.close();
});

test("comes up by itself when the gateway is there again", async () => {
  const clock = fakeClock();
  const { platform, standIn, observed } = await startGatewayRig({ clock });
  standIn.control.fault({ kind: "reset", after_effect: false, path: "group/info", count: 3 });
  await platform.ports.chat(ref("120363000000000001@g.us", "x").chat, options());
  expect(platform.link().state).toBe("down");

  await clock.advance(30_000);
  await expect.poll(() => platform.link().state).toBe("up");

  expect(platform.link().reconnects).toBe(1);
  expect(observed).toContain("reconnected");
});

test("goes down and up with what the gateway tells of the instance", async () => {
  const { platform, standIn, delivered } = await startGatewayRig();

  standIn.control.setState("temp_banned");
  await delivered();
  expect(platform.link().state).toBe("down");

  standIn.control.setState("connected");
  await delivered();
  expect(platform.link()).toMatchObject({ state: "up", reconnects: 1 });
});

test("goes down when a call says that the instance is not connected, and up when a message comes", async () => {
  const { platform, standIn, group, member, delivered } = await startGatewayRig();
  const { control } = standIn;
  const message = control.say({ by: member, chat: group.jid, text: "hello" });
  await delivered();
  control.fault({
    kind: "answer",
    status: 500,
    message: "WhatsApp client is not connected",
    path: "pinMessage",
  });

  await platform.ports.pin(ref(group.jid, message.id), options());
  expect(platform.link().state).toBe("down");

  control.say({ by: member, chat: group.jid, text: "still here" });
  await delivered();
  expect(platform.link().state).toBe("up");
});

test("a token that is refused is told in the log, without the token", async () => {
  const body = { success: false, error: { message: "Invalid token" } };

  const { rig } = await withAnswer({ status: 401, body }, async (answered) => {
    await started(answered);
    return answered.platform.stop();
  });

  expect(rig.platform.link().state).toBe("down");
  expect(rig.log.text()).toContain("token-rejected");
  expect(rig.log.text()).not.toContain("a1b2c3d4");
});

test("works with the account's token as well as with the instance's", async () => {
  const { standIn } = await startGatewayRig();
  const rig = createRig({ url: standIn.url, token: standIn.accountToken });
  await started(rig);

  expect(rig.platform.link().state).toBe("up");
  await rig.platform.close();
});
