import { expect, test } from "vitest";
import { buttonCard, groups, startBench } from "./harness.ts";

test("tells a group's owner, admins and counts as the platform does", async () => {
  const bench = await startBench();
  const chat = bench.chat(groups.launch);
  const reply = await bench.api("GET", `/im/v1/chats/${chat.chat_id}`);
  expect(reply.at("data")).toMatchObject({
    name: groups.launch,
    owner_id: bench.person(groups.launch, "owner"),
    owner_id_type: "open_id",
    bot_manager_id_list: [bench.appId],
    chat_mode: "group",
    group_message_type: "chat",
    user_count: String(chat.members.length),
    bot_count: "1",
    chat_status: "normal",
  });
  expect(reply.at("data.user_manager_id_list")).toHaveLength(2);
  expect(reply.at("data.pin_manage_setting")).toBeUndefined();
});

test("leaves the owner out when a bot owns the group", async () => {
  const bench = await startBench();
  const { chat_id: chatId } = bench.chat(groups.launch);
  bench.control.setBotRole(chatId, "owner");
  const reply = await bench.api("GET", `/im/v1/chats/${chatId}`);
  expect(reply.at("data")).not.toHaveProperty("owner_id");
  expect(reply.at("data")).not.toHaveProperty("owner_id_type");
  expect(reply.at("data.bot_manager_id_list")).toEqual([]);
});

test("tells outsiders little and in success", async () => {
  const bench = await startBench();
  const { chat_id: chatId } = bench.chat(groups.launch);
  bench.control.act({ action: "remove_bot", chat_id: chatId });
  const reply = await bench.api("GET", `/im/v1/chats/${chatId}`);
  expect(reply.code).toBe(0);
  expect(Object.keys(reply.at("data") as object).sort()).toEqual([
    "avatar",
    "bot_count",
    "chat_status",
    "name",
    "user_count",
  ]);
  const inside = await bench.api("GET", `/im/v1/chats/${chatId}/members/is_in_chat`);
  expect(inside.at("data")).toEqual({ is_in_chat: false });
  expect((await bench.api("GET", `/im/v1/chats/${chatId}/members`)).code).toBe(232011);
});

test("lists members, never bots, and the groups the bot is in", async () => {
  const bench = await startBench();
  const chat = bench.chat(groups.launch);
  const members = await bench.api("GET", `/im/v1/chats/${chat.chat_id}/members?page_size=100`);
  expect(members.at("data.member_total")).toBe(chat.members.length);
  expect(members.text).not.toContain(bench.control.state().app.open_id);
  const page = await bench.api("GET", `/im/v1/chats/${chat.chat_id}/members?page_size=3`);
  expect(page.at("data.has_more")).toBe(true);
  expect((await bench.api("GET", "/im/v1/chats")).at("data.items")).toHaveLength(5);
});

test("refuses chat ids that are none", async () => {
  const bench = await startBench();
  expect((await bench.api("GET", "/im/v1/chats/nonsense")).code).toBe(99992356);
  expect((await bench.api("GET", "/im/v1/chats/oc_unknown")).code).toBe(232006);
});

test("lets only an owning bot appoint admins, and only with the scope", async () => {
  const bench = await startBench();
  const { chat_id: chatId } = bench.chat(groups.launch);
  const member = bench.person(groups.launch, "member");
  const add = () =>
    bench.api("POST", `/im/v1/chats/${chatId}/managers/add_managers`, {
      body: { manager_ids: [member] },
    });
  expect((await add()).code).toBe(99991672);
  bench.control.setScope("im:chat.managers:write_only", true);
  expect((await add()).code).toBe(232038);
  bench.control.setBotRole(chatId, "owner");
  expect((await add()).at("data.chat_managers")).toContain(member);
});

test("lets admin bots remove people, but not the owner", async () => {
  const bench = await startBench();
  const { chat_id: chatId } = bench.chat(groups.launch);
  const remove = (openId: string) =>
    bench.api("DELETE", `/im/v1/chats/${chatId}/members`, { body: { id_list: [openId] } });
  expect((await remove(bench.person(groups.launch, "owner"))).code).toBe(232076);
  const member = bench.person(groups.launch, "member");
  expect((await remove(member)).code).toBe(0);
  expect(bench.chat(groups.launch).members.some(({ open_id }) => open_id === member)).toBe(false);
  bench.control.setBotRole(chatId, "member");
  expect((await remove(bench.person(groups.launch, "member"))).code).toBe(232014);
});

test("dissolving and speaking rights need an owner's rights", async () => {
  const bench = await startBench();
  const { chat_id: chatId } = bench.chat(groups.launch);
  const body = { moderation_setting: "only_owner" };
  expect((await bench.api("PUT", `/im/v1/chats/${chatId}/moderation`, { body })).code).toBe(232017);
  expect((await bench.api("DELETE", `/im/v1/chats/${chatId}`)).code).toBe(232017);
  bench.control.setBotRole(chatId, "owner");
  expect((await bench.api("PUT", `/im/v1/chats/${chatId}/moderation`, { body })).code).toBe(0);
  expect((await bench.api("DELETE", `/im/v1/chats/${chatId}`)).code).toBe(0);
  expect(bench.chat(groups.launch).chat_status).toBe("dissolved");
});

test("puts a message on the banner and takes it down, where the bot may", async () => {
  const bench = await startBench();
  const { chat_id: chatId } = bench.chat(groups.launch);
  const id = bench.say(groups.launch, "hello");
  const path = `/im/v1/chats/${chatId}/top_notice`;
  const body = { chat_top_notice: [{ action_type: "1", message_id: id }] };
  expect((await bench.api("POST", `${path}/put_top_notice`, { body })).code).toBe(0);
  expect(bench.chat(groups.launch).top_notice_message_id).toBe(id);
  expect((await bench.api("POST", `${path}/delete_top_notice`)).code).toBe(0);
  expect(bench.chat(groups.launch).top_notice_message_id).toBeNull();
  const strict = bench.chat(groups.announcements).chat_id;
  const other = {
    chat_top_notice: [{ action_type: "1", message_id: bench.say(groups.announcements, "x") }],
  };
  const refused = await bench.api("POST", `/im/v1/chats/${strict}/top_notice/put_top_notice`, {
    body: other,
  });
  expect(refused.code).toBe(232014);
});

test("reacts with known emoji only, once, and takes back only its own", async () => {
  const bench = await startBench();
  const id = bench.say(groups.launch, "hello");
  const react = (emoji: string) =>
    bench.api("POST", `/im/v1/messages/${id}/reactions`, {
      body: { reaction_type: { emoji_type: emoji } },
    });
  expect((await react("done")).code).toBe(231001);
  const first = await react("DONE");
  expect((await react("DONE")).at("data.reaction_id")).toBe(first.at("data.reaction_id"));
  bench.control.act({
    action: "react",
    message_id: id,
    open_id: bench.person(groups.launch, "owner"),
    emoji_type: "OK",
  });
  const listed = await bench.api("GET", `/im/v1/messages/${id}/reactions`);
  const [own, other] = [listed.at("data.items.0"), listed.at("data.items.1")];
  expect(own).toMatchObject({ operator: { operator_id: bench.appId, operator_type: "app" } });
  expect(other).toMatchObject({ reaction_type: { emoji_type: "OK" } });
  const remove = (reactionId: unknown) =>
    bench.api("DELETE", `/im/v1/messages/${id}/reactions/${String(reactionId)}`);
  expect((await remove(listed.at("data.items.1.reaction_id"))).code).toBe(231007);
  expect((await remove("unknown")).code).toBe(231011);
  expect((await remove(first.at("data.reaction_id"))).code).toBe(0);
  await bench.api("DELETE", `/im/v1/messages/${id}`);
  expect((await react("DONE")).code).toBe(231003);
});

test("shows an ephemeral card to a member of an ordinary group, and to nobody else", async () => {
  const bench = await startBench();
  const send = (chat: string, openId: string) =>
    bench.api("POST", "/ephemeral/v1/send", {
      body: {
        chat_id: bench.chat(chat).chat_id,
        open_id: openId,
        msg_type: "interactive",
        card: buttonCard({ a: 1 }),
      },
    });
  const member = bench.person(groups.launch, "member");
  const sent = await send(groups.launch, member);
  expect(bench.control.state().ephemeral).toMatchObject([
    { message_id: sent.at("data.message_id"), open_id: member },
  ]);
  expect((await send(groups.topics, bench.person(groups.topics, "member"))).code).toBe(230001);
  expect((await send(groups.launch, "ou_stranger")).code).toBe(230001);
  const remove = () =>
    bench.api("POST", "/ephemeral/v1/delete", { body: { message_id: sent.at("data.message_id") } });
  expect((await remove()).code).toBe(0);
  expect((await remove()).code).toBe(18051);
});

test("limits ephemeral cards to forty a second in a group", async () => {
  const bench = await startBench();
  await bench.token();
  const body = {
    chat_id: bench.chat(groups.launch).chat_id,
    open_id: bench.person(groups.launch, "member"),
    msg_type: "interactive",
    card: buttonCard({ a: 1 }),
  };
  const replies = await Promise.all(
    Array.from({ length: 42 }, () => bench.api("POST", "/ephemeral/v1/send", { body })),
  );
  expect(replies.filter(({ code }) => code === 230020).length).toBeGreaterThanOrEqual(1);
  expect(bench.control.state().violations.ephemeral).toBeGreaterThanOrEqual(1);
});

test("keeps the commands that an app registers for the / panel", async () => {
  const bench = await startBench();
  const path = "/application/v7/app_slash_commands";
  const body = { command: "pin", description: { default_value: "Pin a message" } };
  const created = await bench.api("POST", path, { body });
  expect(created.code).toBe(0);
  expect((await bench.api("POST", path, { body })).code).toBe(40000000);
  expect((await bench.api("GET", path)).at("data.items.0")).toMatchObject({ command: "pin" });
  expect(bench.control.state().app.slash_commands).toMatchObject([{ command: "pin" }]);
  const one = `${path}/${String(created.at("data.command_id"))}`;
  expect((await bench.api("DELETE", one)).code).toBe(0);
  expect((await bench.api("DELETE", one)).code).toBe(40000002);
});
