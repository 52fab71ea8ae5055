import { type Kysely, sql } from "kysely";
import type { StoreSchema } from "./schema.ts";

/** A dead process keeps its lanes for this long at the most. */
export const aliveMs = 8_000;
/** Rows of processes that ended without a goodbye are kept for this long. */
const rememberMs = 3_600_000;
/** How many free or dead lanes are looked at at once. */
const mostLanes = 500;

/** By the server's clock, so that those of the instances need not agree. */
const now = sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`;

/** A lane with commands that are not over. */
export interface WaitingLane {
  readonly lane: string;
  readonly waiting: number;
  readonly holder: string | null;
}

/** The SQL by which processes share lanes. Every statement is a transaction of its own. */
export const postgresLeases = (db: Kysely<StoreSchema>, id: string) => ({
  /** Says that this process lives. Resolves to how many do. */
  beat: async (): Promise<number> => {
    await sql`insert into instances (id, expires_at_ms) values (${id}, ${now} + ${sql.lit(aliveMs)})
      on conflict (id) do update set expires_at_ms = excluded.expires_at_ms`.execute(db);
    const { rows } = await sql<{
      alive: number;
    }>`select count(*) as alive from instances where expires_at_ms > ${now}`.execute(db);
    return rows[0]?.alive ?? 1;
  },

  /** Whether the lane is this process's now: it was free, or its own, or a dead process's. */
  take: async (lane: string): Promise<boolean> => {
    const { rows } = await sql`insert into leases as lease (lane, holder) values (${lane}, ${id})
      on conflict (lane) do update set holder = excluded.holder
      where lease.holder = excluded.holder or not exists (
        select from instances where id = lease.holder and expires_at_ms > ${now})
      returning lane`.execute(db);
    return rows.length > 0;
  },

  giveBack: async (lane: string): Promise<void> => {
    await sql`delete from leases where lane = ${lane} and holder = ${id}`.execute(db);
  },

  /** Frees the lanes of dead processes; those that another instance is just freeing are left to it. */
  freeDead: async (): Promise<void> => {
    await sql`with dead as (
        select lane from leases where not exists (
          select from instances where id = leases.holder and expires_at_ms > ${now})
        limit ${sql.lit(mostLanes)} for update skip locked)
      delete from leases using dead where leases.lane = dead.lane`.execute(db);
    await sql`delete from instances where expires_at_ms < ${now} - ${sql.lit(rememberMs)}`.execute(
      db,
    );
  },

  /** Lanes with commands that are not over, those with the oldest first. */
  waiting: async (): Promise<readonly WaitingLane[]> => {
    const { rows } = await sql<WaitingLane>`select journal.lane, count(*) as waiting, leases.holder
      from journal left join leases on leases.lane = journal.lane
      where journal.over_at_ms is null and journal.lane is not null
      group by journal.lane, leases.holder order by min(journal.sequence)
      limit ${sql.lit(mostLanes)}`.execute(db);
    return rows;
  },

  leave: async (): Promise<void> => {
    await sql`delete from leases where holder = ${id}`.execute(db);
    await sql`delete from instances where id = ${id}`.execute(db);
  },

  tell: async (channel: string, text: string): Promise<void> => {
    await sql`select pg_notify(${channel}, ${text})`.execute(db);
  },
});

export type PostgresLeases = ReturnType<typeof postgresLeases>;
