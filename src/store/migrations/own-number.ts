import {
  type ColumnDataType,
  type ColumnDefinitionBuilder,
  type Kysely,
  PostgresAdapter,
} from "kysely";

/**
 * A primary key that the database counts up by itself and never gives twice: SQLite spells that `integer
 * autoincrement`, PostgreSQL `bigint generated always as identity`.
 */
export const ownNumber = (
  db: Kysely<unknown>,
): readonly [ColumnDataType, (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder] =>
  db.getExecutor().adapter instanceof PostgresAdapter
    ? ["bigint", (column) => column.generatedAlwaysAsIdentity().primaryKey()]
    : ["integer", (column) => column.primaryKey().autoIncrement()];
