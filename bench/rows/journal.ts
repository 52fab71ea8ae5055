import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { DatabaseSync } from "node:sqlite";
import type { ChatId, MessageId, UserId } from "../../src/core/ids.ts";
import { type Invocation, invocationKey } from "../../src/core/invocation.ts";
import type { Store } from "../../src/core/store.ts";
import { openSqliteStore } from "../../src/store/open-sqlite.ts";
import { interleave, median, ratioOf, timed } from "../measure.ts";
import type { Row } from "../row.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const invocationOf = (index: number): Invocation => ({
  platform: "feishu",
  account: "cli_0123456789abcdef",
  chat: `oc_${index % 40}` as ChatId,
  chatKind: "group",
  message: `om_${index}` as MessageId,
  sender: "ou_1" as UserId,
  command: "pin",
  args: [],
  replyTo: "om_target" as MessageId,
  inThread: false,
  sentAtMs: 1,
});

/** One command from acceptance to its end: the four writes of the journal, each durable before the next. */
const carry = async ({ journal }: Store, index: number): Promise<void> => {
  const invocation = invocationOf(index);
  const key = invocationKey(invocation);
  await journal.accept([{ key, invocation, acceptedAtMs: 1 }]);
  await journal.begin(key, 2);
  await journal.acted(key, { kind: "done" }, 3);
  await journal.finish(key, "done", 4);
};

/** The floor: the same row, one commit each, straight into SQLite with the same durability. */
const openFloor = (file: string) => {
  const database = new DatabaseSync(file);
  database.exec("pragma journal_mode = wal; pragma synchronous = full");
  database.exec("create table rows (key text primary key, invocation text not null) strict");
  const insert = database.prepare("insert into rows (key, invocation) values (?, ?)");
  return {
    write: (index: number) => void insert.run(`key-${index}`, JSON.stringify(invocationOf(index))),
    close: () => database.close(),
  };
};

/** What the journal carries, and whether the event loop keeps turning meanwhile. */
export const journal: Row = {
  name: "journal",
  about:
    "durable journal writes (SQLite, WAL, sync at every commit) that arrive together, over one commit each",
  run: async ({ rounds, smoke }) => {
    const count = smoke ? 1_000 : 5_000;
    const floorCount = smoke ? 50 : 500;
    const folder = temporaryFolder();
    const store = await openSqliteStore({ file: join(folder.path, "steward.db") });
    const floor = openFloor(join(folder.path, "floor.db"));
    let longestStallMs = 0;
    let next = 0;
    const indices = (size: number): readonly number[] => {
      next += size;
      return Array.from({ length: size }, (_, index) => next - size + index);
    };
    const perSecond = (size: number, ms: number): number => (size / ms) * 1000;
    try {
      const measured = await interleave(rounds, {
        accept: async () => {
          const fresh = indices(count).map((index) => {
            const invocation = invocationOf(index);
            return { key: invocationKey(invocation), invocation, acceptedAtMs: 1 };
          });
          const stalls = monitorEventLoopDelay({ resolution: 1 });
          stalls.enable();
          const ms = await timed(() =>
            Promise.all(fresh.map((entry) => store.journal.accept([entry]))),
          );
          stalls.disable();
          longestStallMs = Math.max(longestStallMs, stalls.max / 1e6);
          return perSecond(count, ms);
        },
        carry: async () => {
          const fresh = indices(count / 5);
          const ms = await timed(() => Promise.all(fresh.map((index) => carry(store, index))));
          return perSecond(fresh.length, ms);
        },
        floor: async () => {
          const fresh = indices(floorCount);
          return perSecond(
            floorCount,
            await timed(() => {
              for (const index of fresh) floor.write(index);
            }),
          );
        },
      });
      const left = (await store.journal.unfinished()).length;
      return {
        figures: [
          {
            measure: "commands accepted, arriving together",
            unit: "/s",
            steward: median(measured.accept),
            peer: { name: "one commit each", value: median(measured.floor) },
            ratio: ratioOf(measured.accept, measured.floor),
          },
          {
            measure: "commands carried through (4 writes)",
            unit: "/s",
            steward: median(measured.carry),
          },
          {
            measure: "longest stall of the event loop",
            unit: "ms",
            steward: longestStallMs,
          },
        ],
        broken:
          left === count * rounds ? [] : [`${count * rounds} were accepted, ${left} are there`],
      };
    } finally {
      floor.close();
      await store.close();
      folder.remove();
    }
  },
};
