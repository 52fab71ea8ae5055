import { onTestFinished } from "vitest";
import type { ChatId, MessageId } from "../../../src/core/ids.ts";
import { type ImkitBench, startImkitBench } from "./rig.ts";

export type BenchOptions = NonNullable<Parameters<typeof startImkitBench>[0]>;

/** A bench with one room: Olga owns it, Mia is a member, the bot a manager. */
export const benchWithRoom = async (
  options: BenchOptions = {},
): Promise<ImkitBench & { readonly chat: ChatId }> => {
  const started = await startImkitBench(options);
  onTestFinished(() => started.close());
  const { control } = started.standIn;
  control.addUser("olga", "Olga");
  control.addUser("mia", "Mia");
  const chat = control.addRoom({ owner: "olga", members: ["mia"] }) as ChatId;
  return { ...started, chat };
};

/** Mia writes something that the webhook does not hear of. */
export const sayIn = async (
  { standIn }: ImkitBench,
  room: string,
  text = "the plan",
): Promise<MessageId> =>
  (await standIn.control.say({ room, user: "mia", text, deliver: false })) as MessageId;
