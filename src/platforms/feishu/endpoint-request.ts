import type { HttpInstance } from "@larksuiteoapi/node-sdk";
import type { Clock } from "../../core/clock.ts";
import { isJsonObject, type JsonObject } from "../../core/json.ts";
import type { Observer } from "../../core/observer.ts";

export interface EndpointRequestOptions {
  readonly http: HttpInstance;
  /** Ends a request under way: the SDK's client cannot do that when it is closed. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly observer: Observer;
  /** Told the code of every answer: `0` is success, `network` no answer. */
  readonly onCode: (code: string) => void;
}

/** What the SDK uses before the gateway told it anything; seconds. */
const defaultConfig: JsonObject = {
  ReconnectCount: -1,
  ReconnectInterval: 120,
  ReconnectNonce: 30,
  PingInterval: 120,
};

/** A missing interval would become a timer of one millisecond. */
const wholeConfig = (config: unknown): JsonObject => {
  const given = isJsonObject(config) ? config : {};
  const numbers = Object.entries(given).filter(([, value]) => Number.isFinite(value));
  return { ...defaultConfig, ...Object.fromEntries(numbers) };
};

/**
 * Makes the endpoint's answer one that the SDK understands: it takes a refusal without `data` for a network
 * problem and would then hide the code and try the same for ever.
 */
export function mendEndpointAnswer(answer: unknown): JsonObject {
  if (!isJsonObject(answer) || typeof answer.code !== "number") return { code: -1, data: {} };
  const data = isJsonObject(answer.data) ? answer.data : {};
  if (answer.code !== 0) return { ...answer, data };
  if (typeof data.URL !== "string") return { code: -1, data: {} };
  return { ...answer, data: { ...data, ClientConfig: wholeConfig(data.ClientConfig) } };
}

const codeOfFailure = (error: unknown): string => {
  const response = isJsonObject(error) ? error.response : undefined;
  if (!isJsonObject(response)) return "network";
  const body = response.data;
  if (isJsonObject(body) && typeof body.code === "number") return String(body.code);
  return `http-${String(response.status)}`;
};

/**
 * The HTTP client for the SDK's long-connection client, which uses it only to ask where to connect: `request`
 * can be aborted, is measured, and its answers are mended.
 */
export function endpointRequest(options: EndpointRequestOptions): HttpInstance {
  const { http, signal, clock, observer, onCode } = options;
  const report = (code: string, beganMs: number): void => {
    observer.apiCall({ platform: "feishu", api: "ws.endpoint", code, ms: clock.now() - beganMs });
    onCode(code);
  };
  const request: HttpInstance["request"] = async <T, R = T>(asked: object): Promise<R> => {
    const beganMs = clock.now();
    try {
      const answer = mendEndpointAnswer(
        await http.request<unknown>({ ...asked, signal } as object),
      );
      report(String(answer.code), beganMs);
      return answer as R;
    } catch (error) {
      report(codeOfFailure(error), beganMs);
      throw error;
    }
  };
  return { ...http, request };
}
