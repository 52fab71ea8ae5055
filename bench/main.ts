import { cpus } from "node:os";
import { Command, InvalidArgumentError } from "commander";
import { installPeers } from "./peers/install.ts";
import { judged, reached } from "./row.ts";
import { rows } from "./rows/index.ts";
import { type NamedResult, tableOf } from "./table.ts";

interface Flags {
  readonly json?: true;
  readonly only?: readonly string[];
  readonly smoke?: true;
  readonly long?: true;
  readonly peers?: true;
  readonly rounds: number;
}

const names = rows.map(({ name }) => name);

const rowNames = (text: string): readonly string[] => {
  const asked = text.split(",").map((name) => name.trim());
  const unknown = asked.filter((name) => !names.includes(name));
  if (unknown.length === 0) return asked;
  throw new InvalidArgumentError(`No row ${unknown.join(", ")}. Rows: ${names.join(", ")}.`);
};

const roundCount = (text: string): number => {
  const rounds = Number(text);
  if (Number.isInteger(rounds) && rounds >= 1 && rounds <= 100) return rounds;
  throw new InvalidArgumentError("Rounds are a whole number from 1 to 100.");
};

const machine = (): string => {
  const all = cpus();
  return `${all.length} × ${all[0]?.model.trim() ?? "unknown processor"}, Node.js ${process.version}`;
};

const progress = (line: string): void => void process.stderr.write(`${line}\n`);

const measure = async (flags: Flags): Promise<readonly NamedResult[]> => {
  const smoke = flags.smoke === true;
  const effort = { rounds: smoke ? 1 : flags.rounds, smoke, peers: flags.peers === true };
  const results: NamedResult[] = [];
  for (const row of rows) {
    const asked = flags.only?.includes(row.name) ?? (row.long !== true || flags.long === true);
    if (!asked) continue;
    const beganMs = performance.now();
    try {
      results.push({ row: row.name, ...(await row.run(effort)) });
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error);
      results.push({ row: row.name, figures: [], broken: [what] });
    }
    progress(`${row.name}: ${((performance.now() - beganMs) / 1000).toFixed(1)} s`);
  }
  return results;
};

const asJson = (results: readonly NamedResult[]): string =>
  JSON.stringify(
    {
      machine: machine(),
      at: new Date().toISOString(),
      rows: results.map(({ row, figures, broken }) => ({
        row,
        figures: figures.map((figure) => ({
          ...figure,
          judged: judged(figure),
          reached: reached(figure),
        })),
        broken,
      })),
    },
    null,
    2,
  );

const program = new Command("bench")
  .description("Measures Steward, by ratios to peers in the same run. See bench/README.md.")
  .option("--json", "print the figures as JSON")
  .option("--only <names>", `only these rows: ${names.join(", ")}`, rowNames)
  .option("--smoke", "one small round of each; for the limits and lost work, not for time")
  .option("--long", "also the overload of five minutes")
  .option("--peers", "also the SDK's LarkChannel, Koishi and undici; npm installs them in ~/.cache")
  .option("--rounds <number>", "rounds whose median is shown", roundCount, 7);

const flags = program.parse().opts<Flags>();
// Steward's own timers keep no process alive, and for moments nothing else may be open.
const alive = setInterval(() => {}, 60_000);
if (flags.peers) await installPeers();
const results = await measure(flags);
clearInterval(alive);
process.stdout.write(`${flags.json ? asJson(results) : `${machine()}\n\n${tableOf(results)}`}\n`);
// Figures never fail a run: time is the machine's business. Limits and lost work are ours.
if (results.some(({ broken }) => broken.length > 0)) process.exitCode = 1;
