import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import axios from "axios";
import type { JsonObject } from "../../core/json.ts";
import type { Body } from "./bodies.ts";
import type { Path } from "./paths.ts";

/** What came back from the platform, whatever its status. */
export interface Reply {
  readonly status: number;
  readonly headers: JsonObject;
  readonly body: unknown;
}

/** How a request ended: with an answer of whatever status, or without one. */
export type Outcome =
  | { readonly kind: "reply"; readonly reply: Reply }
  | { readonly kind: "silence"; readonly why: "timeout" | "network" | "aborted" };

export interface HttpRequest {
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: Path;
  readonly params?: Readonly<Record<string, string | number>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Body;
  readonly signal: AbortSignal;
}

export interface Http {
  /** Anything but a failure of the network is a bug and throws. */
  request(request: HttpRequest): Promise<Outcome>;
  close(): void;
}

const longestAnswerBytes = 16 * 1024 * 1024;
const longestRequestBytes = 1024 * 1024;
/** To one app at once. */
export const mostConnections = 64;
const agentOptions = {
  keepAlive: true,
  maxSockets: mostConnections,
  maxFreeSockets: mostConnections,
  timeout: 90_000,
} as const;
const timeoutCodes = new Set(["ECONNABORTED", "ETIMEDOUT", "ESOCKETTIMEDOUT"]);
const jsonType = "application/json; charset=utf-8";

/**
 * HTTP to one IMKit app. Never follows redirects (keys must not travel to another host) and ignores proxy
 * variables; an HTTP error status is an answer like any other.
 */
export const createHttp = (baseUrl: string): Http => {
  const httpAgent = new HttpAgent(agentOptions);
  const httpsAgent = new HttpsAgent(agentOptions);
  const instance = axios.create({
    adapter: "http",
    httpAgent,
    httpsAgent,
    proxy: false,
    maxRedirects: 0,
    maxContentLength: longestAnswerBytes,
    maxBodyLength: longestRequestBytes,
    validateStatus: () => true,
    transitional: { clarifyTimeoutError: true, forcedJSONParsing: true, silentJSONParsing: true },
  });
  return {
    request: async ({ method, path, params, headers, body, signal }) => {
      try {
        const {
          status,
          headers: answered,
          data,
        } = await instance.request<unknown>({
          method,
          url: `${baseUrl}${path}`,
          params,
          data: body,
          // `false`: axios would name a type even where there is no body.
          headers: { ...headers, "Content-Type": body === undefined ? false : jsonType },
          signal,
        });
        return { kind: "reply", reply: { status, headers: { ...answered }, body: data } };
      } catch (error) {
        if (axios.isCancel(error)) return { kind: "silence", why: "aborted" };
        if (!axios.isAxiosError(error)) throw error;
        const timedOut = error.code !== undefined && timeoutCodes.has(error.code);
        return { kind: "silence", why: timedOut ? "timeout" : "network" };
      }
    },
    close: () => {
      httpAgent.destroy();
      httpsAgent.destroy();
    },
  };
};
