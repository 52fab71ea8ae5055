import { Client } from "pg";
import type { CaseRow, JournalRow } from "../kill/journal-rows.ts";

/** A look into the database of a cluster, over a connection of its own. */
export const openClusterRows = async (url: string) => {
  const client = new Client({ connectionString: url });
  await client.connect();
  const read = async <Row>(sql: string): Promise<readonly Row[]> => {
    try {
      return (await client.query(sql)).rows as Row[];
    } catch (error) {
      // The tables are not made yet.
      if (error instanceof Error && "code" in error && error.code === "42P01") return [];
      throw error;
    }
  };
  return {
    journal: () =>
      read<JournalRow>(
        `select invocation::json ->> 'message' as message, invocation::json ->> 'chat' as chat,
           invocation::json ->> 'command' as command, state, attempts,
           accepted_at_ms::float8 as "acceptedAtMs", coalesce(outcome::json ->> 'kind', '') as outcome
         from journal order by sequence`,
      ),
    cases: () =>
      read<CaseRow>(
        "select chat, number::int as number, action, outcome, coalesce(target, '') as target from cases order by id",
      ),
    /** Commands that are not over in lanes that a process has, by whichever instance has them. */
    inHand: () =>
      read<{ readonly holder: string; readonly message: string; readonly state: string }>(
        `select leases.holder, journal.invocation::json ->> 'message' as message, journal.state
         from journal join leases on leases.lane = journal.lane
         where journal.over_at_ms is null order by journal.sequence`,
      ),
    close: () => client.end(),
  };
};
