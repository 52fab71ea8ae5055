import type { AddressInfo } from "node:net";
import { connect, createServer, type Server, type Socket } from "node:net";

/** A wire to a server that a test can cut, or let fall silent. */
export interface Wire {
  readonly port: number;
  /** Ends every connection, and refuses new ones until `mend`. */
  cut(): void;
  /** Lets nothing through any more, without ending anything. */
  silence(): void;
  mend(): void;
  close(): Promise<void>;
}

export const layWire = async (to: {
  readonly host: string;
  readonly port: number;
}): Promise<Wire> => {
  const sockets = new Set<Socket>();
  let state: "whole" | "cut" | "silent" = "whole";
  const join = (one: Socket, other: Socket): void => {
    sockets.add(one);
    one.on("data", (bytes) => (state === "silent" ? undefined : other.write(bytes)));
    one.on("error", () => {});
    one.on("close", () => {
      sockets.delete(one);
      other.destroy();
    });
  };
  const server: Server = createServer((near) => {
    if (state === "cut") {
      near.destroy();
      return;
    }
    const far = connect(to);
    join(near, far);
    join(far, near);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const destroyAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut: () => {
      state = "cut";
      destroyAll();
    },
    silence: () => {
      state = "silent";
    },
    mend: () => {
      if (state === "silent") destroyAll();
      state = "whole";
    },
    close: () => {
      destroyAll();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
};
