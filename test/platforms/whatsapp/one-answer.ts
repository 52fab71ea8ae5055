import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { createRig } from "./rig.ts";

/** What a gateway was asked. */
export interface Asked {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

/** In which chat messages are, as far as this gateway is asked. */
export const knownChat = "120363000000000001@g.us";

const found = (id: string) => ({
  success: true,
  messageId: id,
  data: { type: "text", chat: knownChat, timestamp: "2026-03-05T02:00:00Z" },
});

/**
 * Lets `act` speak to a gateway that knows every message and gives the same answer to all else, and tells what else
 * it was asked.
 */
export const withAnswer = async <T>(
  answer: { readonly status: number; readonly body: string | object; readonly headers?: object },
  act: (rig: ReturnType<typeof createRig>) => Promise<T>,
): Promise<{
  readonly result: T;
  readonly asked: readonly Asked[];
  readonly rig: ReturnType<typeof createRig>;
}> => {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (part: string) => {
      text += part;
    });
    request.on("end", () => {
      const { method, url: path, headers } = request;
      const looked = /getMessage\/steward\?messageId=(\w+)$/.exec(path ?? "")?.[1];
      if (looked !== undefined) {
        response.end(JSON.stringify(found(looked)));
        return;
      }
      asked.push({ method, path, headers, body: text === "" ? undefined : JSON.parse(text) });
      response.writeHead(answer.status, { ...answer.headers });
      response.end(typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const rig = createRig({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  try {
    return { result: await act(rig), asked, rig };
  } finally {
    await rig.platform.close();
    server.closeAllConnections();
    server.close();
  }
};
