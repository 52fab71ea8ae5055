import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { type RawData, type WebSocket, WebSocketServer } from "ws";
import type { Faults } from "./faults.ts";
import { decodeFrame, encodeFrame, type Frame } from "./frame.ts";
import { type ClientConfig, createTickets, type Tickets } from "./link-tickets.ts";
import type { Push, PushResult, Transport } from "./push.ts";
import { parseJsonObject } from "./world/json.ts";

/** Where WebSocket clients connect. */
export const WS_PATH = "/ws/v2";
const MAX_CONNECTIONS = 50;
const PART_BYTES = 128 * 1024;
const SERVICE_ID = 33;

/** The long connection: clients come with a ticket, answer pings, take events and acknowledge them. */
export interface Gateway extends Transport {
  readonly tickets: Tickets;
  readonly clientConfig: () => ClientConfig;
  setClientConfig(next: Partial<ClientConfig>): void;
  connections(): number;
  isFull(): boolean;
  /** Cuts every connection without a goodbye. */
  dropAll(): void;
  close(): void;
}

interface PendingAck {
  readonly settle: (result: PushResult) => void;
  readonly timer: NodeJS.Timeout;
}

function refuseHandshake(socket: Duplex, code: number, message: string): void {
  socket.end(
    `HTTP/1.1 403 Forbidden\r\nHandshake-Status: ${code}\r\nHandshake-Msg: ${message}\r\n` +
      `Handshake-Autherrcode: ${code}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  );
}

function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}

/** What an acknowledgement says: the platform takes code 200, with the handler's value in `data`. */
function resultOf(frame: Frame): PushResult {
  const ack = parseJsonObject(Buffer.from(frame.payload).toString());
  if (ack === null) return { ok: false, reason: "unreadable" };
  if (ack.code !== 200) return { ok: false, reason: "failed" };
  if (typeof ack.data !== "string" || ack.data === "") return { ok: true, body: undefined };
  try {
    const body: unknown = JSON.parse(Buffer.from(ack.data, "base64").toString());
    return { ok: true, body };
  } catch {
    return { ok: false, reason: "unreadable" };
  }
}

function partsOf(payload: Uint8Array, partBytes: number): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let start = 0; start < payload.length; start += partBytes) {
    parts.push(payload.subarray(start, start + partBytes));
  }
  return parts;
}

/** Attaches the gateway to an HTTP server. `mayUpgrade` keeps strangers' host names out. */
export function createGateway(
  server: Server,
  options: {
    readonly ackTimeoutMs: number;
    readonly clientConfig: Partial<ClientConfig>;
    readonly faults: Faults;
    readonly now: () => number;
    readonly random: () => number;
    readonly randomHex: (bytes: number) => string;
    readonly mayUpgrade: (request: IncomingMessage) => boolean;
    readonly onConnectionsChange: () => void;
  },
): Gateway {
  const { faults } = options;
  const sockets = new Set<WebSocket>();
  const acks = new Map<string, PendingAck>();
  const wss = new WebSocketServer({ noServer: true, maxPayload: 4 * 1024 * 1024 });
  const tickets = createTickets(options);
  let config: ClientConfig = {
    ReconnectCount: -1,
    ReconnectInterval: 120,
    ReconnectNonce: 30,
    PingInterval: 120,
    ...options.clientConfig,
  };
  let sequence = 0;

  function answerPing(socket: WebSocket, ping: Frame): void {
    const payload = Buffer.from(JSON.stringify(config));
    socket.send(encodeFrame({ ...ping, headers: { type: "pong" }, payload }));
  }

  function takeAck(frame: Frame): void {
    const id = frame.headers.message_id ?? "";
    const pending = acks.get(id);
    if (pending === undefined) return;
    acks.delete(id);
    clearTimeout(pending.timer);
    pending.settle(resultOf(frame));
  }

  function welcome(socket: WebSocket): void {
    sockets.add(socket);
    options.onConnectionsChange();
    socket.on("message", (data) => {
      if (faults.link().frozen) return;
      const frame = decodeFrame(bytesOf(data));
      if (frame === null) return;
      if (frame.method === 1) takeAck(frame);
      else if (frame.headers.type === "ping") answerPing(socket, frame);
    });
    socket.on("error", () => socket.terminate());
    socket.on("close", () => {
      sockets.delete(socket);
      options.onConnectionsChange();
    });
  }

  function handshakeRefusal(url: URL): readonly [code: number, message: string] | null {
    if (faults.takeRefusedLink()) return [403, "forbidden"];
    if (!tickets.redeem(url.searchParams.get("ticket") ?? "")) return [514, "auth failed"];
    return sockets.size >= MAX_CONNECTIONS ? [1000040350, "exceed conn limit"] : null;
  }

  function onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on("error", () => socket.destroy());
    const url = URL.parse(request.url ?? "/", "http://localhost");
    if (url?.pathname !== WS_PATH || !options.mayUpgrade(request)) {
      socket.destroy();
      return;
    }
    const refused = handshakeRefusal(url);
    if (refused === null) wss.handleUpgrade(request, socket, head, welcome);
    else refuseHandshake(socket, ...refused);
  }
  server.on("upgrade", onUpgrade);

  function pickSocket(): WebSocket | undefined {
    const open = [...sockets];
    return open[Math.floor(options.random() * open.length)];
  }

  function sendParts(socket: WebSocket, pushId: string, push: Push): void {
    const { cardFrames, partBytes, outOfOrder } = faults.link();
    const parts = partsOf(Buffer.from(push.payload), partBytes ?? PART_BYTES);
    const traceId = options.randomHex(16);
    sequence += 1;
    const frames = parts.map((payload, seq) =>
      encodeFrame({
        seqId: sequence,
        logId: sequence,
        service: SERVICE_ID,
        method: 1,
        headers: {
          type: push.kind === "card" && cardFrames ? "card" : "event",
          message_id: pushId,
          sum: String(parts.length),
          seq: String(seq),
          trace_id: traceId,
        },
        payload,
      }),
    );
    for (const frame of outOfOrder ? frames.reverse() : frames) socket.send(frame);
  }

  function settleAll(): void {
    for (const { settle, timer } of acks.values()) {
      clearTimeout(timer);
      settle({ ok: false, reason: "timeout" });
    }
    acks.clear();
  }

  return {
    tickets,
    clientConfig: () => config,
    setClientConfig(next) {
      config = { ...config, ...next };
    },
    connections: () => sockets.size,
    isFull: () => sockets.size >= MAX_CONNECTIONS,
    push(push) {
      const socket = pickSocket();
      if (socket === undefined) return Promise.resolve({ ok: false, reason: "nobody" });
      const pushId = options.randomHex(16);
      return new Promise((settle) => {
        const timer = setTimeout(() => {
          acks.delete(pushId);
          settle({ ok: false, reason: "timeout" });
        }, options.ackTimeoutMs);
        acks.set(pushId, { settle, timer });
        if (!faults.link().frozen) sendParts(socket, pushId, push);
      });
    },
    dropAll() {
      for (const socket of sockets) socket.terminate();
    },
    close() {
      server.off("upgrade", onUpgrade);
      settleAll();
      for (const socket of sockets) socket.terminate();
      wss.close();
    },
  };
}
