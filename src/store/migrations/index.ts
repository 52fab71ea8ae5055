import type { Migration } from "kysely/migration";
import { first } from "./0001-first.ts";
import { rights } from "./0002-rights.ts";
import { instances } from "./0003-instances.ts";
import { texts } from "./0004-texts.ts";

/** Every migration by its name, which is what a database remembers. Append only; never rename, never edit. */
export const migrations: Readonly<Record<string, Migration>> = {
  "0001-first": first,
  "0002-rights": rights,
  "0003-instances": instances,
  "0004-texts": texts,
};
