import { type Answer, refusal } from "../answer.ts";

const KEEP_MS = 3_600_000;
const MAX_KEPT = 20_000;

/** Sends of the same `uuid` succeed at most once an hour; the later ones get the first one's answer. */
export interface OncePerUuid {
  run(uuid: string | undefined, send: () => Promise<Answer>): Promise<Answer>;
}

interface Kept {
  readonly answer: Answer | null;
  readonly atMs: number;
}

/** See Feishu docs: im-v1/message/create, `uuid`; a twin still under way is refused with 230049. */
export function createOncePerUuid(now: () => number): OncePerUuid {
  const kept = new Map<string, Kept>();

  function forgetOld(): void {
    for (const [uuid, entry] of kept) {
      const stale = entry.answer !== null && now() - entry.atMs >= KEEP_MS;
      if (!stale && kept.size <= MAX_KEPT) return;
      kept.delete(uuid);
    }
  }

  return {
    async run(uuid, send) {
      if (uuid === undefined || uuid === "") return send();
      forgetOld();
      const earlier = kept.get(uuid);
      if (earlier !== undefined) return earlier.answer ?? refusal(230049);
      kept.set(uuid, { answer: null, atMs: now() });
      const answer = await send();
      kept.delete(uuid);
      if (answer.code === 0) kept.set(uuid, { answer, atMs: now() });
      return answer;
    },
  };
}
