import { messageOfCode } from "./codes.ts";

/** What an API call comes back with; `code` 0 is success. Errors carry no `data`. */
export interface Answer {
  readonly code: number;
  readonly msg: string;
  readonly data?: unknown;
  /** Fields of success bodies that do not sit under `data` (token, bot info). */
  readonly top?: Readonly<Record<string, unknown>>;
  /** Further fields of the body's `error`, such as `permission_violations`. */
  readonly error?: Readonly<Record<string, unknown>>;
  /** HTTP status where it is not the usual 200 or 400. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A success with `data`. */
export function success(data: unknown = {}): Answer {
  return { code: 0, msg: "success", data };
}

/** A failure with the platform's own words for `code`; `ext` is the detail it appends. */
export function refusal(code: number, ext?: string): Answer {
  const message = messageOfCode(code);
  return { code, msg: ext === undefined ? message : `${message}, ext=${ext}` };
}
