import type { FastifyInstance, FastifyReply } from "fastify";
import type { Answer } from "../answer.ts";
import type { SandboxControl } from "./control.ts";

/** What the routes show and pass on; its `revision` grows with every change. */
export interface Surface
  extends Pick<SandboxControl, "state" | "trySay" | "tryClick" | "tryAct" | "tryFault"> {
  revision(): number;
  onChange(listener: () => void): () => void;
}

const ANNOUNCE_MS = 50;
const HEARTBEAT_MS = 15_000;
const MAX_LISTENERS = 64;

function send(reply: FastifyReply, answer: Answer): FastifyReply {
  if (answer.code === 0) return reply.send(answer.data);
  return reply.code(400).send({
    code: answer.code,
    msg: answer.msg,
    problems: answer.error?.problems ?? [answer.msg],
  });
}

/** Server-sent events: `{"rev":n}` at most every 50 ms while things change. */
function registerEvents(app: FastifyInstance, world: Surface): void {
  const open = new Set<FastifyReply>();
  const write = (text: string): void => {
    for (const reply of open) reply.raw.write(text);
  };
  let announced: NodeJS.Timeout | null = null;
  const stopListening = world.onChange(() => {
    if (announced !== null || open.size === 0) return;
    announced = setTimeout(() => {
      announced = null;
      write(`data: {"rev":${world.revision()}}\n\n`);
    }, ANNOUNCE_MS);
  });
  const heartbeat = setInterval(() => write(": still here\n\n"), HEARTBEAT_MS);

  app.get("/sandbox/events", (request, reply) => {
    if (open.size >= MAX_LISTENERS)
      return reply.code(503).send({ problems: ["too many listeners"] });
    reply.hijack();
    reply.raw.writeHead(200, {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      connection: "keep-alive",
    });
    reply.raw.write(`data: {"rev":${world.revision()}}\n\n`);
    open.add(reply);
    request.raw.on("close", () => open.delete(reply));
    return reply;
  });
  app.addHook("preClose", (done) => {
    stopListening();
    clearInterval(heartbeat);
    if (announced !== null) clearTimeout(announced);
    for (const reply of open) reply.raw.end();
    done();
  });
}

/** Mounts `/sandbox/*`. Bodies must be JSON by their content type, which keeps other sites' forms out. */
export function registerControl(app: FastifyInstance, control: Surface): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    "application/json",
    { parseAs: "string" },
    app.getDefaultJsonParser("error", "error"),
  );
  app.setErrorHandler<{ statusCode?: number; message: string }>((error, _request, reply) =>
    reply
      .code(error.statusCode ?? 500)
      .send({ code: 1, msg: error.message, problems: [error.message] }),
  );
  app.get("/sandbox/state", (_request, reply) =>
    reply.header("cache-control", "no-store").send(control.state()),
  );
  app.post("/sandbox/messages", (request, reply) => send(reply, control.trySay(request.body)));
  app.post("/sandbox/clicks", async (request, reply) =>
    send(reply, await control.tryClick(request.body)),
  );
  app.post("/sandbox/actions", async (request, reply) =>
    send(reply, await control.tryAct(request.body)),
  );
  app.post("/sandbox/faults", (request, reply) => send(reply, control.tryFault(request.body)));
  registerEvents(app, control);
}
