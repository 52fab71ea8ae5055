/** What a call is answered with. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** `{RC: 0, RM: "OK", result}`. */
export const success = (result: unknown): Answer => ({
  status: 200,
  body: { RC: 0, RM: "OK", result },
});

/** The long form of most pages: `{RC, RM, error: {code, message}}`. */
export const refusal = (status: number, code: string, message: string): Answer => ({
  status,
  body: { RC: status, RM: message, error: { code, message } },
});

/** The flat form of the pages about keys and tokens: `{error, message, retryAfter?}`. */
export const flatRefusal = (status: number, error: string, message: string, more = {}): Answer => ({
  status,
  body: { error, message, ...more },
});

/** The short form of the old pages: `{RC, RM}`. */
export const shortRefusal = (status: number, RM: string): Answer => ({
  status,
  body: { RC: status, RM },
});

export const noSuchRoom = refusal(404, "ROOM_NOT_FOUND", "The specified room does not exist");
export const noSuchMessage = refusal(404, "MESSAGE_NOT_FOUND", "The message does not exist");
export const notAMember = refusal(403, "NOT_ROOM_MEMBER", "User is not a member of this room");
export const notAManager = refusal(403, "INSUFFICIENT_PERMISSION", "Room owner or managers only");
