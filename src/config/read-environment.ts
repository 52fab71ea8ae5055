import { parse } from "dotenv";
import type { Environment } from "./environment.ts";

/**
 * The environment of the process together with the text of a `.env` file, if there is one. What the process
 * was started with wins, even where it is empty.
 */
export const readEnvironment = (
  processEnvironment: Environment,
  dotenvText: string | undefined,
): Environment => ({ ...parse(dotenvText ?? ""), ...processEnvironment });
