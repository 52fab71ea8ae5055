import type { Compilable, Kysely, QueryResult } from "kysely";

/** Stands for a value while the query is being built. */
class Placeholder {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/**
 * Builds and compiles a query once and runs it with ever new values: building it anew costs more than SQLite
 * needs to run it. `value("key")` marks where the value called `key` goes. Lists and optional conditions cannot
 * vary, and every placeholder must be a plain value (not a row count for `limit`).
 */
export const prepared = <Values extends object, Row>(
  build: (
    value: <Name extends keyof Values & string>(name: Name) => Values[Name],
  ) => Compilable<Row>,
): (<Schema>(db: Kysely<Schema>, values: Values) => Promise<QueryResult<Row>>) => {
  const compiled = build(
    // The lie that lets the query be typed as if the value were there; it is gone before anything runs.
    <Name extends keyof Values & string>(name: Name) =>
      new Placeholder(name) as unknown as Values[Name],
  ).compile();
  return (db, values) => {
    const named = values as Readonly<Record<string, unknown>>;
    const parameters = compiled.parameters.map((parameter) =>
      parameter instanceof Placeholder ? named[parameter.name] : parameter,
    );
    return db.executeQuery<Row>({ ...compiled, parameters });
  };
};
