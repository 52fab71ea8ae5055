import type { Clock } from "../../core/clock.ts";
import { isJsonObject } from "../../core/json.ts";
import { isAppId } from "./ids.ts";
import { neededCallbacks, neededEvents, scopeNeeds } from "./needs.ts";
import { axios, defaultHttpInstance, registerApp } from "./sdk.ts";

/** The two platforms on which an app can be made this way; a private deployment has its own console. */
export type FeishuBrand = "feishu" | "lark";

export interface RegisteredApp {
  readonly appId: string;
  readonly appSecret: string;
  /** Where the person who confirmed it is at home, which is where the app is. */
  readonly brand: FeishuBrand;
}

export type Registration =
  | { readonly ok: true; readonly app: RegisteredApp }
  | {
      readonly ok: false;
      readonly why: "denied" | "expired" | "cancelled" | "unreachable" | "refused";
    };

export interface RegistrationRequest {
  /** Where it begins; the platform sends people of the other one there. */
  readonly brand: FeishuBrand;
  /** An app that exists already, to be given what it lacks; otherwise a new one. */
  readonly appId?: string;
  readonly name: string;
  readonly about: string;
  readonly clock: Clock;
  /** The page on which somebody confirms it, and how long it is good for. */
  readonly onLink: (link: { readonly url: string; readonly lifetimeMs: number }) => void;
  readonly signal: AbortSignal;
}

const hosts: Readonly<Record<FeishuBrand, string>> = {
  feishu: "accounts.feishu.cn",
  lark: "accounts.larksuite.com",
};

/** The SDK's own requests have no timeout, and the first cannot be cancelled. */
const firstAnswerMs = 20_000;

/** A secret goes into a file of lines as it is. */
const secretPattern = /^[\x21-\x7e]{8,256}$/;

const failures: Readonly<Record<string, Extract<Registration, { ok: false }>["why"]>> = {
  access_denied: "denied",
  expired_token: "expired",
  abort: "cancelled",
};

/** There was no answer, or only that of a gateway before the platform. */
class Unanswered extends Error {
  override readonly name = "Unanswered";
}

const isUnanswered = (error: unknown): boolean =>
  axios.isAxiosError(error) && (error.response === undefined || error.response.status >= 500);

const whyOf = (error: unknown): Extract<Registration, { ok: false }>["why"] => {
  if (error instanceof Unanswered) return "unreachable";
  const code = isJsonObject(error) ? error.code : undefined;
  return (typeof code === "string" && Object.hasOwn(failures, code) && failures[code]) || "refused";
};

/**
 * The SDK takes a gateway's answer for the platform's, and gives up at the first poll that fails, while somebody is
 * looking at the page: there, no answer counts as “not yet”. Returns what ends this.
 */
const bearSilence = (isPolling: () => boolean): (() => void) => {
  const { response } = defaultHttpInstance.interceptors;
  const patience = response.use(undefined, (error: unknown) => {
    if (!isUnanswered(error)) return Promise.reject(error);
    return isPolling() ? { error: "authorization_pending" } : Promise.reject(new Unanswered());
  });
  return () => response.eject(patience);
};

/** What the page asks the person to agree to: exactly what the bot needs. */
const addons = {
  preset: false,
  scopes: { tenant: scopeNeeds.map(({ scope }) => scope) },
  events: { items: { tenant: [...neededEvents] } },
  callbacks: { items: [...neededCallbacks] },
};

/**
 * Makes an app, or completes one, by the device flow (RFC 8628): the platform gives a link, somebody opens it in
 * the client and confirms, and the credentials come here. Scopes, events and the callback are preset. Through the
 * SDK's `registerApp`; never throws for an expected failure, and never logs the secret.
 */
export const registerFeishuApp = async (request: RegistrationRequest): Promise<Registration> => {
  const { brand, appId, clock, signal } = request;
  const ended = new AbortController();
  const both = AbortSignal.any([signal, ended.signal]);
  let silent = true;
  const stopBearing = bearSilence(() => !silent);
  const cancelLimit = clock.after(firstAnswerMs, () => {
    if (silent) ended.abort();
  });
  const aborted = new Promise<Registration>((resolve) => {
    const tell = (): void =>
      resolve({ ok: false, why: signal.aborted ? "cancelled" : "unreachable" });
    if (both.aborted) tell();
    else both.addEventListener("abort", tell, { once: true });
  });

  const registering = async (): Promise<Registration> => {
    try {
      const { client_id, client_secret, user_info } = await registerApp({
        domain: hosts[brand],
        larkDomain: hosts.lark,
        source: "steward",
        signal: both,
        appPreset: { name: request.name, desc: request.about },
        addons,
        ...(appId === undefined ? { createOnly: true } : { appId }),
        onQRCodeReady: ({ url, expireIn }) => {
          silent = false;
          if (!both.aborted) request.onLink({ url, lifetimeMs: expireIn * 1000 });
        },
      });
      if (!isAppId(client_id) || !secretPattern.test(client_secret)) {
        return { ok: false, why: "refused" };
      }
      const home = user_info?.tenant_brand ?? brand;
      return { ok: true, app: { appId: client_id, appSecret: client_secret, brand: home } };
    } catch (error) {
      return { ok: false, why: whyOf(error) };
    }
  };

  try {
    return await Promise.race([registering(), aborted]);
  } finally {
    cancelLimit();
    stopBearing();
    ended.abort();
  }
};
