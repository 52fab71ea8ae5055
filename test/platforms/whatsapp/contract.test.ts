import type { ChatId, MessageId, UserId } from "../../../src/core/ids.ts";
import { contractSuite, type Rig } from "../contract.ts";
import { startGatewayRig } from "./gateway-rig.ts";

const paths = { pin: "pinMessage", recall: "chat/delete", say: "message/text" } as const;

/** Ids are those that the platform hands to core: phone JIDs, since the stand-in tells both. */
const makeRig = async (): Promise<Rig> => {
  const gateway = await startGatewayRig({ timeoutMs: 1_000 }, { redeliveryMs: [] });
  const { control } = gateway.standIn;
  const { owner, admin, member } = gateway;
  const other = control.addGroup({
    name: "Other",
    owner,
    admins: [admin],
    members: [member],
    bot: "admin",
  });
  // The platform tells names with what people write, and nowhere else.
  control.say({ by: member, chat: gateway.group.jid, text: "hello" });
  await gateway.delivered();
  gateway.events.length = 0;

  return {
    platform: gateway.platform,
    events: gateway.events,
    chat: gateway.group.jid as ChatId,
    otherChat: other.jid as ChatId,
    owner: owner.jid as UserId,
    admin: admin.jid as UserId,
    member: member.jid as UserId,
    unknownMessage: "3EB0C767D26B8A1C2D3E" as MessageId,
    unknownUser: "5511900000000@s.whatsapp.net" as UserId,
    write: (text, { by = member.jid, chat = gateway.group.jid, replyTo } = {}) => {
      const person = [owner, admin, member].find(({ jid }) => jid === by) ?? member;
      const reply = replyTo === undefined ? {} : { replyTo };
      const { id } = control.say({ by: person, chat, text, ...reply });
      return Promise.resolve(id as MessageId);
    },
    pinned: (chat) => control.pins(chat).map(({ messageId }) => messageId as MessageId),
    isRecalled: (message) => control.message(message)?.revoked === true,
    said: (chat) =>
      control
        .messages(chat)
        .filter(({ fromMe, revoked }) => fromMe && !revoked)
        .map(({ id, text, replyTo, mentions }) => ({
          message: id as MessageId,
          text,
          told: mentions as readonly UserId[],
          ...(replyTo === undefined ? {} : { replyTo: replyTo as MessageId }),
        })),
    setAdmin: (user, isAdmin) => {
      const person = [owner, admin, member].find(({ jid }) => jid === user) ?? member;
      control.setRole(gateway.group.jid, person, isAdmin ? "admin" : "member");
    },
    setBotAdmin: (isAdmin) =>
      control.setRole(gateway.group.jid, control.self, isAdmin ? "admin" : "member"),
    loseNextAnswer: (what) =>
      control.fault({ kind: "silence", after_effect: true, path: paths[what] }),
    garbleNextAnswer: (what) =>
      control.fault({ kind: "truncate", after_effect: true, path: paths[what] }),
    refuseNextAsTooFast: () =>
      control.fault({ kind: "answer", status: 429, message: "Too many messages" }),
    failNext: () => control.fault({ kind: "answer", status: 502, message: "bad gateway" }),
    rejectCredentials: () =>
      control.fault({ kind: "answer", status: 401, message: "Invalid token", count: 1_000 }),
    disconnect: () => control.fault({ kind: "reset", after_effect: false, count: 1_000 }),
    forge: async (text) => {
      const forged = {
        event: "message.exchange",
        data: {
          id: "3EB0AAAAAAAAAAAAAAAA",
          direction: "incoming",
          timestamp: new Date().toISOString(),
          chat: { jid: gateway.group.jid, type: "group" },
          sender: { jid: owner.jid, lid: owner.lid, name: owner.name },
          message: { type: "text", content: text },
        },
        instanceData: { instance: gateway.standIn.instance },
      };
      await gateway.post(forged, "Bearer guessed");
    },
    // The gateway's rig ends by itself with the test.
    close: () => Promise.resolve(),
  };
};

contractSuite("whatsapp", makeRig, {
  skip: {
    "has nothing to unpin of a message that is not there":
      "the gateway knows nothing that was said before it was connected: message and pin may be there",
    "explains that the bot may not recall others' messages":
      "the gateway answers with success whatever WhatsApp makes of it; capabilities say unconfirmed",
  },
});
