import { html } from "htm/preact";
import type { VNode } from "preact";
import { useCallback, useState } from "preact/hooks";
import type { MessageState } from "../../state.ts";
import { can } from "../model/abilities.ts";
import { act } from "../model/control-api.ts";
import { emojiGlyph, quickReactions } from "../model/emoji.ts";
import { readerIn, setReplyTarget } from "../model/selection.ts";
import { translate } from "../model/translate.ts";
import { composerId } from "./composer-id.ts";
import { iconButton } from "./icon-button.ts";
import { react } from "./reactions.ts";
import { useDismiss } from "./use-dismiss.ts";

interface ToolbarProps {
  readonly message: MessageState;
  readonly pinned: boolean;
  /** Whether its buttons are in the order of the Tab key: those of one message at a time. */
  readonly reachable: boolean;
}

/** What can be done with a message by hand; shown while the pointer or the focus is on the message. */
export function MessageToolbar({ message, pinned, reachable }: ToolbarProps): VNode {
  const [choosing, setChoosing] = useState(false);
  const [upwards, setUpwards] = useState(false);
  const close = useCallback(() => setChoosing(false), []);
  const holder = useDismiss<HTMLDivElement>(choosing, close);
  const id = message.message_id;
  const tabIndex = reachable ? 0 : -1;

  function byHand(action: "pin" | "unpin" | "recall"): void {
    const person = readerIn(message.chat_id);
    if (person !== null) void act({ action, message_id: id, open_id: person.open_id });
  }

  return html`<div class="toolbar" ref=${holder} data-open=${choosing}>
    ${iconButton({
      name: "reply",
      label: translate("reply"),
      testId: `reply-${id}`,
      tabIndex,
      onClick: () => {
        setReplyTarget(message.chat_id, message);
        document.getElementById(composerId(message.chat_id))?.focus();
      },
    })}
    ${
      can(message.chat_id).react &&
      iconButton({
        name: "smile",
        label: translate("react"),
        testId: `react-${id}`,
        pressed: choosing,
        tabIndex,
        onClick: (event) => {
          // The picker opens towards the middle of the screen, where there is room for it.
          setUpwards(event.clientY > innerHeight / 2);
          setChoosing(!choosing);
        },
      })
    }
    ${iconButton({
      name: pinned ? "unpin" : "pin",
      label: translate(pinned ? "unpin" : "pin"),
      testId: `pin-toggle-${id}`,
      tabIndex,
      onClick: () => byHand(pinned ? "unpin" : "pin"),
    })}
    ${iconButton({
      name: "recall",
      label: translate("recall"),
      testId: `recall-${id}`,
      tabIndex,
      onClick: () => byHand("recall"),
    })}
    ${
      choosing &&
      html`<div class="menu reaction-picker" data-upwards=${upwards} role="group" aria-label=${translate("react")}>
        ${quickReactions.map(
          (emojiType) => html`<button
            key=${emojiType}
            type="button"
            title=${emojiType}
            aria-label=${emojiType}
            data-testid=${`choose-${emojiType}`}
            onClick=${() => {
              close();
              const mine = message.reactions.some(
                (one) =>
                  one.emoji_type === emojiType &&
                  one.operator_id === readerIn(message.chat_id)?.open_id,
              );
              react(message, emojiType, mine);
            }}
          >
            ${emojiGlyph(emojiType)}
          </button>`,
        )}
      </div>`
    }
  </div>`;
}
