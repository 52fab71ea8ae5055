import type { Kysely, Transaction } from "kysely";
import type { Clock } from "../core/clock.ts";
import type { Log } from "../core/log.ts";
import type { Store } from "../core/store.ts";
import type { StoreSchema } from "./schema.ts";
import { createSqlCards } from "./sql-cards.ts";
import { createSqlCases } from "./sql-cases.ts";
import { createSqlGrants } from "./sql-grants.ts";
import { createSqlJournal } from "./sql-journal.ts";
import { createSqlPins } from "./sql-pins.ts";
import { createSqlSettings } from "./sql-settings.ts";
import { createSqlTexts } from "./sql-texts.ts";
import { createSqlTimers } from "./sql-timers.ts";
import { createWriteBatch } from "./write-batch.ts";

/** More than a page, so that a probe needs room and not just a free corner of a page. */
const probePadding = "·".repeat(4096);

/** Runs work in one transaction: commits when it resolves, rolls back when it rejects. */
export type Transact = (
  work: (transaction: Transaction<StoreSchema>) => Promise<void>,
) => Promise<void>;

/** The store over any database that Kysely speaks to, once its tables are up to date. */
export const createSqlStore = (parts: {
  readonly db: Kysely<StoreSchema>;
  readonly clock: Clock;
  readonly log?: Log;
  /** How a transaction is carried out; by default once, as it is. */
  readonly transact?: Transact;
  /** For the journal, where other processes write too. */
  readonly inOrder?: (transaction: Transaction<StoreSchema>) => Promise<void>;
  /** Called once, after the last write and before the database is closed. */
  readonly beforeClose?: () => Promise<void>;
  /** Called once, after the database is closed. */
  readonly onClose: () => void;
}): Store => {
  const { db, clock, inOrder, onClose } = parts;
  const batch = createWriteBatch(parts.transact ?? ((work) => db.transaction().execute(work)));
  const tools = { db, batch, ...(parts.log === undefined ? {} : { log: parts.log }) };
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await batch.close();
    try {
      await parts.beforeClose?.();
      await db.destroy();
    } finally {
      onClose();
    }
  };
  return {
    journal: createSqlJournal({ ...tools, ...(inOrder === undefined ? {} : { inOrder }) }),
    pins: createSqlPins(tools),
    timers: createSqlTimers(tools),
    cases: createSqlCases(tools),
    settings: createSqlSettings(tools),
    grants: createSqlGrants(tools),
    cards: createSqlCards(tools),
    texts: createSqlTexts(tools),
    probe: () =>
      batch.run(async (transaction) => {
        const { id } = await transaction
          .insertInto("probes")
          .values({ at_ms: clock.now(), padding: probePadding })
          .returning("id")
          .executeTakeFirstOrThrow();
        await transaction.deleteFrom("probes").where("id", "<", id).execute();
      }),
    close: () => {
      closing ??= close();
      return closing;
    },
  };
};
