/**
 * The calls that the bot makes. `user`: the client key and the bot's own token, limited to what the bot may do.
 * `platform`: the API key, which may do everything and therefore serves two purposes only: recalling what others
 * wrote and issuing the bot's token. Which call carries which is decided here and nowhere else.
 */
export const apis = {
  "me.get": { method: "GET", credential: "user", changes: false },
  "room.get": { method: "GET", credential: "user", changes: false },
  "message.list": { method: "GET", credential: "user", changes: false },
  "message.send": { method: "POST", credential: "user", changes: true },
  "message.recall": { method: "POST", credential: "user", changes: true },
  "message.recall-others": { method: "POST", credential: "platform", changes: true },
  "pin.create": { method: "POST", credential: "user", changes: true },
  "pin.delete": { method: "DELETE", credential: "user", changes: true },
  "token.issue": { method: "POST", credential: "platform", changes: false },
} as const satisfies Readonly<
  Record<
    string,
    {
      readonly method: "GET" | "POST" | "DELETE";
      readonly credential: "user" | "platform";
      /** Whether it leaves something changed in a room. */
      readonly changes: boolean;
    }
  >
>;

export type ApiName = keyof typeof apis;

/** Whether doing it twice is the same as doing it once: all but sending sets a state. */
export const isRepeatable = (api: ApiName): boolean => api !== "message.send";
