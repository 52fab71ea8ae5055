import { type Bar, type Figure, type RowResult, reached } from "./row.ts";

export interface NamedResult extends RowResult {
  readonly row: string;
}

/** Three significant digits, thousands apart; small counts as they are. */
const shown = (value: number): string => {
  if (!Number.isFinite(value)) return value === Number.POSITIVE_INFINITY ? "never" : "–";
  const rounded = Number(value.toPrecision(3));
  return Math.abs(value) >= 1000
    ? Math.round(value).toLocaleString("en-US")
    : rounded.toLocaleString("en-US", { maximumFractionDigits: 3 });
};

const barText = (bar: Bar | undefined): string => {
  if (bar === undefined) return "";
  return "atLeast" in bar ? `≥ ${bar.atLeast}` : `≤ ${bar.atMost}`;
};

const verdict = (figure: Figure): string => {
  const ok = reached(figure);
  if (ok === undefined) return "";
  return ok ? "met" : "missed";
};

const cellsOf = (row: string, figure: Figure): readonly string[] => {
  const { ratio, peer } = figure;
  return [
    row,
    figure.measure,
    `${shown(figure.steward)} ${figure.unit}`,
    peer === undefined ? "" : `${shown(peer.value)} (${peer.name})`,
    ratio === undefined ? "" : `${ratio.median.toFixed(2)}`,
    ratio === undefined ? "" : `${ratio.low.toFixed(2)}–${ratio.high.toFixed(2)}`,
    barText(figure.bar),
    verdict(figure),
  ];
};

const heading = ["row", "measure", "Steward", "peer", "ratio", "range", "bar", ""];

/** All figures as one table of plain text, and below it what was broken. */
export const tableOf = (results: readonly NamedResult[]): string => {
  const lines = results.flatMap(({ row, figures }) =>
    figures.map((figure, index) => cellsOf(index === 0 ? row : "", figure)),
  );
  const all = [heading, ...lines];
  const widths = heading.map((_, column) =>
    Math.max(...all.map((cells) => (cells[column] ?? "").length)),
  );
  const drawn = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  const rule = widths.map((width) => "─".repeat(width)).join("  ");
  const broken = results.flatMap(({ row, broken: all }) =>
    all.map((what) => `BROKEN ${row}: ${what}`),
  );
  return [
    drawn(heading),
    rule,
    ...lines.map(drawn),
    ...(broken.length > 0 ? ["", ...broken] : []),
  ].join("\n");
};
