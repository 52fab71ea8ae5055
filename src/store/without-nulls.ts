type Nullable<Row> = {
  [Key in keyof Row as null extends Row[Key] ? Key : never]?: NonNullable<Row[Key]>;
};
type Solid<Row> = { [Key in keyof Row as null extends Row[Key] ? never : Key]: Row[Key] };

/** A row as core has it: columns that are null are absent properties. */
export const withoutNulls = <Row extends object>(row: Row): Solid<Row> & Nullable<Row> =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as Solid<Row> &
    Nullable<Row>;
