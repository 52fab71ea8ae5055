import type { UserId } from "../ids.ts";
import type { Role } from "./roles.ts";

/**
 * Where a value comes from, weakest first: Steward itself, the configuration file, the file's section on the
 * chat, or the chat's own settings, made in the chat.
 */
export const origins = ["built-in", "file", "file-chat", "chat"] as const;
export type Origin = (typeof origins)[number];

/** Who may use one command in one chat. */
export interface CommandPolicy {
  readonly enabled: boolean;
  readonly role: Role;
  /** These may, whatever their role. */
  readonly allow: readonly UserId[];
  /** These may not, whatever their role or grant, unless a stronger layer has them on the other list. */
  readonly deny: readonly UserId[];
  /** Pause between two uses by one person below admin, in milliseconds. */
  readonly cooldownMs: number;
}

/** What one layer says of a command. */
export interface PolicyLayer {
  readonly from: Origin;
  readonly policy: Partial<CommandPolicy>;
}

/** A policy after every layer, and which layer decided each of its values. */
export interface EffectivePolicy extends CommandPolicy {
  readonly from: Readonly<Record<keyof CommandPolicy, Origin>>;
}

/** Which list counts for somebody: of two, that of the stronger layer; in one layer, that of those who may not. */
export const listOf = (
  { allow, deny, from }: EffectivePolicy,
  user: UserId,
): "allow" | "deny" | undefined => {
  const allowed = allow.includes(user);
  if (deny.includes(user))
    return allowed && origins.indexOf(from.allow) > origins.indexOf(from.deny) ? "allow" : "deny";
  return allowed ? "allow" : undefined;
};

const keys = ["enabled", "role", "allow", "deny", "cooldownMs"] as const;

const sameValue = (one: unknown, other: unknown): boolean =>
  one === other || JSON.stringify(one) === JSON.stringify(other);

/**
 * Lays policies over a command's own, weakest first: the strongest layer that says something wins, value by
 * value. A file that only repeats what held before decided nothing; what is set in the chat always counts as set.
 */
export const effectivePolicy = (
  command: { readonly role: Role },
  layers: readonly PolicyLayer[],
): EffectivePolicy => {
  const values: Record<keyof CommandPolicy, unknown> = {
    enabled: true,
    role: command.role,
    allow: [],
    deny: [],
    cooldownMs: 0,
  };
  const from: Record<keyof CommandPolicy, Origin> = {
    enabled: "built-in",
    role: "built-in",
    allow: "built-in",
    deny: "built-in",
    cooldownMs: "built-in",
  };
  for (const layer of layers) {
    for (const key of keys) {
      const value = layer.policy[key];
      if (value === undefined) continue;
      if (layer.from !== "chat" && sameValue(value, values[key])) continue;
      values[key] = value;
      from[key] = layer.from;
    }
  }
  return { ...(values as unknown as CommandPolicy), from };
};
