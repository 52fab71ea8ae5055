import { expect, test } from "vitest";
import type { MessageId } from "../../src/core/ids.ts";
import type { Capabilities } from "../../src/core/platform.ts";
import { type Problem, problem } from "../../src/core/problem.ts";
import type { Store } from "../../src/core/store.ts";
import { StoreError } from "../../src/store/store-error.ts";
import { aGroup, type GroupSetup, idOf } from "../conversation.ts";
import type { Death } from "../life.ts";

const people = { owner: "Li", admins: ["Mei"], members: ["Bo"] };
const minute = 60_000;

type AGroup = Awaited<ReturnType<typeof aGroup>>;

/** What is told of a group once everything has come to rest. */
const endOf = async (group: AGroup) => ({
  pinned: group.pinned(),
  gone: [...group.memory.messages.values()].filter(({ gone }) => gone).map(({ id }) => id),
  said: group.memory.said,
  cases: (await group.cases()).map(({ number, action, outcome, reason }) => ({
    number,
    action,
    outcome,
    reason,
  })),
  timers: await group.store.timers.count(),
  unfinished: await group.store.journal.unfinished(),
});

interface Scene {
  readonly from: string;
  readonly text: string;
  readonly replyTo: MessageId;
}

/** Each prepares a group and tells what is said in it. */
const scenes: Readonly<Record<string, (group: AGroup) => Scene>> = {
  "a pin": (group) => ({
    from: "Mei",
    text: "/pin read this",
    replyTo: group.message("Li", "Hello"),
  }),
  "a timed pin": (group) => ({
    from: "Mei",
    text: "/pin 1h read this",
    replyTo: group.message("Li", "Hello"),
  }),
  "an unpin": (group) => {
    const replyTo = group.message("Li", "Hello");
    group.pinsByHand("Li", replyTo);
    return { from: "Mei", text: "/unpin", replyTo };
  },
  "a recall by the author": (group) => ({
    from: "Bo",
    text: "/recall oops",
    replyTo: group.message("Bo", "Hello"),
  }),
  "a recall by an admin": (group) => ({
    from: "Mei",
    text: "/recall",
    replyTo: group.message("Bo", "Hello"),
  }),
  "a list": (group) => {
    const replyTo = group.message("Li", "Hello");
    group.pinsByHand("Li", replyTo);
    return { from: "Bo", text: "/pins", replyTo };
  },
  "a success whose mark is refused": (group) => {
    group.memory.failNext("react", ...Array<Problem>(3).fill(problem("scope-missing")));
    return { from: "Mei", text: "/pin", replyTo: group.message("Li", "Hello") };
  },
};

const play = (group: AGroup, scene: Scene, message?: MessageId): Promise<MessageId> =>
  group.says(scene.from, scene.text, {
    replyTo: scene.replyTo,
    ...(message === undefined ? {} : { message }),
  });

/** Plays a scene whose first life ends at a step, and delivers the command again; `undefined` without a death. */
const playAndDie = async (
  prepare: (group: AGroup) => Scene,
  death: Death,
  capabilities: Partial<Capabilities> = {},
) => {
  const group = await aGroup({ ...people, capabilities });
  const scene = prepare(group);
  group.diesAt(death);
  const message = await play(group, scene);
  if (!group.isDead()) return undefined;
  await group.crash();
  await play(group, scene, message);
  return group;
};

const deaths = function* (): Generator<Death> {
  for (let atStep = 1; ; atStep += 1) {
    yield { atStep, when: "before" };
    yield { atStep, when: "after" };
  }
};

test.each(Object.entries(scenes))(
  "%s acts and answers once, wherever the process dies",
  async (_, prepare) => {
    const undisturbed = await aGroup(people);
    await play(undisturbed, prepare(undisturbed));
    const expected = await endOf(undisturbed);
    expect(expected.said).toHaveLength(1);
    expect(expected.unfinished).toEqual([]);

    let lives = 0;
    for (const death of deaths()) {
      const group = await playAndDie(prepare, death);
      if (!group) break;
      lives += 1;
      expect({ death, ...(await endOf(group)) }).toEqual({ death, ...expected });
    }
    expect(lives).toBeGreaterThan(10);
  },
  60_000,
);

test("a denial is whispered at most once, wherever the process dies", async () => {
  let whispers = 0;
  for (const death of deaths()) {
    const group = await playAndDie(
      (one) => ({ from: "Bo", text: "/pin", replyTo: one.message("Li", "Hello") }),
      death,
    );
    if (!group) break;
    const { said, pinned, unfinished } = await endOf(group);
    expect(said.length).toBeLessThanOrEqual(1);
    expect({ pinned, unfinished }).toEqual({ pinned: [], unfinished: [] });
    whispers += said.length;
  }
  expect(whispers).toBeGreaterThan(5);
});

/** A platform on which all is said aloud, and no message has a key that makes its repeat the same message. */
const keyless = (again: "look" | "never"): Partial<Capabilities> => ({
  answers: { again, reply: "quote", mention: "id" },
  whispers: false,
  reactions: false,
});
const refused = (group: AGroup): Scene => ({
  from: "Bo",
  text: "/pin",
  replyTo: group.message("Li", "Hello"),
});

test.each(Object.entries({ ...scenes, "a denial": refused }))(
  "%s is answered once where the platform shows whether it was, wherever the process dies",
  async (_, prepare) => {
    const undisturbed = await aGroup({ ...people, capabilities: keyless("look") });
    await play(undisturbed, prepare(undisturbed));
    const expected = await endOf(undisturbed);
    expect(expected.said).toMatchObject([{ how: "reply" }]);

    for (const death of deaths()) {
      const group = await playAndDie(prepare, death, keyless("look"));
      if (!group) break;
      expect({ death, ...(await endOf(group)) }).toEqual({ death, ...expected });
    }
  },
  60_000,
);

test.each(Object.entries({ ...scenes, "a denial": refused }))(
  "%s acts once and is answered at most once where nothing shows whether it was",
  async (_, prepare) => {
    const undisturbed = await aGroup({ ...people, capabilities: keyless("never") });
    await play(undisturbed, prepare(undisturbed));
    const { said: _answers, ...expected } = await endOf(undisturbed);

    let answered = 0;
    for (const death of deaths()) {
      const group = await playAndDie(prepare, death, keyless("never"));
      if (!group) break;
      const { said, ...end } = await endOf(group);
      expect({ death, ...end }).toEqual({ death, ...expected });
      expect(said.length).toBeLessThanOrEqual(1);
      answered += said.length;
    }
    expect(answered).toBeGreaterThan(5);
  },
  60_000,
);

test("an answer that was lost on the way is left where nothing shows whether it arrived", async () => {
  const group = await aGroup({ ...people, capabilities: keyless("never") });
  group.memory.failNext("reply", "lost");
  await group.says("Bo", "/pins");
  expect(await group.store.journal.unfinished()).toEqual([]);
  await group.clock.advance(60 * minute);

  expect(await group.answers()).toHaveLength(1);
});

test("an answer that surely was not given is given later, with keys or without", async () => {
  const group = await aGroup({ ...people, capabilities: keyless("never") });
  group.memory.failNext("reply", problem("platform-down"), problem("platform-down"));
  await group.says("Bo", "/pins");
  expect(await group.answers()).toEqual([]);
  await group.clock.advance(minute);

  expect(await group.answers()).toHaveLength(1);
  expect(await group.store.journal.unfinished()).toEqual([]);
});

test("an answer whose command is gone begins with whom it is for, and tells them", async () => {
  const group = await aGroup({ ...people, capabilities: keyless("look") });
  const release = group.memory.hold("reply");
  const command = await group.says("Bo", "/pin", { replyTo: group.message("Li", "Hello") });
  const stored = group.memory.messages.get(command);
  if (stored) stored.gone = true;
  release();

  const [said, ...more] = await group.answers();
  expect(more).toEqual([]);
  expect(said).toMatchObject({ how: "post", mentions: [idOf("Bo")] });
  expect(said?.text).toMatch(/^Bo Only the owner/);
});

test("a command that dies again and again is given up, and its sender told", async () => {
  const group = await aGroup(people);
  const notice = group.message("Li", "Hello");
  group.memory.hold("chat");
  await group.says("Li", "/pin", { replyTo: notice });
  for (let life = 1; life < 5; life += 1) await group.crash();
  expect(await group.answers()).toEqual([]);
  await group.crash();

  expect(await group.answer()).toContain("was interrupted");
  expect(await group.store.journal.unfinished()).toEqual([]);
});

/** A store that refuses the n-th thing it is asked, counted from when it is armed, a few times. */
const failingStore = (failures: number) => {
  let until = Number.POSITIVE_INFINITY;
  let asked = 0;
  const asking =
    <Args extends unknown[], T>(ask: (...args: Args) => Promise<T>) =>
    (...args: Args): Promise<T> => {
      asked += 1;
      if (asked < until || asked >= until + failures) return ask(...args);
      const full = { failure: "full", message: "The disk is full.", fix: "Make room." } as const;
      return Promise.reject(new StoreError(full));
    };
  return {
    failAt: (step: number): void => {
      until = asked + step;
    },
    wasReached: () => asked >= until,
    through: (store: Store): Store => ({
      ...store,
      journal: {
        ...store.journal,
        begin: asking(store.journal.begin),
        acted: asking(store.journal.acted),
        finish: asking(store.journal.finish),
        uses: asking(store.journal.uses),
      },
      pins: {
        ...store.pins,
        put: asking(store.pins.put),
        remove: asking(store.pins.remove),
        list: asking(store.pins.list),
      },
      timers: {
        ...store.timers,
        set: asking(store.timers.set),
        cancel: asking(store.timers.cancel),
      },
      cases: { ...store.cases, append: asking(store.cases.append) },
      settings: { ...store.settings, list: asking(store.settings.list) },
      grants: { ...store.grants, list: asking(store.grants.list) },
    }),
  };
};

test.each(Object.entries(scenes))(
  "%s acts and answers once, whichever step the store refuses for a while",
  async (_, prepare) => {
    const undisturbed = await aGroup(people);
    await play(undisturbed, prepare(undisturbed));
    const expected = await endOf(undisturbed);

    for (let step = 1; ; step += 1) {
      const failing = failingStore(4);
      const setup: GroupSetup = { ...people, storeThrough: failing.through };
      const group = await aGroup(setup);
      const scene = prepare(group);
      failing.failAt(step);
      await play(group, scene);
      if (!failing.wasReached()) break;
      await group.clock.advance(minute);
      // Moments are those of the later try.
      const { said, ...end } = await endOf(group);
      expect({ step, ...end, said: said.length }).toEqual({ step, ...expected, said: 1 });
    }
  },
  60_000,
);

test("a stop in the middle leaves the command to the next start, which completes it once", async () => {
  const group = await aGroup(people);
  const notice = group.message("Li", "Hello");
  group.memory.failNext("pin", "hang");
  await group.says("Li", "/pin", { replyTo: notice });
  const stopped = group.stop();
  await group.clock.advance(10_000);
  await stopped;
  expect(await group.store.journal.unfinished()).toMatchObject([{ state: "running" }]);
  expect(await group.answers()).toEqual([]);

  await group.crash();

  expect(group.pinned()).toEqual([notice]);
  expect(await group.answers()).toMatchObject([{ how: "react", text: "pinned" }]);
  expect(await group.cases()).toMatchObject([{ action: "pin", outcome: "done" }]);
});

test("a stop while the role is looked up denies nobody", async () => {
  const group = await aGroup(people);
  const notice = group.message("Li", "Hello");
  group.memory.failNext("chat", "hang");
  await group.says("Li", "/pin", { replyTo: notice });
  const stopped = group.stop();
  await group.clock.advance(10_000);
  await stopped;

  await group.crash();

  expect(await group.answers()).toMatchObject([{ how: "react", text: "pinned" }]);
});

test("a stop waits for what can be finished in time", async () => {
  const group = await aGroup(people);
  const notice = group.message("Li", "Hello");
  const release = group.memory.hold("pin");
  await group.says("Li", "/pin", { replyTo: notice });
  const stopped = group.stop();
  release();
  await stopped;

  expect(await group.answers()).toMatchObject([{ how: "react" }]);
  expect(await group.store.journal.unfinished()).toEqual([]);
});

test("a pin by hand that was there before is not claimed by a command that runs again", async () => {
  const group = await aGroup(people);
  const notice = group.message("Li", "Hello");
  group.pinsByHand("Mei", notice);
  const release = group.memory.hold("pin");
  await group.says("Li", "/pin", { replyTo: notice });
  await group.crash();
  release();

  expect(await group.answer()).toBe("Already pinned by Mei on March 5 at 02:00.");
});

test("an earlier timed pin keeps its end when a second pin runs again after a crash", async () => {
  const group = await aGroup(people);
  const notice = group.message("Li", "Hello");
  await group.says("Mei", "/pin 1h", { replyTo: notice });
  await group.answers();
  await group.clock.advance(minute);
  const release = group.memory.hold("pin");
  await group.says("Li", "/pin", { replyTo: notice });
  await group.crash();
  release();

  expect(await group.answer()).toBe(
    "Already pinned by Mei on March 5 at 02:00, until March 5 at 03:00.",
  );
  expect(await group.store.timers.count()).toBe(1);
});

test("a connection that broke off over a change is told as not known", async () => {
  const group = await aGroup(people);
  group.memory.failNext("pin", { reason: "platform-down", effect: "maybe" });
  await group.says("Li", "/pin", { replyTo: group.message("Bo", "Hello") });

  expect(await group.answer()).toContain("I do not know whether it took effect");
});

test("a lost answer of the platform is told as not known, and so it is in the record", async () => {
  const group = await aGroup(people);
  const notice = group.message("Li", "Hello");
  group.memory.failNext("pin", "lost");

  await group.says("Li", "/pin", { replyTo: notice });

  expect(group.pinned()).toEqual([notice]);
  expect(await group.answer()).toContain("I do not know whether it took effect");
  expect(await group.cases()).toMatchObject([{ action: "pin", outcome: "unknown" }]);
});

test("what is older than a quarter of an hour is not run blindly", async () => {
  const group = await aGroup(people);
  const notice = group.message("Li", "Hello");
  await group.stop();
  await group.crash();
  const sentAtMs = group.clock.now() - 40 * minute;

  await group.says("Li", "/pin", { replyTo: notice, sentAtMs });

  expect(group.pinned()).toEqual([]);
  expect(await group.answer()).toBe(
    "Your /pin of 40 minutes ago reached me only now, so I did not run it. Send it again if you still want it.",
  );
});

test("a command that was begun before a long outage is not called untouched", async () => {
  const group = await aGroup(people);
  const notice = group.message("Li", "Hello");
  const release = group.memory.hold("react");
  const pinHeld = group.memory.hold("memberNames");
  await group.says("Li", "/pin", { replyTo: notice });
  expect(group.pinned()).toEqual([notice]);
  const [entry] = await group.store.journal.unfinished();
  expect(entry?.state).toBe("running");
  await group.clock.advance(30_000);
  group.stopsDead();
  await group.clock.advance(60 * minute);
  release();
  pinHeld();
  await group.crash();

  const said = await group.answer();
  expect(said).not.toContain("did not run it");
  expect(said).toContain("I do not know whether it took effect");
});

test("after more than an hour an answer that may have been given is not given again", async () => {
  const group = await aGroup(people);
  group.memory.failNext("reply", "hang");
  await group.says("Bo", "/pins");
  expect(await group.store.journal.unfinished()).toMatchObject([{ state: "answering" }]);
  group.stopsDead();
  await group.clock.advance(61 * minute);
  await group.crash();

  expect(await group.answers()).toEqual([]);
  expect(await group.store.journal.unfinished()).toEqual([]);
});

test("a clock that is far behind does not make new commands old", async () => {
  const group = await aGroup(people);
  const notice = group.message("Li", "Hello");

  await group.says("Li", "/pin", { replyTo: notice, sentAtMs: group.clock.now() + 86_400_000 });
  await group.says("Li", "/unpin", { replyTo: notice, sentAtMs: group.clock.now() - 86_400_000 });

  expect(await group.answers()).toMatchObject([{ text: "pinned" }, { text: "done" }]);
});

test("an event that comes five times, also across lives, acts and answers once", async () => {
  const group = await aGroup(people);
  const notice = group.message("Li", "Hello");
  const message = await group.says("Li", "/pin", { replyTo: notice });
  await group.says("Li", "/pin", { replyTo: notice, message });
  await group.restart();
  await group.says("Li", "/pin", { replyTo: notice, message });
  await group.crash();
  await group.says("Li", "/pin", { replyTo: notice, message });
  await group.clock.advance(7 * 60 * minute);
  await group.says("Li", "/pin", { replyTo: notice, message });

  expect(group.memory.calls.filter((name) => name === "pin")).toHaveLength(1);
  expect(await group.answers()).toHaveLength(1);
  expect(await group.cases()).toHaveLength(1);
});
