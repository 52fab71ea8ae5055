import { type Sentence, say } from "../core/answers/sentences.ts";
import type {
  SettingsFacts,
  SettingValue,
  ShownSetting,
} from "../core/answers/settings-sentences.ts";
import type { Powers } from "../core/command.ts";
import type { ShownOption } from "../core/settings/chat-options.ts";
import { member } from "./who.ts";

/** A value as it is said: people by their names. */
export const saidValue = async (
  powers: Pick<Powers, "nameOf">,
  { value, people }: Pick<ShownOption, "value" | "people">,
): Promise<SettingValue> =>
  people === undefined ? value : Promise.all(people.map((user) => member(powers, user)));

/** What holds in a chat; with a page, only what holds for that command. */
export const settingsPage = async (
  powers: Pick<Powers, "nameOf">,
  options: readonly ShownOption[],
  { token, page }: Pick<SettingsFacts, "token" | "page">,
): Promise<Sentence> => {
  const commands = options.flatMap(({ key }) => {
    const [name = "", part] = key.split(".");
    return part === "role" ? [name] : [];
  });
  const shown = page !== undefined && commands.includes(page) ? page : undefined;
  const said = async (option: ShownOption): Promise<ShownSetting> => {
    const { key, value, from } = option;
    // Only the page of a command lists people.
    const isListed = shown !== undefined && key.startsWith(`${shown}.`);
    return { key, value: isListed ? await saidValue(powers, option) : value, from };
  };
  return say("settings.shown", {
    options: await Promise.all(options.map(said)),
    commands,
    ...(token === undefined ? {} : { token }),
    ...(shown === undefined ? {} : { page: shown }),
  });
};
