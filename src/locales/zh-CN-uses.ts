import type { CommandUses } from "../core/answers/command-uses.ts";

/** 每个命令的写法。 */
export const zhCNUses: CommandUses = {
  "help.pin": { usage: "/pin [7d] [原因]", example: "/pin 7d 发版说明" },
  "help.unpin": { usage: "/unpin", example: "/unpin" },
  "help.pins": { usage: "/pins", example: "/pins" },
  "help.recall": { usage: "/recall [原因]", example: "/recall 发错群了" },
  "help.top": { usage: "/top [原因]", example: "/top 本周计划" },
  "help.untop": { usage: "/untop", example: "/untop" },
  "help.case": { usage: "/case 12 [说明]", example: "/case 12 发广告" },
  "help.audit": { usage: "/audit [条数] [@某人] [7d]", example: "/audit 20 7d" },
  "help.grant": {
    usage: "/grant @某人 moderator|命令 [7d] [原因]",
    example: "/grant @小李 pin 24h 上线当天",
  },
  "help.revoke": { usage: "/revoke @某人 [moderator|命令]", example: "/revoke @小李 pin" },
  "help.grants": { usage: "/grants", example: "/grants" },
  "help.settings": { usage: "/settings [名称 值|reset]", example: "/settings pin-duration 7d" },
  "help.can": { usage: "/can [@某人] 命令", example: "/can @小李 recall" },
  "help.why": { usage: "/why", example: "/why" },
  "help.doctor": { usage: "/doctor", example: "/doctor" },
  "help.help": { usage: "/help [命令]", example: "/help pin" },
};
