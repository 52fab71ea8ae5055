import type { Row } from "../row.ts";
import { accept } from "./accept.ts";
import { acks } from "./acks.ts";
import { call } from "./call.ts";
import { chatter } from "./chatter.ts";
import { clients } from "./clients.ts";
import { decideRow } from "./decide.ts";
import { flood } from "./flood.ts";
import { hotMessage } from "./hot-message.ts";
import { journal } from "./journal.ts";
import { link } from "./link.ts";
import { memory } from "./memory.ts";
import { overload } from "./overload.ts";
import { reply } from "./reply.ts";
import { start } from "./start.ts";
import { webhook } from "./webhook.ts";

/** Every row, in the order in which they run. */
export const rows: readonly Row[] = [
  chatter,
  webhook,
  accept,
  journal,
  decideRow,
  start,
  memory,
  link,
  reply,
  call,
  clients,
  acks,
  flood,
  hotMessage,
  overload,
];
