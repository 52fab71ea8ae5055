import { expect, test } from "vitest";
import type { Segment } from "../../src/core/events.ts";
import { aGroup, idOf } from "../conversation.ts";

const people = { owner: "Li", admins: ["Mei"], members: ["Bo"] };
const here = { platform: "memory", account: "test" };

type AGroup = Awaited<ReturnType<typeof aGroup>>;

const bo: Segment = { kind: "mention", user: idOf("Bo"), name: "Bo", isBot: false };
const text = (words: string): Segment => ({ kind: "text", text: words });

/** What somebody says, after what. */
const scenes: Readonly<
  Record<string, { readonly before?: readonly Segment[]; readonly said: readonly Segment[] }>
> = {
  "a grant": { said: [text("/grant "), bo, text(" pin 1d launch")] },
  "a revocation": {
    before: [text("/grant "), bo, text(" pin 1d")],
    said: [text("/revoke "), bo, text(" pin")],
  },
  "a setting": { said: [text("/settings feedback full")] },
};

const endOf = async (group: AGroup) => ({
  grants: (await group.store.grants.list(here, group.chat)).map(({ user, what }) => [user, what]),
  settings: (await group.store.settings.list(here, group.chat)).map(({ key, value }) => [
    key,
    value,
  ]),
  cases: (await group.cases()).map(({ number, action, outcome }) => [number, action, outcome]),
  timers: await group.store.timers.count(),
  unfinished: await group.store.journal.unfinished(),
});

const prepared = async (before: readonly Segment[] | undefined): Promise<AGroup> => {
  const group = await aGroup(people);
  if (before) await group.deliver("Li", before);
  await group.answers();
  return group;
};

/** More steps than any of these takes. */
const steps = Array.from({ length: 25 }, (_, index) => index + 1);

test.each(Object.entries(scenes))(
  "%s happens and is on record once, wherever the process dies",
  async (_, { before, said }) => {
    const undisturbed = await prepared(before);
    await undisturbed.deliver("Mei", said);
    const expected = await endOf(undisturbed);
    expect(expected.cases).toHaveLength(before ? 2 : 1);

    for (const atStep of steps) {
      for (const when of ["before", "after"] as const) {
        const group = await prepared(before);
        group.diesAt({ atStep, when });
        const command = await group.deliver("Mei", said);
        await group.crash();
        // What was not acknowledged, the platform delivers again.
        await group.deliver("Mei", said, { message: command });
        expect({ atStep, when, ...(await endOf(group)) }).toEqual({ atStep, when, ...expected });
      }
    }
  },
);
