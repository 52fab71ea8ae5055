import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { HttpInstance as SdkHttpInstance } from "@larksuiteoapi/node-sdk";
import type { AxiosInstance, AxiosResponse } from "axios";
import { axios } from "./sdk.ts";

/** How long a call may take; a stalled socket would otherwise hold a limiter's slot for ever. */
export const defaultTimeoutMs = 10_000;

/** Answers are kilobytes (50 messages of 150 KB text at the very most); anything larger is not the platform. */
const longestAnswerBytes = 16 * 1024 * 1024;
const longestRequestBytes = 1024 * 1024;

/** Longer than the pauses of a quiet group, so that a command does not begin with TCP and TLS handshakes. */
const idleSocketMs = 90_000;

/** Sockets are not limited: the gates bound what is in flight, and an API that hangs keeps none from the others. */
const agentOptions = {
  keepAlive: true,
  maxFreeSockets: 64,
  timeout: idleSocketMs,
} as const;

export interface HttpInstance {
  readonly axios: AxiosInstance;
  /** The same, as the SDK's clients want it typed: whose methods resolve to the unwrapped answer. */
  readonly sdk: SdkHttpInstance;
  /** Drops all connections, and with them what is in flight. */
  close(): void;
}

const wantsHeaders = (response: AxiosResponse): boolean =>
  "$return_headers" in response.config && response.config.$return_headers === true;

/**
 * The HTTP client for everything the bot asks of Feishu, in the form that the SDK expects of a custom
 * `httpInstance`: answers are unwrapped to their body, or to body and headers where `$return_headers` is set.
 * Never follows redirects (a token must not travel to another host) and ignores proxy variables.
 */
export const createHttpInstance = (timeoutMs = defaultTimeoutMs): HttpInstance => {
  const httpAgent = new HttpAgent(agentOptions);
  const httpsAgent = new HttpsAgent(agentOptions);
  const instance = axios.create({
    adapter: "http",
    httpAgent,
    httpsAgent,
    proxy: false,
    timeout: timeoutMs,
    maxRedirects: 0,
    maxContentLength: longestAnswerBytes,
    maxBodyLength: longestRequestBytes,
    transitional: { clarifyTimeoutError: true, forcedJSONParsing: true, silentJSONParsing: true },
  });
  const unwrap = (response: AxiosResponse): unknown =>
    wantsHeaders(response)
      ? { status: response.status, headers: response.headers, data: response.data as unknown }
      : (response.data as unknown);
  // Axios types an interceptor's result as a response; unwrapping is what the SDK requires all the same.
  instance.interceptors.response.use((response) => unwrap(response) as AxiosResponse);
  return {
    axios: instance,
    sdk: instance as unknown as SdkHttpInstance,
    close: () => {
      httpAgent.destroy();
      httpsAgent.destroy();
    },
  };
};
