import type { WebhookRequest } from "../platform.ts";

/** A header of a request, whatever the case of its name; `name` in lower case. */
export const headerOf = ({ headers }: WebhookRequest, name: string): string | undefined =>
  headers[name] ?? Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
