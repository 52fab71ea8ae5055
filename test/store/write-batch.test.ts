import { expect, test } from "vitest";
import { StoreError } from "../../src/store/store-error.ts";
import { createWriteBatch } from "../../src/store/write-batch.ts";

/** A database of words that counts its transactions; `failCommit` and `failAt` make it fail. */
const wordStore = () => {
  const committed: string[] = [];
  const trouble: { commit?: Error } = {};
  let transactions = 0;
  return {
    committed,
    trouble,
    transactions: () => transactions,
    transact: async (work: (words: string[]) => Promise<void>): Promise<void> => {
      transactions += 1;
      const words: string[] = [];
      await work(words);
      if (trouble.commit !== undefined) throw trouble.commit;
      committed.push(...words);
    },
  };
};

const write = (word: string) => async (words: string[]) => {
  words.push(word);
  return word;
};

const full = new StoreError({ failure: "full", message: "full", fix: "wait" });

test("writes what arrives in one turn in one transaction, in order", async () => {
  const store = wordStore();
  const batch = createWriteBatch(store.transact);
  const first = batch.run(write("a"));
  await Promise.resolve();
  expect(await Promise.all([first, batch.run(write("b")), batch.run(write("c"))])).toEqual([
    "a",
    "b",
    "c",
  ]);
  expect(store.committed).toEqual(["a", "b", "c"]);
  expect(store.transactions()).toBe(1);
});

test("resolves nobody before the commit", async () => {
  const order: string[] = [];
  const batch = createWriteBatch<undefined>(async (work) => {
    await work(undefined);
    order.push("committed");
  });
  await batch.run(async () => order.push("written")).then(() => order.push("told"));
  expect(order).toEqual(["written", "committed", "told"]);
});

test("fails only the write that is at fault", async () => {
  const store = wordStore();
  const batch = createWriteBatch(store.transact);
  const results = await Promise.allSettled([
    batch.run(write("a")),
    batch.run(() => Promise.reject(new RangeError("own fault"))),
    batch.run(write("b")),
    batch.run(() => {
      throw new TypeError("thrown, not rejected");
    }),
    batch.run(write("c")),
  ]);
  expect(results.map(({ status }) => status)).toEqual([
    "fulfilled",
    "rejected",
    "fulfilled",
    "rejected",
    "fulfilled",
  ]);
  expect(store.committed).toEqual(["a", "b", "c"]);
});

test("fails every write when the commit fails, and works again afterwards", async () => {
  const store = wordStore();
  const batch = createWriteBatch(store.transact);
  store.trouble.commit = full;
  const results = await Promise.allSettled([batch.run(write("a")), batch.run(write("b"))]);
  expect(results).toEqual([
    { status: "rejected", reason: full },
    { status: "rejected", reason: full },
  ]);
  delete store.trouble.commit;
  expect(await batch.run(write("c"))).toBe("c");
  expect(store.committed).toEqual(["c"]);
});

test("fails every write when one of them meets a failure of the whole database", async () => {
  const store = wordStore();
  const batch = createWriteBatch(store.transact);
  const results = await Promise.allSettled([
    batch.run(write("a")),
    batch.run(() => Promise.reject(full)),
    batch.run(write("b")),
  ]);
  expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  expect(store.transactions()).toBe(1);
});

test("takes writes that arrive while it is writing", async () => {
  const store = wordStore();
  const batch = createWriteBatch(store.transact);
  const later: Promise<string>[] = [];
  await batch.run(async (words) => {
    words.push("a");
    later.push(batch.run(write("b")));
  });
  expect(await Promise.all(later)).toEqual(["b"]);
  expect(store.committed).toEqual(["a", "b"]);
});

test("refuses more than it can hold", async () => {
  const batch = createWriteBatch<undefined>((work) => work(undefined));
  let refused = 0;
  const writes = Array.from({ length: 100_010 }, () =>
    batch
      .run(async () => {})
      .catch((error: unknown) => {
        expect(error).toMatchObject({ failure: "busy" });
        refused += 1;
      }),
  );
  await Promise.all(writes);
  expect(refused).toBe(10);
});

test("closes after the writes it took and refuses new ones", async () => {
  const store = wordStore();
  const batch = createWriteBatch(store.transact);
  const taken = batch.run(write("a"));
  const closed = batch.close();
  await expect(batch.run(write("b"))).rejects.toMatchObject({ failure: "closed" });
  await closed;
  expect(store.committed).toEqual(["a"]);
  expect(await taken).toBe("a");
});
