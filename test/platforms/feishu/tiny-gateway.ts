import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { decodeFrame, encodeFrame, type Frame } from "../../../src/sandbox/feishu/frame.ts";

export interface Ack {
  readonly messageId: string;
  readonly code: number;
  /** The handler's value, decoded. */
  readonly data?: unknown;
}

/** The platform's long-connection gateway, as far as these tests need it, with every fault at hand. */
export interface TinyGateway {
  readonly url: string;
  readonly acks: readonly Ack[];
  /** How often the endpoint was asked. */
  readonly asked: number;
  readonly connections: number;
  /** Answers the endpoint's next requests with these bodies instead of an address. */
  readonly refusals: unknown[];
  /** Refuses the next handshakes. */
  handshakesToRefuse: number;
  /** Leaves the next requests to the endpoint without an answer. */
  requestsToHang: number;
  send(messageId: string, payload: string | Uint8Array, order?: readonly number[]): void;
  sendFrame(frame: Partial<Frame>): void;
  sendRaw(bytes: Uint8Array): void;
  drop(): void;
  close(): Promise<void>;
}

const text = new TextDecoder();

const readBody = async (request: IncomingMessage): Promise<unknown> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString());
};

const partsOf = (bytes: Uint8Array, count: number): Uint8Array[] => {
  const size = Math.ceil(bytes.length / count);
  return Array.from({ length: count }, (_, seq) => bytes.subarray(seq * size, (seq + 1) * size));
};

export async function startTinyGateway(
  clientConfig: object = {
    ReconnectCount: -1,
    ReconnectInterval: 0.05,
    ReconnectNonce: 0.01,
    PingInterval: 120,
  },
): Promise<TinyGateway> {
  const acks: Ack[] = [];
  const sockets = new Set<WebSocket>();
  const state = { asked: 0, handshakesToRefuse: 0, requestsToHang: 0 };
  const refusals: unknown[] = [];
  let url = "";

  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      await readBody(request);
      state.asked += 1;
      if (state.requestsToHang > 0) {
        state.requestsToHang -= 1;
        return;
      }
      const address = `${url.replace("http", "ws")}/ws/v2?fpid=1&device_id=7&service_id=33`;
      const body = refusals.shift() ?? {
        code: 0,
        msg: "",
        data: { URL: address, ClientConfig: clientConfig },
      };
      response.writeHead(200, { "content-type": "application/json" });
      response.end(typeof body === "string" ? body : JSON.stringify(body));
    };
    void answer();
  });

  const hub = new WebSocketServer({ noServer: true });
  server.on("upgrade", (request, socket, head) => {
    if (state.handshakesToRefuse > 0) {
      state.handshakesToRefuse -= 1;
      socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
      return;
    }
    hub.handleUpgrade(request, socket, head, (client) => {
      sockets.add(client);
      client.on("close", () => sockets.delete(client));
      client.on("message", (data: Buffer) => {
        const frame = decodeFrame(data);
        if (frame === null || frame.method !== 1) return;
        const ack = JSON.parse(text.decode(frame.payload)) as { code: number; data?: string };
        const decoded: unknown =
          ack.data === undefined
            ? undefined
            : JSON.parse(Buffer.from(ack.data, "base64").toString());
        acks.push({
          messageId: frame.headers.message_id ?? "",
          code: ack.code,
          ...(ack.data !== undefined && { data: decoded }),
        });
      });
    });
  });

  const broadcast = (bytes: Uint8Array): void => {
    for (const socket of sockets) socket.send(bytes);
  };
  const sendFrame = (frame: Partial<Frame>): void => {
    const whole = { seqId: 1, logId: 1, service: 33, method: 1, headers: {}, payload: Buffer.of() };
    broadcast(encodeFrame({ ...whole, ...frame }));
  };

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url,
    acks,
    refusals,
    get asked() {
      return state.asked;
    },
    get connections() {
      return sockets.size;
    },
    get handshakesToRefuse() {
      return state.handshakesToRefuse;
    },
    set handshakesToRefuse(count) {
      state.handshakesToRefuse = count;
    },
    get requestsToHang() {
      return state.requestsToHang;
    },
    set requestsToHang(count) {
      state.requestsToHang = count;
    },
    send(messageId, payload, order = [0]) {
      const bytes = typeof payload === "string" ? Buffer.from(payload) : payload;
      const parts = partsOf(bytes, order.length);
      for (const seq of order) {
        const headers = {
          type: "event",
          message_id: messageId,
          sum: String(order.length),
          seq: String(seq),
          trace_id: "t",
        };
        sendFrame({ headers, payload: parts[seq] ?? Buffer.of() });
      }
    },
    sendFrame,
    sendRaw: broadcast,
    drop: () => {
      for (const socket of sockets) socket.terminate();
    },
    async close() {
      for (const socket of sockets) socket.terminate();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
