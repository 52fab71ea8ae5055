import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { expect, test } from "vitest";
import { createPostgresPool, postgresConfig } from "../../src/store/postgres-pool.ts";

const message = (kind: string, body: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(kind), length, body]);
};

const welcome = message("R", Buffer.alloc(4));
const ready = message("Z", Buffer.from("I"));
const farewell = message("E", Buffer.from("SFATAL\0C57P01\0Mthe server is shutting down\0\0"));

test("a connection that is ended in the breath in which it is accepted ends nothing else", async () => {
  const server = createServer((socket) => {
    socket.once("data", () => socket.end(Buffer.concat([welcome, ready, farewell])));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const pool = createPostgresPool(
    postgresConfig(`postgres://steward@127.0.0.1:${port}/steward`),
    undefined,
  );

  const connection = await pool.connect();
  await expect(connection.query("select 1", [])).rejects.toMatchObject({ failure: "unreachable" });
  connection.release();
  await pool.end();
  server.close();
});
