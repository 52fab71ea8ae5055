import type { IncomingHttpHeaders } from "node:http";
import { z } from "zod";
import type { Access, Caller } from "./access.ts";
import type { Decisions } from "./decisions.ts";
import {
  type Answer,
  flatRefusal,
  noSuchRoom,
  notAManager,
  notAMember,
  success,
} from "./envelope.ts";
import { listMessages } from "./list-messages.ts";
import { setPin } from "./pin-message.ts";
import { postMessage } from "./post-message.ts";
import { clientView, roomView } from "./views.ts";
import { isManager, type Message, type World } from "./world.ts";

/** A call as it came over the wire. */
export interface RawCall {
  readonly params: Readonly<Record<string, string>>;
  readonly query: unknown;
  readonly body: unknown;
  readonly headers: IncomingHttpHeaders;
}

export interface Route {
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: string;
  answer(call: RawCall): Answer;
}

const issueBody = z.looseObject({
  _id: z.string().min(1),
  nickname: z.string().optional(),
  issueAccessToken: z.boolean().optional(),
});

const platformOnly = flatRefusal(401, "MISSING_API_KEY", "IM-API-KEY header is required");
const usersOnly = flatRefusal(
  403,
  "INSUFFICIENT_PERMISSIONS",
  "API key does not have permission for this operation",
);

/** Every call that the stand-in knows. */
export const createRoutes = (parts: {
  readonly world: World;
  readonly access: Access;
  readonly decisions: Decisions;
  readonly onMessage: (message: Message) => void;
}): readonly Route[] => {
  const { world, access, decisions } = parts;

  type Handler = (call: RawCall, caller: Caller) => Answer;
  const admitted =
    (handle: Handler): Route["answer"] =>
    (call) => {
      const caller = access.admit(call.headers);
      return "kind" in caller ? handle(call, caller) : caller;
    };
  const asUser = (handle: (call: RawCall, client: string) => Answer): Route["answer"] =>
    admitted((call, caller) => (caller.kind === "user" ? handle(call, caller.client) : usersOnly));

  const issue = admitted((call, caller) => {
    if (caller.kind !== "platform") return platformOnly;
    const parsed = issueBody.safeParse(call.body);
    if (!parsed.success) {
      return flatRefusal(400, "INVALID_REQUEST", "Missing required field: _id");
    }
    const { _id, nickname, issueAccessToken } = parsed.data;
    const known = world.clients.get(_id);
    if (known === undefined) {
      world.clients.set(_id, { id: _id, nickname: nickname ?? _id, isRobot: false });
    } else if (nickname !== undefined) known.nickname = nickname;
    const view = { _id, nickname: world.clients.get(_id)?.nickname, avatarUrl: "" };
    if (issueAccessToken !== true) return success(view);
    const { token, expiresAtMs } = access.issue(_id);
    const issued = {
      ...view,
      issueAccessToken: true,
      token,
      expirationDate: new Date(expiresAtMs).toISOString(),
    };
    return decisions.issuedToken === "bare" ? { status: 200, body: issued } : success(issued);
  });

  /** Irreversible; `_all` wipes the room. See IMKit docs: Delete a Message. */
  const remove = admitted(({ params }, caller) => {
    const room = world.rooms.get(params.roomId ?? "");
    if (room === undefined) return noSuchRoom;
    if (caller.kind === "user" && !room.members.has(caller.client)) return notAMember;
    if (caller.kind === "user" && !isManager(room, caller.client)) return notAManager;
    for (const { id } of world.inRoom(room.id)) {
      if (params.messageId === "_all" || params.messageId === id) world.messages.delete(id);
    }
    return success({});
  });

  const pin = (pinned: boolean): Route["answer"] =>
    asUser(({ params }, client) =>
      setPin(world, { messageId: params.messageId ?? "", client, pinned }, decisions),
    );

  return [
    { method: "POST", path: "/admin/clients", answer: issue },
    {
      method: "GET",
      path: "/me",
      answer: asUser((_call, client) => success(clientView(world, client))),
    },
    {
      method: "GET",
      path: "/rooms/:roomId",
      answer: asUser(({ params }, viewer) => {
        const room = world.rooms.get(params.roomId ?? "");
        if (room === undefined) return noSuchRoom;
        if (!room.members.has(viewer)) return notAMember;
        return success(roomView(world, room, { viewer, decisions }));
      }),
    },
    {
      method: "GET",
      path: "/rooms/:roomId/messages/v3",
      answer: asUser(({ params, query }, viewer) =>
        listMessages(world, { roomId: params.roomId ?? "", query, viewer }, decisions),
      ),
    },
    {
      method: "POST",
      path: "/rooms/:roomId/message",
      answer: admitted(({ params, body }, caller) =>
        postMessage(world, { roomId: params.roomId ?? "", body, caller }, parts.onMessage),
      ),
    },
    { method: "DELETE", path: "/rooms/:roomId/messages/:messageId", answer: remove },
    { method: "POST", path: "/messages/:messageId/pin", answer: pin(true) },
    { method: "DELETE", path: "/messages/:messageId/pin", answer: pin(false) },
  ];
};
