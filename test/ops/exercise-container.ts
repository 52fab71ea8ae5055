import { setTimeout as pause } from "node:timers/promises";
import type { SandboxState } from "../../src/sandbox/state.ts";

/**
 * Used by `.ci/container`: drives a bot that runs in a container, from outside, through a sandbox.
 *   node test/ops/exercise-container.ts <sandbox URL> <URL of the bot's HTTP server>
 * Exits with 0 when the bot connected, is healthy and pinned what an owner told it to pin.
 */
const [sandboxUrl = "", botUrl = ""] = process.argv.slice(2);
const patienceMs = 30_000;

/** What `attempt` returns once it is there; it may throw while things are still starting. */
const eventually = async <T>(what: string, attempt: () => Promise<T | undefined>): Promise<T> => {
  const untilMs = Date.now() + patienceMs;
  let last: unknown;
  while (Date.now() < untilMs) {
    try {
      const result = await attempt();
      if (result !== undefined) {
        process.stdout.write(`ok: ${what}\n`);
        return result;
      }
    } catch (error) {
      last = error;
    }
    await pause(200);
  }
  throw new Error(`did not happen within ${patienceMs / 1000} s: ${what}`, { cause: last });
};

const green = (path: string) =>
  eventually(`${path} is 200`, async () =>
    (await fetch(botUrl + path)).status === 200 ? true : undefined,
  );

const state = async (): Promise<SandboxState> =>
  (await (await fetch(`${sandboxUrl}/sandbox/state`)).json()) as SandboxState;

const say = async (body: object): Promise<string> => {
  const answer = await fetch(`${sandboxUrl}/sandbox/messages`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`the sandbox refused a message: ${await answer.text()}`);
  return ((await answer.json()) as { readonly message_id: string }).message_id;
};

await green("/readyz");
await green("/healthz");

const group = (await state()).chats.find(
  (chat) => chat.chat_mode === "group" && chat.bot_role === "admin",
);
const owner = group?.members.find((member) => member.role === "owner");
if (!group || !owner) throw new Error("the sandbox has no group whose admin is the bot");
const who = { chat_id: group.chat_id, open_id: owner.open_id };
const target = await say({ ...who, text: "Release notes" });
await say({ ...who, text: "/pin", parent_id: target });
await eventually("the message is pinned", async () =>
  (await state()).pins.some((pin) => pin.message_id === target) ? true : undefined,
);
