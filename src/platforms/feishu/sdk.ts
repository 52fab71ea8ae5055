import { createRequire } from "node:module";
import type { AxiosStatic } from "axios";

// By `require`, as the SDK itself loads its packages: an `import` would scan the whole SDK for its names at every start,
// and load a second copy of axios.
const load = createRequire(import.meta.url);

/** Feishu's SDK, as far as it is used. */
export const {
  Client,
  defaultHttpInstance,
  EventDispatcher,
  WSClient,
  registerApp,
  withUserAccessToken,
} = load("@larksuiteoapi/node-sdk") as typeof import("@larksuiteoapi/node-sdk");

/** The SDK's own copy of axios. */
export const axios = load("axios") as AxiosStatic;
