/** The calls that Steward makes of the gateway, by the names that metrics and logs show. */
export const apis = {
  "chat.pinMessage": { method: "POST", path: "chat/pinMessage", changes: true, forAnswers: false },
  "chat.delete": { method: "DELETE", path: "chat/delete", changes: true, forAnswers: false },
  "chat.getMessage": { method: "GET", path: "chat/getMessage", changes: false, forAnswers: false },
  "message.text": { method: "POST", path: "message/text", changes: true, forAnswers: true },
  "group.info": { method: "GET", path: "group/info", changes: false, forAnswers: false },
  "profile.getAccount": {
    method: "GET",
    path: "profile/getAccount",
    changes: false,
    forAnswers: false,
  },
} as const satisfies Readonly<
  Record<
    string,
    {
      readonly method: "GET" | "POST" | "DELETE";
      /** Between `/api/` and the instance's name. */
      readonly path: string;
      /** Whether something is different afterwards: a try without an answer leaves that in doubt. */
      readonly changes: boolean;
      /** Whether it only says something, and so waits for those that do something. */
      readonly forAnswers: boolean;
    }
  >
>;

export type ApiName = keyof typeof apis;
