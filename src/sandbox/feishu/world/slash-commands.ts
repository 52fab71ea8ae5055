import { type Answer, refusal, success } from "../answer.ts";
import type { World } from "./world.ts";

const MAX_COMMANDS = 100;

/** Registers a command for the client's `/` panel. See Feishu docs: agent supports slash commands. */
export function createSlashCommand(
  world: World,
  request: { readonly command: string; readonly description: unknown },
): Answer {
  const taken = [...world.slashCommands.values()].some(
    ({ command }) => command === request.command,
  );
  if (taken) return refusal(40000000);
  if (!/^[\p{L}\p{N}_-]{1,32}$/u.test(request.command)) return refusal(40000001);
  if (world.slashCommands.size >= MAX_COMMANDS) return refusal(40000003);
  const commandId = `7${world.randomHex(9)}`;
  world.slashCommands.set(commandId, { commandId, ...request });
  world.touch();
  return success({ command_id: commandId });
}

/** Changes what the panel says about a command. */
export function updateSlashCommand(
  world: World,
  request: { readonly commandId: string; readonly description: unknown },
): Answer {
  const command = world.slashCommands.get(request.commandId);
  if (command === undefined) return refusal(40000002);
  command.description = request.description;
  world.touch();
  return success();
}

/** Takes a command off the panel. */
export function deleteSlashCommand(world: World, commandId: string): Answer {
  if (!world.slashCommands.delete(commandId)) return refusal(40000002);
  world.touch();
  return success();
}

/** Every registered command. */
export function listSlashCommands(world: World): Answer {
  const items = [...world.slashCommands.values()].map(({ commandId, command, description }) => ({
    command_id: commandId,
    command,
    description,
  }));
  return success({ items, has_more: false });
}
