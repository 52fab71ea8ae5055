import { baseUrlOf, type FeishuDomain } from "./domain.ts";

/** Pages of an app in the developer console. */
export type ConsolePage = "baseinfo" | "auth" | "bot" | "event" | "version";

/** The address of a page of the app's console; with `scopes`, they are ready there to be asked for. */
export const consoleUrl = (
  app: { readonly domain: FeishuDomain; readonly appId: string },
  page: ConsolePage,
  scopes: readonly string[] = [],
): string => {
  const url = `${baseUrlOf(app.domain)}/app/${app.appId}/${page}`;
  return scopes.length === 0
    ? url
    : `${url}?q=${scopes.join(",")}&op_from=openapi&token_type=tenant`;
};
