import { type Answer, success } from "../feishu/answer.ts";
import { unable } from "../feishu/world/hand-acts.ts";
import type { ChatAct, HandSaying, MessageAct } from "../hand-bodies.ts";
import { typedText } from "../mention-text.ts";
import { colorAt } from "../shown-colors.ts";
import type { ShownWorld } from "../shown-world.ts";
import { callState, chatState, messageState, pinStates } from "./shown-state.ts";
import type { ImkitStandIn } from "./stand-in.ts";
import { isManager } from "./world.ts";

const SHOWN_CALLS = 300;

/** An IMKit app as the sandbox's page shows it and acts in it. */
export const showImkit = ({ world, control, botId }: ImkitStandIn): ShownWorld => {
  const say = (saying: HandSaying): Answer => {
    const room = world.rooms.get(saying.chat_id);
    if (room?.members.has(saying.open_id) !== true) return unable("they are not in this room");
    const parent = world.messages.get(saying.parent_id ?? "");
    if (saying.parent_id !== undefined && parent?.room !== room.id) {
      return unable("the message replied to is not in this room");
    }
    const { text, mentioned } = typedText(saying.text, (id) => `@${id}`);
    const message = control.write({
      room: room.id,
      user: saying.open_id,
      text,
      mentions: mentioned,
      ...(parent === undefined ? {} : { reply: parent.id }),
    });
    return success({ message_id: message });
  };

  const actOnMessage = ({ action, message_id, open_id }: MessageAct): Answer => {
    const message = world.messages.get(message_id);
    const room = world.rooms.get(message?.room ?? "");
    if (message === undefined || room === undefined) return unable("there is no such message");
    if (!room.members.has(open_id)) return unable("they are not in this room");
    if (message.messageType === "recall") return unable("the message has been recalled");
    const manages = isManager(room, open_id);
    if (action === "recall") {
      if (!manages && message.author !== open_id) {
        return unable("only its author, the owner and managers may recall it");
      }
      void control.recallByHand(message_id);
      return success();
    }
    if (!manages) return unable("only the owner and managers may pin here");
    if (action === "pin") control.pinByHand(message_id, open_id);
    else control.unpinByHand(message_id);
    return success();
  };

  const actOnChat = (act: ChatAct): Answer => {
    const room = world.rooms.get(act.chat_id);
    if (room === undefined) return unable("there is no such room");
    if (act.action === "add_bot" || act.action === "remove_bot") {
      void control.setBotIn(room.id, act.action === "add_bot");
      return success();
    }
    const who = act.action === "set_role" ? act.open_id : botId;
    if (!room.members.has(who)) return unable("they are not in this room");
    if (room.owner === who) return unable("the owner stays the owner");
    const others = room.managers.filter((client) => client !== who);
    control.setManagers(room.id, act.role === "admin" ? [...others, who] : others);
    return success();
  };

  return {
    platform: "imkit",
    hasChat: (chatId) => world.rooms.has(chatId),
    hasMessage: (messageId) => world.messages.has(messageId),
    say,
    actOnMessage,
    actOnChat,
    onChange: world.onChange,
    state: () => {
      const people = [...world.clients.values()].filter(({ id }) => id !== botId);
      const rooms = [...world.rooms.values()];
      const calls = control.calls();
      const first = Math.max(0, calls.length - SHOWN_CALLS);
      return {
        users: people.map(({ id, nickname }, index) => ({
          platform: "imkit",
          open_id: id,
          name: nickname,
          color: colorAt(index),
        })),
        chats: rooms.map((room) => chatState(world, room, botId)),
        messages: rooms.flatMap((room) =>
          world.inRoom(room.id).map((message) => messageState(world, message, botId)),
        ),
        pins: rooms.flatMap((room) => pinStates(world, room, botId)),
        calls: calls.slice(first).map((call, index) => callState(call, first + index + 1)),
        violations: control.refusedAsTooFast(),
      };
    },
  };
};
