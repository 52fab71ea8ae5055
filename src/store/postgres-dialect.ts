import {
  type DatabaseIntrospector,
  type DatabaseMetadataOptions,
  type Kysely,
  PostgresDialect,
  PostgresIntrospector,
  sql,
  type TableMetadata,
} from "kysely";

/**
 * Looks at the tables of its own schema alone. Kysely's looks through all of them: it would take the tables of another
 * Steward for its own, and fails when somebody drops a schema meanwhile.
 */
class OwnSchemaIntrospector extends PostgresIntrospector {
  readonly #db: Kysely<unknown>;

  constructor(db: Kysely<unknown>) {
    super(db);
    this.#db = db;
  }

  /** Without their columns, for which nobody asks. */
  override async getTables(_options?: DatabaseMetadataOptions): Promise<TableMetadata[]> {
    const { rows } = await sql<{ name: string; schema: string }>`
      select class.relname as name, space.nspname as schema
      from pg_catalog.pg_class class join pg_catalog.pg_namespace space on space.oid = class.relnamespace
      where space.nspname = current_schema() and class.relkind in ('r', 'p')
    `.execute(this.#db);
    return rows.map((row) => ({ ...row, isView: false, isForeign: false, columns: [] }));
  }
}

/** Kysely's dialect for PostgreSQL, which sees its own schema only: several Stewards may share a database. */
export class OwnSchemaDialect extends PostgresDialect {
  override createIntrospector(
    db: Parameters<PostgresDialect["createIntrospector"]>[0],
  ): DatabaseIntrospector {
    return new OwnSchemaIntrospector(db);
  }
}
