import type { UserId } from "../../core/ids.ts";
import { isJsonObject, objectOf } from "../../core/json.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import type { Client } from "./client.ts";
import { unreadable } from "./group-facts.ts";
import { digitsOf, isPhone, userId } from "./ids.ts";
import { aliasesIn, nameIn } from "./people.ts";

/** Who the bot is on WhatsApp. */
export interface Identity {
  readonly ids: readonly UserId[];
  /** How people see it called, where the gateway tells. */
  readonly name?: string;
}

/** Asks who the bot is. Source: observed answers of `profile/getAccount`, which the docs do not show. */
export const fetchIdentity = async (
  client: Client,
  signal: AbortSignal,
): Promise<Result<Identity>> => {
  const answered = await client.call({ api: "profile.getAccount", signal });
  if (!answered.ok) return answered;
  const { profile, data } = answered.value;
  const account = [profile, objectOf(data).profile, data].find(isJsonObject) ?? {};
  const phone = /^\d{5,20}$/.test(String(account.phoneNumber))
    ? userId(`${String(account.phoneNumber)}@s.whatsapp.net`)
    : undefined;
  const ids = new Set([...(aliasesIn(account) ?? []), ...(phone === undefined ? [] : [phone])]);
  if (ids.size === 0) return fail(unreadable);
  const name = nameIn(account);
  return ok({ ids: [...ids], ...(name === undefined ? {} : { name }) });
};

/** Names by which a mention without a list entry may still mean the bot: its own number. */
export const numbersOf = ({ ids }: Identity): readonly string[] =>
  ids.filter(isPhone).map(digitsOf);
