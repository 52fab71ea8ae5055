import { defineCommand, noArguments } from "../core/command.ts";
import { unpinMessage, unpinNeeds } from "./unpin-message.ts";

export const unpin = defineCommand({
  name: "unpin",
  aliases: ["取消pin", "取消钉住"],
  role: "admin",
  target: "message",
  setsPin: true,
  summary: "help.unpin",
  needs: unpinNeeds,
  parse: noArguments,
  run: unpinMessage,
});
