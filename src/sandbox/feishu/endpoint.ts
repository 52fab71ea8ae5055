import { z } from "zod";
import { type Answer, refusal } from "./answer.ts";
import type { Platform } from "./platform.ts";

/** A call as it came over the wire. */
export interface RawCall {
  readonly params: Readonly<Record<string, string>>;
  readonly query: unknown;
  readonly body: unknown;
  readonly arrivedAtMs: number;
}

/** A call whose query and body have the promised shape. */
export interface ApiCall<Query, Body> {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly body: Body;
  readonly arrivedAtMs: number;
}

/** One API of the platform, ready to be mounted. */
export interface Endpoint {
  /** The name that limits and the arrival log go by, such as `pin.create`. */
  readonly api: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  /** One of these must be granted; empty: none needed. */
  readonly scopes: readonly string[];
  /** `false`: no tenant token and no rate tier, as for handing tokens out. */
  readonly authenticated: boolean;
  /** Whether the endpoint itself waits for `platform.pause()` at the right place. */
  readonly pausesItself: boolean;
  /** Checks the call's shape and its own limits on arrival; the rest is done after the platform's pause. */
  readonly open: (platform: Platform, call: RawCall) => Opened;
}

/** What is left to do for a call, or why nothing will be done. */
export type Opened =
  | { readonly refused: Answer }
  | { readonly run: () => Answer | Promise<Answer> };

function fieldViolations(part: string, error: z.ZodError): readonly unknown[] {
  return error.issues.map((issue) => ({
    field: issue.path.join(".") || part,
    description: issue.message,
  }));
}

/** Declares an endpoint; what does not fit `query` or `body` is answered with 99992402. */
export function endpoint<Query extends z.ZodType, Body extends z.ZodType>(definition: {
  readonly api: string;
  readonly method: Endpoint["method"];
  readonly path: string;
  readonly scopes: readonly string[];
  readonly authenticated?: boolean;
  readonly pausesItself?: boolean;
  readonly query: Query;
  readonly body: Body;
  /** Limits of this call alone, counted on arrival; the refusal when one is reached. */
  readonly limit?: (
    platform: Platform,
    call: ApiCall<z.output<Query>, z.output<Body>>,
  ) => Answer | null;
  readonly answer: (
    platform: Platform,
    call: ApiCall<z.output<Query>, z.output<Body>>,
  ) => Answer | Promise<Answer>;
}): Endpoint {
  const { api, method, path, scopes } = definition;
  return {
    api,
    method,
    path,
    scopes,
    authenticated: definition.authenticated ?? true,
    pausesItself: definition.pausesItself ?? false,
    open(platform, raw) {
      const query = definition.query.safeParse(raw.query);
      const body = definition.body.safeParse(raw.body);
      if (query.success && body.success) {
        const call = { ...raw, query: query.data, body: body.data };
        const refused = definition.limit?.(platform, call) ?? null;
        return refused === null ? { run: () => definition.answer(platform, call) } : { refused };
      }
      const violations = [
        ...(query.success ? [] : fieldViolations("query", query.error)),
        ...(body.success ? [] : fieldViolations("body", body.error)),
      ];
      return { refused: { ...refusal(99992402), error: { field_violations: violations } } };
    },
  };
}

/** For calls without a query or a body: whatever comes is ignored. */
export const anything = z.unknown();

/** Paging parameters with this platform's bounds. */
export function pageQuery(max: number): {
  page_size: z.ZodType<number>;
  page_token: z.ZodType<string | undefined>;
} {
  return {
    page_size: z.coerce.number().int().min(1).max(max).default(20),
    page_token: z.string().min(1).optional(),
  };
}

/** In which of their ids people are named; `open_id` unless asked otherwise. */
export const idTypeQuery = z.enum(["open_id", "union_id", "user_id"]).default("open_id");
