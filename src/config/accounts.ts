import type { z } from "zod";
import type { ConfigProblem } from "./config-problem.ts";
import type { SecretSources } from "./entry-secret.ts";

/** The accounts of one platform, and all that is wrong with them. */
export interface Accounts<Account> {
  readonly accounts: readonly Account[];
  readonly problems: readonly ConfigProblem[];
}

/**
 * The accounts that the YAML file lists for one platform. Entries of the wrong shape are left to the schema's
 * problems.
 */
export const accountsFromFile = <Entry extends z.ZodType, Account>(reading: {
  readonly platform: string;
  readonly entries: readonly unknown[];
  readonly entry: Entry;
  /** What must differ between the accounts of a platform. */
  readonly distinct: readonly (keyof z.output<Entry> & string)[];
  readonly resolve: (
    entry: z.output<Entry>,
    sources: SecretSources,
  ) => { readonly account?: Account; readonly problems: readonly ConfigProblem[] };
  readonly sources: SecretSources;
}): Accounts<Account> => {
  const { platform, sources } = reading;
  const accounts: Account[] = [];
  const problems: ConfigProblem[] = [];
  const seen = new Map<string, Set<unknown>>(reading.distinct.map((key) => [key, new Set()]));
  reading.entries.forEach((raw, index) => {
    const parsed = reading.entry.safeParse(raw);
    if (!parsed.success) return;
    const add = ({ key, wrong, fix }: ConfigProblem): void => {
      const where = `${platform}.accounts[${index}].${key} (${sources.fileName})`;
      problems.push({ key: where, wrong, fix });
    };
    for (const key of reading.distinct) {
      const value = parsed.data[key];
      if (seen.get(key)?.has(value)) {
        add({ key, wrong: "is the same as that of an earlier account", fix: "Make them differ." });
      }
      seen.get(key)?.add(value);
    }
    const resolved = reading.resolve(parsed.data, sources);
    for (const problem of resolved.problems) add(problem);
    if (resolved.account !== undefined) accounts.push(resolved.account);
  });
  return { accounts, problems };
};
