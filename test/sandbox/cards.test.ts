import { expect, test } from "vitest";
import { type Bench, buttonCard, groups, startBench } from "./harness.ts";
import { connect } from "./link.ts";

async function sendCard(bench: Bench, value: unknown): Promise<string> {
  const reply = await bench.api("POST", "/im/v1/messages?receive_id_type=chat_id", {
    body: {
      receive_id: bench.chat(groups.launch).chat_id,
      msg_type: "interactive",
      content: JSON.stringify(buttonCard(value)),
    },
  });
  return String(reply.at("data.message_id"));
}

async function sendEphemeral(bench: Bench, openId: string, value: unknown): Promise<string> {
  const reply = await bench.api("POST", "/ephemeral/v1/send", {
    body: {
      chat_id: bench.chat(groups.launch).chat_id,
      open_id: openId,
      msg_type: "interactive",
      card: buttonCard(value),
    },
  });
  return String(reply.at("data.message_id"));
}

test("a click reaches the handler, and its answer replaces the card and shows a toast", async () => {
  const bench = await startBench();
  const next = buttonCard({ a: "again" }, "Done");
  const link = await connect(bench, () => ({
    toast: { type: "success", content: "Done" },
    card: { type: "raw", data: next },
  }));
  const id = await sendCard(bench, { a: "go" });
  const member = bench.person(groups.launch, "member");
  const result = await bench.control.click({ message_id: id, open_id: member, value: { a: "go" } });
  expect(result).toEqual({ toast: { type: "success", content: "Done" }, card_updated: true });
  expect(link.heard[0]).toMatchObject({
    event_type: "card.action.trigger",
    operator: { open_id: member },
    action: { value: { a: "go" }, tag: "button" },
    host: "im_message",
    context: { open_message_id: id, open_chat_id: bench.chat(groups.launch).chat_id },
  });
  expect(link.heard[0]?.token).toMatch(/^c-/);
  expect(link.heard[0]?.create_time).toMatch(/^\d{16}$/);
  expect(JSON.parse(bench.control.state().messages.at(-1)?.content ?? "")).toEqual(next);
});

test("an ephemeral card is for its addressee alone, and is replaced likewise", async () => {
  const bench = await startBench();
  await connect(bench, () => ({ card: { type: "raw", data: buttonCard({ a: 2 }, "Next") } }));
  const member = bench.person(groups.launch, "member");
  const id = await sendEphemeral(bench, member, { a: 1 });
  const other = bench.person(groups.launch, "owner");
  const refused = await bench.control.tryClick({ message_id: id, open_id: other, value: { a: 1 } });
  expect(refused.code).not.toBe(0);
  const result = await bench.control.click({ message_id: id, open_id: member, value: { a: 1 } });
  expect(result.card_updated).toBe(true);
  expect(JSON.stringify(bench.control.state().ephemeral[0]?.card)).toContain("Next");
});

test("nobody clicks what is not there", async () => {
  const bench = await startBench();
  await connect(bench);
  const id = await sendCard(bench, { a: "go" });
  const member = bench.person(groups.launch, "member");
  const click = async (body: object) =>
    (await bench.control.tryClick({ message_id: id, open_id: member, value: { a: "go" }, ...body }))
      .code;
  expect(await click({ value: { a: "forged" } })).not.toBe(0);
  expect(await click({ open_id: bench.person(groups.overseas, "owner") })).not.toBe(0);
  expect(await click({ message_id: bench.say(groups.launch, "no card") })).not.toBe(0);
  expect(await click({})).toBe(0);
});

test.each([
  ["nothing", undefined, { card_updated: false }],
  ["an empty object", {}, { card_updated: false }],
  ["a string", "nonsense", { error_code: 200672 }],
  ["a broken card", { card: { type: "raw", data: { schema: "2.0" } } }, { error_code: 200673 }],
  [
    "a 1.0 card for a 2.0 one",
    { card: { type: "raw", data: { elements: [] } } },
    { error_code: 200830 },
  ],
  ["a template", { card: { type: "template", data: {} } }, { error_code: 200673 }],
])("an answer of %s does what the platform does", async (_, answer, expected) => {
  const bench = await startBench();
  await connect(bench, () => answer);
  const id = await sendCard(bench, { a: "go" });
  const openId = bench.person(groups.launch, "member");
  const result = await bench.control.click({ message_id: id, open_id: openId, value: { a: "go" } });
  expect(result).toMatchObject(expected);
});

test("shows an error when nobody answers in time, once and never again", async () => {
  const bench = await startBench({ ackTimeoutMs: 40, redeliveryMs: [10] });
  const link = await connect(bench, () => new Promise(() => undefined));
  const id = await sendCard(bench, { a: "go" });
  const openId = bench.person(groups.launch, "member");
  const result = await bench.control.click({ message_id: id, open_id: openId, value: { a: "go" } });
  expect(result).toMatchObject({
    card_updated: false,
    error_code: 200341,
    toast: { type: "error" },
  });
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(link.heard).toHaveLength(1);
});

test("shows other errors for a failing handler, no client, and frames of the wrong type", async () => {
  const bench = await startBench({ ackTimeoutMs: 60 });
  const id = await sendCard(bench, { a: "go" });
  const openId = bench.person(groups.launch, "member");
  const click = async () =>
    (await bench.control.click({ message_id: id, open_id: openId, value: { a: "go" } })).error_code;
  expect(await click()).toBe(200340);
  await connect(bench, () => {
    throw new Error("broken");
  });
  expect(await click()).toBe(200671);
  bench.control.fault({ kind: "card_frames" });
  expect(await click()).toBe(200341);
});

test("a click's token updates the card twice, after the answer, for half an hour", async () => {
  const bench = await startBench();
  const tokens: string[] = [];
  const early: unknown[] = [];
  const update = (token: string, card: unknown = buttonCard({ a: "go" }, "Later")) =>
    bench.api("POST", "/interactive/v1/card/update", { body: { token, card } });
  await connect(bench, async (event) => {
    tokens.push(event.token);
    early.push((await update(event.token)).code);
  });
  const id = await sendCard(bench, { a: "go" });
  const openId = bench.person(groups.launch, "member");
  const click = () => bench.control.click({ message_id: id, open_id: openId, value: { a: "go" } });
  await click();
  const token = tokens[0] ?? "";
  expect(early).toEqual([11310]);
  expect((await update("nonsense")).code).toBe(300020);
  expect((await bench.api("POST", "/interactive/v1/card/update", { body: { token } })).code).toBe(
    10002,
  );
  expect((await update(token)).code).toBe(0);
  expect(bench.control.state().messages.at(-1)?.content).toContain("Later");
  expect((await update(token, { schema: "2.0" })).code).toBe(11311);
  expect((await update(token)).code).toBe(300040);
  await click();
  bench.advance(30 * 60_000 + 1);
  expect((await update(tokens[1] ?? "")).code).toBe(300030);
});

test("a choice in a select is passed on, and only an offered one", async () => {
  const bench = await startBench();
  const link = await connect(bench);
  const card = {
    schema: "2.0",
    body: {
      elements: [
        {
          tag: "select_static",
          name: "choice",
          options: [{ text: { tag: "plain_text", content: "One" }, value: "1" }],
          behaviors: [{ type: "callback", value: { pick: true } }],
        },
      ],
    },
  };
  const member = bench.person(groups.launch, "member");
  const sent = await bench.api("POST", "/ephemeral/v1/send", {
    body: {
      chat_id: bench.chat(groups.launch).chat_id,
      open_id: member,
      msg_type: "interactive",
      card,
    },
  });
  const id = String(sent.at("data.message_id"));
  const body = { message_id: id, open_id: member, value: { pick: true }, tag: "select_static" };
  expect((await bench.control.tryClick({ ...body, option: "2" })).code).not.toBe(0);
  await bench.control.click({ ...body, option: "1" });
  expect(link.heard[0]).toMatchObject({ action: { option: "1", name: "choice" } });
});
