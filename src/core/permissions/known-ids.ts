import type { UserId } from "../ids.ts";
import type { Invocation } from "../invocation.ts";
import type { Platform } from "../platform.ts";
import type { ChatSettings } from "../settings/settings.ts";
import type { Grant, Use } from "../store.ts";
import type { PolicyLayer } from "./policy.ts";

/** What names people: the command itself, and what was written down before it. */
interface NamingPeople {
  readonly platform: Platform;
  readonly invocation: Invocation;
  readonly settings: ChatSettings;
  readonly grants: readonly Grant[];
  readonly uses: readonly Use[];
}

/**
 * Names everybody by the one id that they are known by now. Where people have several ids, what was written down may
 * carry another one than the command does: a right would be lost by that, and a list of those who may not evaded.
 */
export const underKnownIds = <T extends NamingPeople>(situation: T): T => {
  const { invocation, settings, grants, uses } = situation;
  const { idsOf } = situation.platform;
  if (idsOf === undefined) return situation;
  const known = (user: UserId): UserId => idsOf(user)[0];
  const policyOf = ({ allow, deny, ...policy }: PolicyLayer["policy"]): PolicyLayer["policy"] => ({
    ...policy,
    ...(allow === undefined ? {} : { allow: allow.map(known) }),
    ...(deny === undefined ? {} : { deny: deny.map(known) }),
  });
  return {
    ...situation,
    invocation: {
      ...invocation,
      ...(invocation.sender === undefined ? {} : { sender: known(invocation.sender) }),
      args: invocation.args.map((argument) =>
        argument.kind === "member" ? { ...argument, user: known(argument.user) } : argument,
      ),
    },
    settings: {
      ...settings,
      command: (name) =>
        settings.command(name).map(({ from, policy }) => ({ from, policy: policyOf(policy) })),
    },
    grants: grants.map((grant) => ({ ...grant, user: known(grant.user) })),
    uses: uses.map((use) => ({ ...use, user: known(use.user) })),
  };
};
