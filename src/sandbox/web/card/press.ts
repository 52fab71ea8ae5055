import { type Click, click } from "../model/control-api.ts";
import { ephemeral, messageById } from "../model/live-state.ts";
import { readerIn } from "../model/selection.ts";

/** Sends a press on a card's element as the reader; whether it was not refused. */
export async function press(what: Omit<Click, "open_id">): Promise<boolean> {
  const shown =
    messageById.value.get(what.message_id) ??
    ephemeral.value.find(({ message_id }) => message_id === what.message_id);
  const person = shown === undefined ? null : readerIn(shown.chat_id);
  return person !== null && click({ ...what, open_id: person.open_id });
}
