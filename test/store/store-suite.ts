import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Store } from "../../src/core/store.ts";
import { casesSuite } from "./cases-suite.ts";
import { journalSuite } from "./journal-suite.ts";
import { keysOf } from "./keys-of.ts";
import { pinsSuite } from "./pins-suite.ts";
import { rightsSuite } from "./rights-suite.ts";
import { entry } from "./samples.ts";
import { textsSuite } from "./texts-suite.ts";
import { timersSuite } from "./timers-suite.ts";

/** A store of its own for each test; `reopen` closes it and opens what it left behind. */
export interface StoreFixture {
  readonly store: Store;
  reopen(): Promise<Store>;
  dispose(): Promise<void>;
}

/** All that core relies on, for any database. */
export const storeSuite = (name: string, open: () => Promise<StoreFixture>): void => {
  describe(name, () => {
    let fixture: StoreFixture;
    let store: Store;
    beforeEach(async () => {
      fixture = await open();
      store = fixture.store;
    });
    afterEach(() => fixture.dispose());
    const current = {
      get store(): Store {
        return store;
      },
      reopen: async (): Promise<void> => {
        store = await fixture.reopen();
      },
    };

    journalSuite(current);
    pinsSuite(current);
    timersSuite(current);
    casesSuite(current);
    rightsSuite(current);
    textsSuite(current);

    describe("as a whole", () => {
      test("proves that it can write", async () => {
        await current.store.probe();
        await current.store.probe();
      });

      test("finishes what it took before it closes and refuses the rest", async () => {
        const taken = current.store.journal.accept([entry("1")]);
        const closing = current.store.close();
        await expect(current.store.journal.accept([entry("2")])).rejects.toMatchObject({
          failure: "closed",
        });
        await closing;
        await current.store.close();
        expect(keysOf(await taken)).toEqual([entry("1").key]);
        await current.reopen();
        expect(keysOf(await current.store.journal.unfinished())).toEqual([entry("1").key]);
      });
    });
  });
};
