/** Which page of a list is wanted. */
export interface PageRequest {
  readonly pageSize: number;
  readonly pageToken: string | undefined;
}

/** One page, with the field names of the platform. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly has_more: boolean;
  /** Only while there is more. */
  readonly page_token?: string;
}

interface Cursor {
  readonly after: string;
  readonly index: number;
}

function encodeCursor(cursor: Cursor): string {
  return Buffer.from(`v1:${cursor.index}:${cursor.after}`).toString("base64url");
}

function decodeCursor(token: string): Cursor | null {
  const match = /^v1:(\d+):(.+)$/.exec(Buffer.from(token, "base64url").toString());
  if (match?.[1] === undefined || match[2] === undefined) return null;
  return { index: Number(match[1]), after: match[2] };
}

/**
 * The page of `all` that begins after the token's entry; where that entry has gone, at its old place.
 * `null` for a token that was never given out.
 */
export function page<T>(
  all: readonly T[],
  request: PageRequest & { readonly keyOf: (item: T) => string },
): Page<T> | null {
  const cursor = request.pageToken === undefined ? undefined : decodeCursor(request.pageToken);
  if (cursor === null) return null;
  let start = 0;
  if (cursor !== undefined) {
    const found = all.findIndex((item) => request.keyOf(item) === cursor.after);
    start = found === -1 ? cursor.index : found + 1;
  }
  const items = all.slice(start, start + request.pageSize);
  const last = items.at(-1);
  const more = last !== undefined && start + items.length < all.length;
  if (!more) return { items, has_more: false };
  return {
    items,
    has_more: true,
    page_token: encodeCursor({ after: request.keyOf(last), index: start + items.length }),
  };
}
