/** Where Feishu's or Lark's API is: a name, or the base URL of a private deployment or of the sandbox. */
export type FeishuDomain = string;

const named: Readonly<Record<string, string>> = {
  feishu: "https://open.feishu.cn",
  lark: "https://open.larksuite.com",
};

/** The base URL of the API, without a slash at its end. */
export const baseUrlOf = (domain: FeishuDomain): string =>
  named[domain] ?? domain.replace(/\/+$/, "");

/**
 * Where links that open the client lead: the API's host with `applink` for `open`, as on Feishu, Lark and
 * private deployments. A host that does not begin with `open.` (the sandbox) is taken as it is.
 */
export const appLinkUrlOf = (domain: FeishuDomain): string => {
  const url = new URL(baseUrlOf(domain));
  return `${url.protocol}//${url.host.replace(/^open\./, "applink.")}`;
};
