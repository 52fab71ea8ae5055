import {
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { copySqlite, syncToDisk } from "./copy-sqlite.ts";
import { makeFolder } from "./make-folder.ts";
import { sqliteFailure } from "./sqlite-failure.ts";
import { lockSqlite } from "./sqlite-lock.ts";
import { StoreError } from "./store-error.ts";

const busyTimeoutMs = 2000;

/** The file itself, so that a link to it stays a link. */
const actual = (file: string): string => (existsSync(file) ? realpathSync(file) : resolve(file));

const putInPlace = (from: string, to: string): void => {
  renameSync(from, to);
  // Windows cannot open folders and writes their entries at once.
  if (process.platform !== "win32") syncToDisk(dirname(to));
};

const refuseSameFile = (one: string, other: string): void => {
  if (actual(one) !== actual(other)) return;
  throw new StoreError({
    failure: "in-use",
    message: `The backup and the database are the same file. (${one})`,
    fix: "Name another file.",
  });
};

/**
 * Copies the database to `target` while the bot goes on, checks the copy, and only then puts it in the place of
 * an older backup of that name. Rejects with a `StoreError`; an older backup is then as it was.
 */
export const backupSqlite = async (
  file: string,
  target: string,
): Promise<{ readonly bytes: number }> => {
  refuseSameFile(file, target);
  const place = actual(target);
  const partial = `${place}.partial`;
  await copySqlite(file, partial);
  const bytes = statSync(partial).size;
  putInPlace(partial, place);
  return { bytes };
};

/**
 * Folds the write-ahead log into the database, because a log that is left beside another database would be
 * played into it. That needs the file for us alone. A damaged database keeps its log, under the kept name.
 */
const foldLog = (file: string, kept: string): void => {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: busyTimeoutMs });
    database.exec("pragma journal_mode = delete");
  } catch (error) {
    const explained = sqliteFailure(error, file);
    if (!(explained instanceof StoreError) || explained.failure !== "corrupt") throw explained;
    database?.close();
    database = undefined;
    if (existsSync(`${file}-wal`)) renameSync(`${file}-wal`, `${kept}-wal`);
    rmSync(`${file}-shm`, { force: true });
  } finally {
    database?.close();
  }
};

const freeName = (wanted: string): string => {
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? wanted : `${wanted}-${count}`;
    if (!existsSync(name)) return name;
  }
};

/** Gives the database a second name, so that at no moment there is no database. */
const keepOld = (file: string): string => {
  const kept = freeName(`${file}.before-restore`);
  foldLog(file, kept);
  try {
    linkSync(file, kept);
  } catch {
    // A file system without links.
    copyFileSync(file, kept, constants.COPYFILE_EXCL);
  }
  return kept;
};

const aboutTheBackup = (error: unknown): unknown =>
  error instanceof StoreError
    ? new StoreError({
        failure: error.failure,
        message: `The backup cannot be used, nothing was changed. ${error.message}`,
        fix: error.failure === "corrupt" ? "Choose another backup." : error.fix,
        cause: error,
      })
    : error;

/**
 * Puts a backup in the place of the database, after checking it. What was there is kept beside it, under the
 * name in `keptAs`. Rejects with a `StoreError` and changes nothing: `in-use` while a bot is running on the
 * database, otherwise what is the matter with the backup.
 */
export const restoreSqlite = async (
  source: string,
  file: string,
): Promise<{ readonly keptAs?: string }> => {
  refuseSameFile(source, file);
  makeFolder(file);
  const place = actual(file);
  const lock = lockSqlite(place);
  const incoming = `${place}.restoring`;
  try {
    await copySqlite(source, incoming).catch((error: unknown) => {
      throw aboutTheBackup(error);
    });
    const keptAs = existsSync(place) ? keepOld(place) : undefined;
    putInPlace(incoming, place);
    return keptAs === undefined ? {} : { keptAs };
  } finally {
    rmSync(incoming, { force: true });
    lock.release();
  }
};
