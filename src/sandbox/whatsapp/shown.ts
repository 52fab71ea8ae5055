import { type Answer, success } from "../feishu/answer.ts";
import { unable } from "../feishu/world/hand-acts.ts";
import type { ChatAct, HandSaying, MessageAct } from "../hand-bodies.ts";
import { typedText } from "../mention-text.ts";
import { colorAt } from "../shown-colors.ts";
import type { ShownWorld } from "../shown-world.ts";
import { callState, chatState, messageState, pinState } from "./shown-state.ts";
import type { RyzeapiStandIn } from "./stand-in.ts";
import { digitsOf } from "./world/ids.ts";

const SHOWN_CALLS = 300;
/** What the app offers first when somebody pins by hand. */
const byHandMs = 7 * 86_400_000;

/** The groups of a WhatsApp number as the sandbox's page shows them and acts in them. */
export const showWhatsapp = ({ world, control }: RyzeapiStandIn): ShownWorld => {
  const say = (saying: HandSaying): Answer => {
    const group = world.groups.get(saying.chat_id);
    const by = world.person(saying.open_id);
    if (by === undefined || group?.participants.has(by.jid) !== true) {
      return unable("they are not in this group");
    }
    const parent = world.messages.get(saying.parent_id ?? "");
    if (saying.parent_id !== undefined && parent?.chat !== group.jid) {
      return unable("the message replied to is not in this group");
    }
    const { text, mentioned } = typedText(saying.text, (id) => `@${digitsOf(id)}`);
    const message = control.say({
      by,
      chat: group.jid,
      text,
      mentions: mentioned,
      ...(parent === undefined ? {} : { replyTo: parent.id }),
    });
    return success({ message_id: message.id });
  };

  const actOnMessage = ({ action, message_id, open_id }: MessageAct): Answer => {
    const message = world.messages.get(message_id);
    const group = world.groups.get(message?.chat ?? "");
    const by = world.person(open_id);
    if (message === undefined || group === undefined) return unable("there is no such message");
    if (by === undefined || !group.participants.has(by.jid)) {
      return unable("they are not in this group");
    }
    if (message.revoked) return unable("the message has been deleted for everyone");
    switch (action) {
      case "pin":
        return control.pin(message_id, by, byHandMs)
          ? success()
          : unable("only admins may pin here");
      case "unpin":
        return control.unpin(message_id, by) ? success() : unable("only admins may pin here");
      case "recall":
        return control.revoke(message_id, by)
          ? success()
          : unable("only its author, for a while, and admins may delete it for everyone");
    }
  };

  const actOnChat = (act: ChatAct): Answer => {
    const group = world.groups.get(act.chat_id);
    if (group === undefined) return unable("there is no such group");
    if (act.action === "add_bot") {
      control.join(group.jid, world.self);
      return success();
    }
    if (act.action === "remove_bot") {
      control.leave(group.jid, world.self);
      return success();
    }
    const who = act.action === "set_role" ? world.person(act.open_id) : world.self;
    const before = group.participants.get(who?.jid ?? "");
    if (who === undefined || before === undefined) return unable("they are not in this group");
    if (before === "superadmin") return unable("whoever made the group stays an admin");
    control.setRole(group.jid, who, act.role);
    return success();
  };

  return {
    platform: "whatsapp",
    hasChat: (chatId) => world.groups.has(chatId),
    hasMessage: (messageId) => world.messages.has(messageId),
    say,
    actOnMessage,
    actOnChat,
    onChange: control.onChange,
    state: () => {
      const people = [...world.people.values()].filter(({ jid }) => jid !== world.self.jid);
      const groups = [...world.groups.values()];
      const calls = control.calls();
      const first = Math.max(0, calls.length - SHOWN_CALLS);
      return {
        users: people.map(({ jid, name }, index) => ({
          platform: "whatsapp",
          open_id: jid,
          name,
          color: colorAt(index + 3),
        })),
        chats: groups.map((group) => chatState(world, group)),
        messages: groups.flatMap((group) =>
          control.messages(group.jid).map((message) => messageState(world, message)),
        ),
        pins: groups.flatMap((group) =>
          world.pins(group.jid).map((pin) => pinState(world, group, pin)),
        ),
        calls: calls.slice(first).map((call, index) => callState(call, first + index + 1)),
        violations: control.violations(),
      };
    },
  };
};
