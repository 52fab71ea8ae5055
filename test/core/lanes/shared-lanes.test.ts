import { describe, expect, test } from "vitest";
import type { ChatId, MessageId } from "../../../src/core/ids.ts";
import { NotOurTurn, type RunEntry } from "../../../src/core/lanes/lane-work.ts";
import { createLanes } from "../../../src/core/lanes/lanes.ts";
import type { News, Ownership } from "../../../src/core/lanes/ownership.ts";
import { createSharedLanes } from "../../../src/core/lanes/shared-lanes.ts";
import type { JournalEntry } from "../../../src/core/store.ts";
import { silentLog } from "../../conversation.ts";
import { fakeClock, settle } from "../../fake-clock.ts";

const lane = "feishu:cli_a:oc_a";

const entryOf = (sequence: number): JournalEntry => ({
  key: `key ${sequence}`,
  sequence,
  invocation: {
    platform: "feishu",
    account: "cli_a",
    chat: "oc_a" as ChatId,
    chatKind: "group",
    message: `om_${sequence}` as MessageId,
    command: "pin",
    args: [],
    inThread: false,
    sentAtMs: 0,
  },
  acceptedAtMs: 0,
  state: "accepted",
  attempts: 0,
});

/** A journal of one lane and its ownership, for as many processes as a test starts. */
const aTown = () => {
  const clock = fakeClock();
  const open = new Map<number, JournalEntry>();
  const told: News[] = [];
  const ran: string[] = [];
  let holder: string | undefined;
  let sequence = 0;

  const write = (): JournalEntry => {
    sequence += 1;
    const entry = entryOf(sequence);
    open.set(sequence, entry);
    return entry;
  };

  const start = (name: string, run?: RunEntry) => {
    const tenures = new Set<AbortController>();
    const ownership: Ownership = {
      take: () => {
        if (holder !== undefined && holder !== name) return Promise.resolve(undefined);
        holder = name;
        const lost = new AbortController();
        tenures.add(lost);
        const release = (): void => {
          tenures.delete(lost);
          if (tenures.size === 0 && holder === name) holder = undefined;
        };
        return Promise.resolve({ lost: lost.signal, release });
      },
      tell: (news) => void told.push(news),
      backlog: () => open.size,
      instances: () => 2,
      isHeardOf: () => true,
      listen: () => {},
    };
    const bugs: unknown[] = [];
    const lanes = createLanes({
      clock,
      maxWaiting: 100,
      maxWaitingPerChat: 10,
      onBug: (error) => void bugs.push(error),
    });
    const work = createSharedLanes({
      lanes,
      ownership,
      journal: {
        next: (_lane, after) =>
          Promise.resolve([...open.values()].find((entry) => entry.sequence > after)),
      },
      run: async (entry, ...turn) => {
        ran.push(`${name} ${entry.sequence}`);
        await run?.(entry, ...turn);
        open.delete(entry.sequence);
      },
      maxWaitingPerChat: () => 10,
      clock,
      log: silentLog,
      onBug: (error) => void bugs.push(error),
    });
    return {
      work,
      bugs,
      /** It is told that its lanes may be another's. */
      lose: (): void => {
        holder = undefined;
        for (const lost of [...tenures]) lost.abort();
        tenures.clear();
      },
    };
  };
  return { clock, open, told, ran, write, start, holder: () => holder };
};

describe("a lane that several processes share", () => {
  test("is worked off in order of acceptance, whoever accepted", async () => {
    const town = aTown();
    const one = town.start("one");
    town.write();
    const own = town.write();
    town.write();
    one.work.command(lane, Promise.resolve([own]));
    await settle();
    expect(town.ran).toEqual(["one 1", "one 2", "one 3"]);
    expect(town.holder()).toBeUndefined();
  });

  test("is left to the process that has it, which is told", async () => {
    const town = aTown();
    const gate = Promise.withResolvers<void>();
    const one = town.start("one", () => gate.promise);
    const other = town.start("other");
    one.work.command(lane, Promise.resolve([town.write()]));
    await settle();
    other.work.command(lane, Promise.resolve([town.write()]));
    await settle();
    expect(town.told).toEqual([{ kind: "work", lane }]);
    gate.resolve();
    await settle();
    expect(town.ran).toEqual(["one 1", "one 2"]);
  });

  test("lets a command take those behind it, which are not run again", async () => {
    const town = aTown();
    const taken: (number | undefined)[] = [];
    const one = town.start("one", async ({ sequence }, _, behind) => {
      if (sequence > 1) return;
      const wanted = (entry: JournalEntry) => Promise.resolve(entry.sequence !== 3);
      for (let tries = 0; tries < 2; tries += 1) taken.push((await behind?.take(wanted))?.sequence);
      town.open.delete(2);
    });
    for (let count = 0; count < 4; count += 1) town.write();
    one.work.wake(lane);
    await settle();

    expect(taken).toEqual([2, undefined]);
    expect(town.ran).toEqual(["one 1", "one 3", "one 4"]);
  });

  test("is begun anew by another process where a dead one stopped", async () => {
    const town = aTown();
    const one = town.start(
      "one",
      (_, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => reject(new Error("stopped")));
        }),
    );
    const other = town.start("other");
    one.work.command(lane, Promise.resolve([town.write()]));
    await settle();
    one.lose();
    other.work.wake(lane);
    await settle();
    expect(town.ran).toEqual(["one 1", "other 1"]);
    expect(one.bugs).toEqual([]);
  });

  test("can come back to a process that lost it", async () => {
    const town = aTown();
    let tries = 0;
    const one = town.start("one", (_, signal) => {
      tries += 1;
      if (tries > 1) return Promise.resolve();
      return new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => reject(new Error("stopped")));
      });
    });
    one.work.wake(lane);
    town.write();
    await settle();
    one.lose();
    await settle();
    one.work.wake(lane);
    await settle();
    expect(town.ran).toEqual(["one 1", "one 1"]);
  });

  test("is not held up by a command that fails, nor is that tried over and over", async () => {
    const town = aTown();
    const one = town.start("one", ({ sequence }) =>
      sequence === 1 ? Promise.reject(new Error("a bug")) : Promise.resolve(),
    );
    town.write();
    town.write();
    one.work.wake(lane);
    await settle();
    one.work.wake(lane);
    await settle();
    expect(town.ran).toEqual(["one 1", "one 2"]);
    expect(one.bugs).toHaveLength(1);
  });

  test("gives other things their turn after the commands before them", async () => {
    const town = aTown();
    const one = town.start("one");
    town.write();
    const done = one.work.inTurn(lane, () => {
      town.ran.push("task");
      return Promise.resolve("done");
    });
    await settle();
    expect(await done).toBe("done");
    expect(town.ran).toEqual(["one 1", "task"]);
  });

  test("makes other things wait for the process that has it, not for ever", async () => {
    const town = aTown();
    const gate = Promise.withResolvers<void>();
    const one = town.start("one", () => gate.promise);
    const other = town.start("other");
    one.work.command(lane, Promise.resolve([town.write()]));
    await settle();
    const impatient = expect(
      other.work.inTurn(lane, () => Promise.resolve(), 1_000),
    ).rejects.toThrow(NotOurTurn);
    const patient = other.work.inTurn(lane, () => Promise.resolve("late"));
    await town.clock.advance(2_000);
    await impatient;
    gate.resolve();
    await town.clock.advance(1_000);
    expect(await patient).toBe("late");
  });

  test("stays with a process that will continue a command, until that is over or the lane is lost", async () => {
    const town = aTown();
    const one = town.start("one");
    const other = town.start("other");
    const lost: string[] = [];
    one.work.keep(lane, "a", () => void lost.push("a"));
    one.work.keep(lane, "b", () => void lost.push("b"));
    await settle();
    one.work.letGo("a");
    await settle();
    expect(town.holder()).toBe("one");
    town.write();
    other.work.wake(lane);
    await settle();
    expect(town.ran).toEqual([]);
    one.lose();
    expect(lost).toEqual(["b"]);
    other.work.wake(lane);
    await settle();
    expect(town.ran).toEqual(["other 1"]);
  });

  test("has room as long as few commands wait in the journal", () => {
    const town = aTown();
    const one = town.start("one");
    for (let n = 0; n < 9; n += 1) town.write();
    expect(one.work.hasRoom(lane)).toBe(true);
    town.write();
    expect(one.work.hasRoom(lane)).toBe(false);
  });

  test("is left alone by a process that is about to end", async () => {
    const town = aTown();
    const gate = Promise.withResolvers<void>();
    const one = town.start("one", () => gate.promise);
    town.write();
    town.write();
    one.work.wake(lane);
    await settle();
    one.work.leave();
    gate.resolve();
    await settle();
    expect(town.ran).toEqual(["one 1"]);
    expect(town.holder()).toBeUndefined();
  });
});
