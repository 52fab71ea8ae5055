import { isJsonObject } from "../../core/json.ts";
import type { Headers, Reply } from "./errors.ts";
import { axios } from "./sdk.ts";

/** How a request ended: with an answer of whatever status, or without one. */
export type Outcome =
  | { readonly kind: "reply"; readonly reply: Reply }
  /** `unreached`: there was no connection, so nothing was sent. */
  | { readonly kind: "silence"; readonly why: "timeout" | "network" | "unreached" | "aborted" };

/** Nobody listens there, or the name is not known (yet). */
const unreachedCodes = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN"]);
const timeoutCodes = new Set(["ECONNABORTED", "ETIMEDOUT", "ESOCKETTIMEDOUT"]);

/**
 * Options that every request of ours carries: the answer comes with status and headers, and an HTTP error
 * status is an answer like any other instead of an exception that holds the token.
 */
export const wholeAnswer = { $return_headers: true, validateStatus: () => true } as const;

/** Waits for a request made with `wholeAnswer`. Anything but a failure of the network is a bug and throws. */
export const outcomeOf = async (request: Promise<unknown>): Promise<Outcome> => {
  try {
    const answer = await request;
    if (!isJsonObject(answer)) throw new TypeError("the HTTP instance did not unwrap the answer");
    const headers: Headers = isJsonObject(answer.headers) ? answer.headers : {};
    return { kind: "reply", reply: { status: Number(answer.status), headers, body: answer.data } };
  } catch (error) {
    if (axios.isCancel(error)) return { kind: "silence", why: "aborted" };
    if (!axios.isAxiosError(error)) throw error;
    const code = error.code ?? "";
    if (unreachedCodes.has(code)) return { kind: "silence", why: "unreached" };
    return { kind: "silence", why: timeoutCodes.has(code) ? "timeout" : "network" };
  }
};
