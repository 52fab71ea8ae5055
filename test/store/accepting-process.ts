import { openSqliteStore } from "../../src/store/open-sqlite.ts";
import { entry } from "./samples.ts";

/** Accepts commands without end and prints each key once it is acknowledged, until somebody kills it. */
const [file = "", from = "0"] = process.argv.slice(2);
const store = await openSqliteStore({ file });
process.stdout.write("open\n");
for (let number = Number(from); ; number += 8) {
  const names = Array.from({ length: 8 }, (_, index) => String(number + index));
  await Promise.all(
    names.map(async (name) => {
      const [added] = await store.journal.accept([entry(name)]);
      if (added !== undefined) process.stdout.write(`${added.key}\n`);
    }),
  );
}
