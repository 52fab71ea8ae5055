/** What a call is answered with: a status and the gateway's envelope, which has no error codes. */
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export const success = (body: Readonly<Record<string, unknown>>): Answer => ({
  status: 200,
  body: { success: true, ...body },
});

export const failure = (status: number, message: string): Answer => ({
  status,
  body: { success: false, error: { message } },
});
