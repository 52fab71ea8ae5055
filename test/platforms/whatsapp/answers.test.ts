import { expect, test } from "vitest";
import type { ChatId, UserId } from "../../../src/core/ids.ts";
import { startGatewayRig } from "./gateway-rig.ts";
import { options, ref } from "./rig.ts";

const words = { lines: [["Pinned for ", { bold: "7 days" }, "."]] };

test("replies to the command, in text, with nothing but what is documented", async () => {
  const { platform, standIn, group, member } = await startGatewayRig();
  const command = standIn.control.say({ by: member, chat: group.jid, text: "/pin" });

  const sent = await platform.ports.reply(ref(group.jid, command.id), words, {
    ...options(),
    key: "k1",
  });

  expect(standIn.control.calls().at(-1)).toMatchObject({
    method: "POST",
    path: "/api/message/text/steward",
    request: {
      number: group.jid,
      message: "Pinned for *7 days*.",
      linkPreview: false,
      replyTo: command.id,
    },
  });
  const said = standIn.control.messages(group.jid).at(-1);
  expect(said).toMatchObject({ fromMe: true, replyTo: command.id });
  expect(sent).toEqual({ ok: true, value: said?.id });
});

test("a repeated send under one key is one message", async () => {
  const { platform, standIn, group } = await startGatewayRig();
  const send = () => platform.ports.post(group.jid as ChatId, words, { ...options(), key: "same" });

  const [one, two] = await Promise.all([send(), send()]);
  const three = await send();

  expect(one).toEqual(two);
  expect(three).toEqual(one);
  expect(standIn.control.messages(group.jid)).toHaveLength(1);
});

test("a send that may have arrived is never sent again under its key", async () => {
  const { platform, standIn, group } = await startGatewayRig({ timeoutMs: 200 });
  standIn.control.fault({ kind: "silence", after_effect: true, path: "message/text" });
  const send = () => platform.ports.post(group.jid as ChatId, words, { ...options(), key: "same" });

  const first = await send();
  const second = await send();

  expect(first).toMatchObject({ ok: false, problem: { reason: "timeout", effect: "maybe" } });
  expect(second).toEqual(first);
  expect(standIn.control.messages(group.jid)).toHaveLength(1);
});

test("a send that was refused may be tried again", async () => {
  const { platform, standIn, group } = await startGatewayRig();
  standIn.control.setState("disconnected");
  const send = () => platform.ports.post(group.jid as ChatId, words, { ...options(), key: "same" });

  expect(await send()).toMatchObject({ ok: false, problem: { effect: "none" } });
  standIn.control.setState("connected");
  expect(await send()).toMatchObject({ ok: true });
});

test("a command that is not known any more is told as gone, so that core speaks openly", async () => {
  const { platform, standIn, group, member } = await startGatewayRig();
  const old = standIn.control.say({ by: member, chat: group.jid, text: "/pin", known: false });

  const sent = await platform.ports.reply(ref(group.jid, old.id), words, {
    ...options(),
    key: "k",
  });

  expect(sent).toMatchObject({ ok: false, problem: { reason: "message-gone", effect: "none" } });
});

test("whispers and reactions are refused without a call", async () => {
  const { platform, standIn, group, member } = await startGatewayRig();
  const { ports } = platform;
  const before = standIn.control.calls().length;

  const whispered = await ports.whisper(
    group.jid as ChatId,
    member.jid as UserId,
    words,
    options(),
  );
  const reacted = await ports.react(ref(group.jid, "3EB0C767D26B8A1C2D3E"), "done", options());

  expect(whispered).toMatchObject({ problem: { reason: "chat-kind-unsupported" } });
  expect(reacted).toMatchObject({ problem: { reason: "reaction-refused" } });
  expect(standIn.control.calls()).toHaveLength(before);
});
