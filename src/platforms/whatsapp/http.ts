import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import axios from "axios";
import { parseJson } from "../../core/json.ts";

/** What came back, whatever its status. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  /** `undefined` when it was not JSON. */
  readonly body: unknown;
}

export type Exchange =
  | { readonly kind: "reply"; readonly reply: Reply }
  | { readonly kind: "silence"; readonly why: "timeout" | "network" };

export interface HttpRequest {
  readonly method: "GET" | "POST" | "DELETE";
  /** From the host's root on; its parts are encoded already. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
}

export interface Http {
  /** Never rejects. */
  send(request: HttpRequest): Promise<Exchange>;
  /** Drops idle connections; calls in flight end by their own. */
  close(): void;
}

/** A group of a thousand members is some 200 KB; anything far larger is not the gateway. */
const longestAnswerBytes = 8 * 1024 * 1024;
const agentOptions = { keepAlive: true, maxSockets: 16, timeout: 90_000 } as const;

/**
 * The HTTP client for one account of the gateway. Never follows redirects (the token must not travel to another
 * host), ignores proxy variables, and lets no error object out: axios puts the token into them.
 */
export const createHttp = (options: {
  readonly url: string;
  readonly token: string;
  /** For one exchange, from sending to the end of the answer. */
  readonly timeoutMs: number;
}): Http => {
  const httpAgent = new HttpAgent(agentOptions);
  const httpsAgent = new HttpsAgent(agentOptions);
  const client = axios.create({
    adapter: "http",
    baseURL: options.url,
    httpAgent,
    httpsAgent,
    proxy: false,
    maxRedirects: 0,
    maxContentLength: longestAnswerBytes,
    responseType: "text",
    transformResponse: (text: unknown) => text,
    validateStatus: () => true,
    headers: { token: options.token, accept: "application/json" },
  });
  return {
    send: async ({ method, path, query, body, signal }) => {
      const deadline = AbortSignal.timeout(options.timeoutMs);
      try {
        const response = await client.request<unknown>({
          method,
          url: path,
          ...(query === undefined ? {} : { params: query }),
          ...(body === undefined
            ? {}
            : { data: JSON.stringify(body), headers: { "content-type": "application/json" } }),
          signal: AbortSignal.any([signal, deadline]),
        });
        return {
          kind: "reply",
          reply: {
            status: response.status,
            headers: response.headers,
            body: typeof response.data === "string" ? parseJson(response.data) : undefined,
          },
        };
      } catch {
        return { kind: "silence", why: deadline.aborted ? "timeout" : "network" };
      }
    },
    close: () => {
      httpAgent.destroy();
      httpsAgent.destroy();
    },
  };
};
