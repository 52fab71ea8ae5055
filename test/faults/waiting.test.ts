import { expect, test, vi } from "vitest";
import { describeViolations } from "../../bench/limit-violations.ts";
import { botInSandbox, oneMark, patient } from "./bot-in-sandbox.ts";

const sign = "OneSecond";

test("in a flood of one group who waits sees it, within the limits, and no sign is left", async (context) => {
  const bot = await botInSandbox(context, { sandbox: { latencyMs: 60 } });
  const signed = new Set<string>();
  let put = 0;
  bot.world.onEvent((event) => {
    if (event.type !== "im.message.reaction.created_v1") return;
    const body = event.body();
    if (!JSON.stringify(body.reaction_type).includes(sign)) return;
    put += 1;
    signed.add(String(body.message_id));
  });
  const notices = Array.from({ length: 40 }, (_, index) => bot.write("owner", `Note ${index}`));

  const typed = notices.map((notice) => bot.say("admin", "/pin", notice));
  for (const one of typed) await bot.answered(one);
  await bot.quiet();

  expect(bot.pinned()).toHaveLength(40);
  expect(typed.map(bot.answers)).toEqual(typed.map(() => oneMark));
  // The first ones are answered before anybody wonders; those behind wait for seconds, and see it on the command or,
  // while reactions are needed for answers, on one private card.
  expect(signed.size + bot.called("POST", "/ephemeral/v1/send")).toBeGreaterThan(0);
  expect(put).toBe(signed.size);
  expect(signed).not.toContain(typed[0]?.message);
  await vi.waitFor(() => {
    const left = [...bot.world.messages.values()].filter(({ reactions }) =>
      [...reactions.values()].some(({ emojiType }) => emojiType === sign),
    );
    expect({ marks: left, cards: [...bot.world.ephemeral.values()] }).toEqual({
      marks: [],
      cards: [],
    });
  }, patient);
  expect(describeViolations(bot.control.arrivals())).toEqual([]);
});
