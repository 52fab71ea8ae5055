import type { CommandUses } from "../core/answers/command-uses.ts";

/** How each command is written. */
export const enUSUses: CommandUses = {
  "help.pin": { usage: "/pin [7d] [reason]", example: "/pin 7d release notes" },
  "help.unpin": { usage: "/unpin", example: "/unpin" },
  "help.pins": { usage: "/pins", example: "/pins" },
  "help.recall": { usage: "/recall [reason]", example: "/recall wrong channel" },
  "help.top": { usage: "/top [reason]", example: "/top this week's plan" },
  "help.untop": { usage: "/untop", example: "/untop" },
  "help.case": { usage: "/case 12 [reason]", example: "/case 12 spam" },
  "help.audit": { usage: "/audit [n] [@user] [7d]", example: "/audit 20 7d" },
  "help.grant": {
    usage: "/grant @user moderator|command [7d] [reason]",
    example: "/grant @Li pin 24h launch day",
  },
  "help.revoke": { usage: "/revoke @user [moderator|command]", example: "/revoke @Li pin" },
  "help.grants": { usage: "/grants", example: "/grants" },
  "help.settings": { usage: "/settings [name value|reset]", example: "/settings pin-duration 7d" },
  "help.can": { usage: "/can [@user] command", example: "/can @Li recall" },
  "help.why": { usage: "/why", example: "/why" },
  "help.doctor": { usage: "/doctor", example: "/doctor" },
  "help.help": { usage: "/help [command]", example: "/help pin" },
};
