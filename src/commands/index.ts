import type { Command } from "../core/command.ts";
import { audit } from "./audit.ts";
import { can } from "./can.ts";
import { caseCommand } from "./case.ts";
import { doctor } from "./doctor.ts";
import { grant } from "./grant.ts";
import { grants } from "./grants.ts";
import { help } from "./help.ts";
import { pin } from "./pin.ts";
import { pins } from "./pins.ts";
import { recall } from "./recall.ts";
import { revoke } from "./revoke.ts";
import { settings } from "./settings.ts";
import { top } from "./top.ts";
import { unknown } from "./unknown.ts";
import { unpin } from "./unpin.ts";
import { untop } from "./untop.ts";
import { why } from "./why.ts";

/** Every command there is, in the order in which `/help` shows them. */
export const commands: readonly Command[] = [
  pin,
  unpin,
  pins,
  recall,
  top,
  untop,
  caseCommand,
  audit,
  grant,
  revoke,
  grants,
  settings,
  can,
  why,
  doctor,
  help,
  unknown,
];
