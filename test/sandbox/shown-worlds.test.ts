import { expect, onTestFinished, test } from "vitest";
import { startFeishuSandbox } from "../../src/sandbox/feishu/sandbox.ts";
import { startOtherPlatforms } from "../../src/sandbox/other-platforms.ts";
import type { SandboxPlatform, SandboxRole, SandboxState } from "../../src/sandbox/state.ts";

interface Answered {
  readonly status: number;
  readonly body: { readonly message_id?: string; readonly msg?: string };
}

/** All three look-alikes behind one server, without a bot. */
const running = async () => {
  const others = await startOtherPlatforms();
  onTestFinished(() => others.close());
  const feishu = await startFeishuSandbox({ besides: others.worlds });
  onTestFinished(() => feishu.close());

  const state = async (): Promise<SandboxState> =>
    (await (await fetch(`${feishu.url}/sandbox/state`)).json()) as SandboxState;
  const first = await state();
  const post = async (what: "messages" | "actions", body: object): Promise<Answered> => {
    const response = await fetch(`${feishu.url}/sandbox/${what}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Answered["body"] };
  };
  const groupOn = (platform: SandboxPlatform) => {
    const chat = first.chats.find((one) => one.platform === platform);
    if (chat === undefined) throw new Error(`no chat on ${platform}`);
    const person = (role: SandboxRole): string => {
      const found = chat.members.find((one) => one.role === role);
      if (found === undefined) throw new Error(`no ${role} on ${platform}`);
      return found.open_id;
    };
    const say = async (open_id: string, text: string, parent_id?: string): Promise<string> => {
      const said = await post("messages", {
        chat_id: chat.chat_id,
        open_id,
        text,
        ...(parent_id === undefined ? {} : { parent_id }),
      });
      return said.body.message_id ?? "";
    };
    const act = (action: string, message_id: string, open_id: string) =>
      post("actions", { action, message_id, open_id });
    return { chat, person, say, act };
  };
  return { feishu, first, state, post, groupOn };
};

test("the state holds a group of each platform, its talk in order, and no id twice", async () => {
  const { first } = await running();

  expect(new Set(first.chats.map(({ platform }) => platform))).toEqual(
    new Set(["feishu", "imkit", "whatsapp"]),
  );
  const times = first.messages.map(({ create_time }) => Number(create_time));
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(Math.max(...times)).toBeLessThanOrEqual(Date.now());
  const ids = first.messages.map(({ message_id }) => message_id);
  expect(new Set(ids).size).toBe(ids.length);
});

test.each(["imkit", "whatsapp"] as const)(
  "on %s a reply, a mention, a pin and a recall by hand show in the state",
  async (platform) => {
    const { state, groupOn } = await running();
    const { chat, person, say, act } = groupOn(platform);
    const before = (await state()).rev;
    const notice = await say(person("member"), "Bring gloves");
    const reply = await say(
      person("admin"),
      `<at user_id="${chat.bot.mention_id}"></at> look`,
      notice,
    );
    expect(await act("pin", notice, person("admin"))).toMatchObject({ status: 200 });

    const shown = await state();
    expect(shown.rev).toBeGreaterThan(before);
    const said = shown.messages.find(({ message_id }) => message_id === reply);
    expect(said).toMatchObject({
      parent_id: notice,
      mentions: [{ id: chat.bot.mention_id, name: chat.bot.name }],
      sender: { id: person("admin"), id_type: "open_id" },
    });
    const [pin] = shown.pins.filter(({ chat_id }) => chat_id === chat.chat_id);
    expect(pin).toMatchObject({ message_id: notice, operator_id: person("admin") });
    // Only WhatsApp takes pins down by itself.
    expect(pin?.ends_at ?? null).toBe(
      platform === "whatsapp" ? String(Number(pin?.create_time) + 7 * 86_400_000) : null,
    );

    await act("unpin", notice, person("admin"));
    await act("recall", notice, person("member"));
    const after = await state();
    expect(after.pins.map(({ message_id }) => message_id)).not.toContain(notice);
    expect(after.messages.find(({ message_id }) => message_id === notice)).toMatchObject({
      deleted: true,
      content: "",
    });
  },
);

test("an IMKit room has one pin: a second by hand takes the place of the first", async () => {
  const { state, groupOn } = await running();
  const { chat, person, say, act } = groupOn("imkit");
  const [one, two] = [await say(person("owner"), "one"), await say(person("owner"), "two")];

  await act("pin", one, person("owner"));
  await act("pin", two, person("owner"));

  const pins = (await state()).pins.filter(({ chat_id }) => chat_id === chat.chat_id);
  expect(pins.map(({ message_id }) => message_id)).toEqual([two]);
});

test.each(["imkit", "whatsapp"] as const)(
  "on %s members may neither pin nor recall what others said, and strangers may nothing",
  async (platform) => {
    const { state, groupOn, post } = await running();
    const { chat, person, say, act } = groupOn(platform);
    const notice = await say(person("owner"), "Bring gloves");
    const stranger = groupOn("feishu").person("owner");

    expect(await act("pin", notice, person("member"))).toMatchObject({ status: 400 });
    expect(await act("recall", notice, person("member"))).toMatchObject({ status: 400 });
    expect(await act("recall", notice, stranger)).toMatchObject({ status: 400 });
    expect(
      await post("messages", { chat_id: chat.chat_id, open_id: stranger, text: "hello" }),
    ).toMatchObject({ status: 400 });
    expect((await state()).messages.find(({ message_id }) => message_id === notice)).toMatchObject({
      deleted: false,
    });
  },
);

test.each(["imkit", "whatsapp"] as const)(
  "on %s nobody replies across groups, and what the platform lacks is refused",
  async (platform) => {
    const { groupOn, post } = await running();
    const { chat, person } = groupOn(platform);
    const other = platform === "imkit" ? groupOn("whatsapp") : groupOn("imkit");
    const foreign = await other.say(other.person("owner"), "hello");
    const said = { chat_id: chat.chat_id, open_id: person("owner"), text: "hello" };

    expect(await post("messages", { ...said, parent_id: foreign })).toMatchObject({ status: 400 });
    expect(await post("actions", { action: "dissolve", chat_id: chat.chat_id })).toMatchObject({
      status: 400,
    });
  },
);

test.each(["imkit", "whatsapp"] as const)(
  "on %s members become admins and back, the bot too, and the owner stays",
  async (platform) => {
    const { state, groupOn, post } = await running();
    const { chat, person } = groupOn(platform);
    const chat_id = chat.chat_id;
    const now = async () => (await state()).chats.find((one) => one.chat_id === chat_id);
    const someone = person("member");
    const roleOfSomeone = async () =>
      (await now())?.members.find(({ open_id }) => open_id === someone)?.role;

    await post("actions", { action: "set_role", chat_id, open_id: someone, role: "admin" });
    expect(await roleOfSomeone()).toBe("admin");
    await post("actions", { action: "set_role", chat_id, open_id: someone, role: "member" });
    expect(await roleOfSomeone()).toBe("member");
    expect(
      await post("actions", {
        action: "set_role",
        chat_id,
        open_id: person("owner"),
        role: "member",
      }),
    ).toMatchObject({ status: 400 });

    await post("actions", { action: "set_bot_role", chat_id, role: "member" });
    expect((await now())?.bot_role).toBe("member");
    await post("actions", { action: "remove_bot", chat_id });
    expect((await now())?.bot_role).toBeNull();
    await post("actions", { action: "add_bot", chat_id });
    expect((await now())?.bot_role).toBe("member");
  },
);

test("changes on every platform are announced", async () => {
  const { feishu, groupOn } = await running();
  const ending = new AbortController();
  const response = await fetch(`${feishu.url}/sandbox/events`, { signal: ending.signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const next = async (): Promise<number> => {
    const { value = "" } = (await reader?.read()) ?? {};
    return Number(/"rev":(\d+)/.exec(value)?.[1]);
  };
  let rev = await next();
  for (const platform of ["feishu", "imkit", "whatsapp"] as const) {
    const { person, say } = groupOn(platform);
    await say(person("owner"), "hello");

    const announced = await next();
    expect(announced).toBeGreaterThan(rev);
    rev = announced;
  }
  ending.abort();
});
