import type { ChatId } from "../core/ids.ts";
import { isJsonObject, objectOf, parseJson, stringOf } from "../core/json.ts";
import type { News } from "../core/lanes/ownership.ts";

const newsOf = (told: ReturnType<typeof objectOf>): News | undefined => {
  switch (told.kind) {
    case "timers":
    case "all-changed":
      return { kind: told.kind };
    case "work": {
      const lane = stringOf(told.lane);
      return lane === undefined ? undefined : { kind: "work", lane };
    }
    case "changed": {
      const where = objectOf(told.account);
      const [platform, account] = [stringOf(where.platform), stringOf(where.account)];
      const chat = stringOf(told.chat);
      if (platform === undefined || account === undefined || chat === undefined) return undefined;
      return { kind: "changed", account: { platform, account }, chat: chat as ChatId };
    }
    default:
      return undefined;
  }
};

/**
 * What another process told, and which. Whoever may connect to a PostgreSQL database can say anything on any of its
 * channels, and a newer process may tell what this one does not know: all that is no news.
 */
export const readNews = (
  text: string,
): { readonly by: string; readonly news: News } | undefined => {
  const told = parseJson(text);
  if (!isJsonObject(told)) return undefined;
  const [by, news] = [stringOf(told.by), newsOf(told)];
  return by === undefined || news === undefined ? undefined : { by, news };
};
