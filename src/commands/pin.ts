import { defineCommand } from "../core/command.ts";
import { parsePin } from "./pin-arguments.ts";
import { pinMessage, pinNeeds } from "./pin-message.ts";

export const pin = defineCommand({
  name: "pin",
  aliases: ["钉住"],
  role: "admin",
  target: "message",
  setsPin: true,
  summary: "help.pin",
  needs: pinNeeds,
  parse: parsePin,
  run: pinMessage,
});
