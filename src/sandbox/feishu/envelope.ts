import { type Answer, refusal } from "./answer.ts";
import type { JsonObject } from "./world/json.ts";
import type { World } from "./world/world.ts";

/** An id as the platform prints it: the time, then randomness. */
export function createLogId(world: World): string {
  const stamp = new Date(world.now()).toISOString().replace(/\D/g, "").slice(0, 14);
  return `${stamp}${world.randomHex(9).toUpperCase()}`;
}

/** The JSON body of an answer; errors carry the log id and a link, as on the platform. */
export function envelopeOf(answer: Answer, logId: string): JsonObject {
  const { code, msg } = answer;
  const data = answer.data === undefined ? {} : { data: answer.data };
  if (code === 0) return { code, msg, ...data, ...answer.top };
  return {
    code,
    msg,
    ...data,
    error: {
      log_id: logId,
      troubleshooter: `https://open.feishu.cn/search?from=openapi&log_id=${logId}&code=${code}`,
      ...answer.error,
    },
  };
}

/** The HTTP status of an answer: 400 for failures unless it says otherwise. */
export function statusOf(answer: Answer): number {
  return answer.status ?? (answer.code === 0 ? 200 : 400);
}

/** What a path that is no API gets: 99991201, or 99991301 where only the method is wrong. */
export function unknownPathAnswer(knownPath: boolean): Answer {
  return { ...refusal(knownPath ? 99991301 : 99991201), status: 404 };
}
