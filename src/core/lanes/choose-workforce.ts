import type { Account, ChatId } from "../ids.ts";
import type { Store } from "../store.ts";
import type { Schedule } from "../timers/schedule.ts";
import { laneOf } from "./lane-of.ts";
import { createSharedWorkforce, type SharedSurroundings } from "./shared-workforce.ts";
import { createSoleWorkforce } from "./sole-workforce.ts";
import type { Workforce } from "./workforce.ts";

/** Alone or together with other processes, as the store has it. */
export const chooseWorkforce = (
  parts: SharedSurroundings & {
    readonly store: Pick<Store, "journal" | "ownership">;
    readonly accounts: readonly Account[];
    readonly schedule: Schedule;
  },
): Workforce => {
  const { accounts } = parts;
  const { journal, ownership } = parts.store;
  if (ownership === undefined) {
    return createSoleWorkforce({
      ...parts,
      journal,
      serves: ({ platform, account }) =>
        accounts.some((one) => one.platform === platform && one.account === account),
    });
  }
  const lanePrefixes = accounts.map((account) => laneOf(account, "" as ChatId));
  return createSharedWorkforce({
    ...parts,
    journal,
    ownership,
    servesLane: (lane) => lanePrefixes.some((prefix) => lane.startsWith(prefix)),
  });
};
