import { isJsonObject, stringOf } from "../../core/json.ts";
import type { OfferedCommand, OfferedCount } from "../../core/platform.ts";
import { ok, type Result } from "../../core/result.ts";
import type { FeishuClient } from "./client.ts";
import { allPages } from "./paging.ts";

const path = "/open-apis/application/v7/app_slash_commands";
/** An app may have 100 commands. */
const mostPages = 4;
/** It goes into the path of a call. */
const idPattern = /^[0-9A-Za-z_-]{1,64}$/;

interface Description {
  readonly default_value: string;
  readonly i18n: { readonly zh_cn: string; readonly en_us: string };
}

const describe = ({ descriptions }: OfferedCommand): Description => ({
  default_value: descriptions["zh-CN"],
  i18n: { zh_cn: descriptions["zh-CN"], en_us: descriptions["en-US"] },
});

const saysTheSame = (present: unknown, wanted: Description): boolean => {
  if (!isJsonObject(present)) return false;
  const i18n = isJsonObject(present.i18n) ? present.i18n : {};
  return (
    present.default_value === wanted.default_value &&
    i18n.zh_cn === wanted.i18n.zh_cn &&
    i18n.en_us === wanted.i18n.en_us
  );
};

/**
 * Puts the commands on the panel that the client shows after a `/`. What is there and right is left alone, so
 * that every start may do it; commands that are not ours are never touched. Clients show a change after some
 * five minutes. Source: Feishu docs, agent-supports-slash-commands.
 */
export const offerCommands = async (
  client: FeishuClient,
  commands: readonly OfferedCommand[],
  signal: AbortSignal,
): Promise<Result<OfferedCount>> => {
  const listed = await allPages({
    client,
    mostPages,
    call: { api: "command-panel.list", path, params: { page_size: 50 }, signal },
  });
  if (!listed.ok) return listed;
  const present = new Map(
    listed.value.flatMap((item) => {
      const name = isJsonObject(item) ? stringOf(item.command) : undefined;
      return isJsonObject(item) && name !== undefined ? [[name.replace(/^\//, ""), item]] : [];
    }),
  );

  let added = 0;
  let changed = 0;
  for (const command of commands) {
    const description = describe(command);
    const known = present.get(command.name);
    if (known === undefined) {
      const data = { command: command.name, description };
      const created = await client.call({
        api: "command-panel.create",
        path,
        data,
        signal,
        repeatable: false,
      });
      if (!created.ok) return created;
      added += 1;
      continue;
    }
    const id = stringOf(known.command_id);
    if (saysTheSame(known.description, description) || id === undefined || !idPattern.test(id)) {
      continue;
    }
    const updated = await client.call({
      api: "command-panel.update",
      path: `${path}/${id}`,
      data: { description },
      signal,
      repeatable: true,
    });
    if (!updated.ok) return updated;
    changed += 1;
  }
  return ok({ added, changed });
};
