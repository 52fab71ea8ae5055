import type { Server } from "node:http";
import { type RawData, type WebSocket, WebSocketServer } from "ws";
import { decodeFrame, encodeFrame } from "../src/sandbox/feishu/frame.ts";
import {
  type FeishuSandbox,
  type SandboxOptions,
  startFeishuSandbox,
} from "../src/sandbox/feishu/sandbox.ts";

/** A sandbox whose long connection is in the bench's own hands: it sends frames and times their acknowledgements. */
export interface FrameSandbox {
  readonly sandbox: FeishuSandbox;
  /** Resolves with the time at which the next client has connected. */
  nextConnection(): Promise<number>;
  /** Sends an event; resolves with the milliseconds until it was acknowledged, infinite when refused or never. */
  push(payload: string): Promise<number>;
  /** Sends prepared frames as fast as the socket takes them; resolves when all are acknowledged. */
  blast(frames: readonly Uint8Array[]): Promise<void>;
  close(): Promise<void>;
}

/** No acknowledgement takes longer; the platform itself waits 3 s. */
const patienceMs = 30_000;

const bytesOf = (data: RawData): Uint8Array =>
  Array.isArray(data) ? Buffer.concat(data) : new Uint8Array(data);

let sequence = 0;

/** An event as a frame of the long connection, named so that its acknowledgement is known. */
export const eventFrame = (payload: string, id: string): Uint8Array => {
  sequence += 1;
  return encodeFrame({
    seqId: sequence,
    logId: sequence,
    service: 33,
    method: 1,
    headers: { type: "event", message_id: id, sum: "1", seq: "0", trace_id: id },
    payload: Buffer.from(payload),
  });
};

const pong = JSON.stringify({
  ReconnectCount: -1,
  ReconnectInterval: 120,
  ReconnectNonce: 30,
  PingInterval: 120,
});

/** Takes over the place where clients connect; `acknowledged` is told each frame's id and whether it says 200. */
const takeOver = (
  server: Server,
  told: {
    readonly connected: (socket: WebSocket) => void;
    readonly acknowledged: (id: string, ok: boolean) => void;
  },
): WebSocketServer => {
  const wss = new WebSocketServer({ noServer: true });
  server.removeAllListeners("upgrade");
  server.on("upgrade", (request, socket, head) => {
    wss.handleUpgrade(request, socket, head, (client) => {
      client.on("error", () => client.terminate());
      client.on("message", (data) => {
        const frame = decodeFrame(bytesOf(data));
        if (frame?.method === 1) {
          const ok = Buffer.from(frame.payload).toString("utf8").includes('"code":200');
          told.acknowledged(frame.headers.message_id ?? "", ok);
        } else if (frame?.headers.type === "ping") {
          client.send(
            encodeFrame({ ...frame, headers: { type: "pong" }, payload: Buffer.from(pong) }),
          );
        }
      });
      told.connected(client);
    });
  });
  return wss;
};

/** Starts a sandbox whose events come only by `push` and `blast`. */
export const startFrameSandbox = async (options: SandboxOptions = {}): Promise<FrameSandbox> => {
  const arrivals: ((atMs: number) => void)[] = [];
  const acknowledgements = new Map<string, (ok: boolean) => void>();
  let socket: WebSocket | undefined;
  let wss: WebSocketServer | undefined;
  let left = 0;
  let allDone = (): void => {};
  const sandbox = await startFeishuSandbox({
    ...options,
    redeliveryMs: [],
    register: (app) => {
      wss = takeOver(app.server, {
        connected: (client) => {
          socket = client;
          for (const tell of arrivals.splice(0)) tell(performance.now());
        },
        acknowledged: (id, ok) => {
          const known = acknowledgements.get(id);
          acknowledgements.delete(id);
          if (known !== undefined) known(ok);
          else if (ok) {
            left -= 1;
            if (left === 0) allDone();
          }
        },
      });
    },
  });
  const connected = (): WebSocket => {
    if (socket === undefined) throw new Error("no bot is connected");
    return socket;
  };

  return {
    sandbox,
    nextConnection: () => new Promise((resolve) => arrivals.push(resolve)),
    push: (payload) => {
      sequence += 1;
      const id = `push-${sequence}`;
      const frame = eventFrame(payload, id);
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          acknowledgements.delete(id);
          resolve(Number.POSITIVE_INFINITY);
        }, patienceMs);
        const sentAtMs = performance.now();
        acknowledgements.set(id, (ok) => {
          clearTimeout(timer);
          resolve(ok ? performance.now() - sentAtMs : Number.POSITIVE_INFINITY);
        });
        connected().send(frame);
      });
    },
    blast: (frames) => {
      const client = connected();
      return new Promise((resolve, reject) => {
        left = frames.length;
        const timer = setTimeout(
          () => reject(new Error(`${left} frames were not acknowledged`)),
          patienceMs,
        );
        allDone = () => {
          clearTimeout(timer);
          resolve();
        };
        for (const frame of frames) client.send(frame);
      });
    },
    close: async () => {
      for (const client of wss?.clients ?? []) client.terminate();
      await sandbox.close();
    },
  };
};
