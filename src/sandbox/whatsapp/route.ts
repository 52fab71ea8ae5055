import type { z } from "zod";
import { type Answer, failure } from "./answer.ts";
import type { Gateway } from "./gateway.ts";

export interface RouteCall {
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** One endpoint of an instance. */
export interface Route {
  readonly method: "GET" | "POST" | "DELETE";
  /** Between `/api/` and the instance's name. */
  readonly path: string;
  readonly answer: (gateway: Gateway, call: RouteCall) => Answer;
}

/** Declares an endpoint that takes a JSON body; what does not fit is a malformed body. */
export const withBody = <Body extends z.ZodType>(
  definition: Pick<Route, "method" | "path"> & {
    readonly body: Body;
    readonly answer: (gateway: Gateway, body: z.output<Body>) => Answer;
  },
): Route => ({
  method: definition.method,
  path: definition.path,
  answer: (gateway, { body }) => {
    const read = definition.body.safeParse(body);
    if (read.success) return definition.answer(gateway, read.data);
    const [issue] = read.error.issues;
    const what = issue === undefined ? "" : `${issue.path.join(".")}: ${issue.message}`;
    return failure(400, `Invalid request body: ${what}`);
  },
});
