import type { Accounts } from "./accounts.ts";
import type { ConfigProblem } from "./config-problem.ts";
import type { EnvironmentReading } from "./environment.ts";
import type { FeishuAccount } from "./feishu-account.ts";
import { anySet, missingVariables } from "./missing-variables.ts";

const where = "the app's page on open.feishu.cn (or open.larksuite.com), Credentials & Basic Info";

/** What describes an account; the other variables only say how it is reached. */
const own = ["FEISHU_APP_ID", "FEISHU_APP_SECRET"] as const;

/** Whether the environment means to describe an account, rightly or not. */
export const describesFeishuAccount = (reading: EnvironmentReading): boolean =>
  anySet(reading, own);

/** The one account that FEISHU_* variables describe, or what is missing for it. */
export const feishuFromEnvironment = (reading: EnvironmentReading): Accounts<FeishuAccount> => {
  const { values } = reading;
  const fix = `Set it; it stands on ${where}.`;
  const problems: ConfigProblem[] = [
    ...missingVariables(reading, { FEISHU_APP_ID: fix, FEISHU_APP_SECRET: fix }, own),
  ];
  const webhook = values.FEISHU_TRANSPORT === "webhook";
  const encryptKey = values.FEISHU_ENCRYPT_KEY;
  if (webhook && !anySet(reading, ["FEISHU_ENCRYPT_KEY"])) {
    problems.push({
      key: "FEISHU_ENCRYPT_KEY",
      wrong: "is not set, but FEISHU_TRANSPORT is webhook: without it anybody could forge events",
      fix: "Set it to the Encrypt Key of the app's page, Events & Callbacks, Encryption Strategy, or use websocket.",
    });
  }
  const { FEISHU_APP_ID: appId, FEISHU_APP_SECRET: appSecret } = values;
  if (appId === undefined || appSecret === undefined) {
    return { accounts: [], problems };
  }
  if (webhook && encryptKey === undefined) return { accounts: [], problems };
  const verificationToken = values.FEISHU_VERIFICATION_TOKEN;
  const account: FeishuAccount = {
    name: "feishu",
    appId,
    appSecret,
    domain: values.FEISHU_DOMAIN ?? "feishu",
    transport:
      webhook && encryptKey !== undefined
        ? {
            kind: "webhook",
            path: "/webhook/feishu",
            encryptKey,
            ...(verificationToken === undefined ? {} : { verificationToken }),
          }
        : { kind: "websocket" },
  };
  return { accounts: [account], problems };
};
