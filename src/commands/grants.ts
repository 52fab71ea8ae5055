import type { GrantLine } from "../core/answers/grant-sentences.ts";
import { say } from "../core/answers/sentences.ts";
import { defineCommand, noArguments, type Outcome } from "../core/command.ts";
import type { Grant } from "../core/store.ts";
import { member } from "./who.ts";

/** More would make the answer longer than a screen; the total is told. */
const mostShown = 20;

export const grants = defineCommand({
  name: "grants",
  aliases: ["授权列表"],
  role: "admin",
  target: "none",
  summary: "help.grants",
  needs: ["grants", "nameOf"],
  parse: noArguments,
  run: async ({ powers }): Promise<Outcome> => {
    const standing = powers.grants();
    if (standing.length === 0) return { kind: "told", sentence: say("grants.none") };
    const lineFor = async (grant: Grant): Promise<GrantLine> => {
      const named = (name: string | undefined) =>
        name === undefined ? undefined : ({ kind: "person", name } as const);
      return {
        to: named(grant.userName) ?? (await member(powers, grant.user)),
        what: grant.what,
        by: named(grant.byName) ?? (await member(powers, grant.by)),
        atMs: grant.atMs,
        ...(grant.dueAtMs === undefined ? {} : { dueAtMs: grant.dueAtMs }),
        ...(grant.reason === undefined ? {} : { reason: grant.reason }),
      };
    };
    const items = await Promise.all(standing.slice(0, mostShown).map(lineFor));
    return { kind: "told", sentence: say("grants.list", { items, total: standing.length }) };
  },
});
