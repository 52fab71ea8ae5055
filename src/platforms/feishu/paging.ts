import { listOf, stringOf } from "../../core/json.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import type { Answer, Call, FeishuClient } from "./client.ts";
import { unreadable } from "./facts.ts";

/**
 * All items of a paged list, `mostPages` pages at most, or as many as are enough. A page that fails fails the whole:
 * half a list would be taken for all of it (the SDK's iterators end silently there). The first items are the first
 * page's.
 */
export const allPages = async (options: {
  readonly client: FeishuClient;
  readonly call: Omit<Call, "repeatable">;
  readonly mostPages: number;
  /** Whether what a page brought is enough already. */
  readonly enough?: (items: readonly unknown[]) => boolean;
}): Promise<Result<readonly unknown[]>> => {
  const items: unknown[] = [];
  let pageToken: string | undefined;
  for (let page = 0; page < options.mostPages; page += 1) {
    const params = {
      ...options.call.params,
      ...(pageToken === undefined ? {} : { page_token: pageToken }),
    };
    const call: Call = { ...options.call, params, repeatable: true };
    const answered: Result<Answer> = await options.client.call(call);
    if (!answered.ok) return answered;
    const { data } = answered.value;
    const found = listOf(data.items);
    items.push(...found);
    if (data.has_more !== true || options.enough?.(found)) return ok(items);
    const next = stringOf(data.page_token);
    if (next === undefined || next === pageToken) return fail(unreadable);
    pageToken = next;
  }
  return ok(items);
};
