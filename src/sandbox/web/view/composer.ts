import { html } from "htm/preact";
import type { VNode } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ChatState } from "../../state.ts";
import { say } from "../model/control-api.ts";
import { memberIn, replyTargetIn, setReplyTarget } from "../model/selection.ts";
import { translate } from "../model/translate.ts";
import { encodeMentions, type PickedMention, splitMentions } from "../model/typed-mentions.ts";
import { composerId } from "./composer-id.ts";
import { composerPicker, type Offer, offersFor, pickerId } from "./composer-offers.ts";
import { iconButton } from "./icon-button.ts";
import { replyBar } from "./reply-bar.ts";

/** Where messages are typed; mounted anew for each chat. */
export function Composer({ chat }: { chat: ChatState }): VNode {
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState("");
  const [caret, setCaret] = useState(0);
  const [picked, setPicked] = useState<readonly PickedMention[]>([]);
  const [at, setAt] = useState(0);
  const [dismissed, setDismissed] = useState(false);
  const caretWish = useRef<number | null>(null);
  const person = memberIn(chat);
  const target = replyTargetIn(chat.chat_id);
  const closed = chat.chat_status === "dissolved" || person === null;
  const offer = dismissed || closed ? null : offersFor({ chat, text, caret });
  const highlighted = offer === null ? -1 : Math.min(at, offer.choices.length - 1);

  useLayoutEffect(() => {
    if (caretWish.current === null) return;
    field.current?.setSelectionRange(caretWish.current, caretWish.current);
    caretWish.current = null;
  });

  function change(next: string, nextCaret: number): void {
    setText(next);
    setCaret(nextCaret);
    setDismissed(false);
    const nextOffer = offersFor({ chat, text: next, caret: nextCaret });
    // A command is complete as typed, so nothing is highlighted until the arrows ask for it.
    setAt(nextOffer?.kind === "command" ? -1 : 0);
  }

  function put(next: string, nextCaret: number): void {
    change(next, nextCaret);
    caretWish.current = nextCaret;
    field.current?.focus();
  }

  function accept(from: Offer, index: number): void {
    const choice = from.choices[index];
    if (choice === undefined) return;
    if (choice.mention !== null) setPicked([...picked, choice.mention]);
    const inserted = `${text.slice(0, from.start)}${choice.insert} `;
    put(inserted + text.slice(caret), inserted.length);
  }

  function open(sign: "@" | "/"): void {
    const before = text.slice(0, caret);
    const gap = sign === "@" && /[\w.]$/.test(before) ? " " : "";
    const inserted = sign === "/" ? "/" : `${before}${gap}@`;
    put(inserted + (sign === "/" ? "" : text.slice(caret)), inserted.length);
  }

  async function send(): Promise<void> {
    if (text.trim() === "" || person === null) return;
    const parent = target;
    const sent = text;
    setText("");
    setPicked([]);
    setReplyTarget(chat.chat_id, null);
    const accepted = await say({
      chat_id: chat.chat_id,
      open_id: person.open_id,
      text: encodeMentions(sent, picked),
      ...(parent === null ? {} : { parent_id: parent.message_id }),
    });
    if (accepted) return;
    setText(sent);
    setPicked(picked);
    setReplyTarget(chat.chat_id, parent);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      if (offer !== null) setDismissed(true);
      else setReplyTarget(chat.chat_id, null);
      return;
    }
    if (offer !== null && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const count = offer.choices.length;
      const step = event.key === "ArrowDown" ? 1 : -1;
      setAt(highlighted < 0 && step < 0 ? count - 1 : (highlighted + step + count) % count);
      return;
    }
    if (offer !== null && event.key === "Tab" && !event.shiftKey) {
      event.preventDefault();
      accept(offer, Math.max(0, highlighted));
      return;
    }
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    if (offer !== null && highlighted >= 0) accept(offer, highlighted);
    else void send();
  }

  const label = closed
    ? translate(person === null ? "composerNobody" : "composerGone")
    : translate("composerFor", { name: chat.name });
  return html`<div class="composer" data-closed=${closed}>
    ${
      offer !== null &&
      composerPicker({
        chatId: chat.chat_id,
        offer,
        at: highlighted,
        onPick: (index) => accept(offer, index),
      })
    }
    ${target !== null && replyBar(target)}
    <div class="composer-line">
      <div class="composer-field">
        <div class="composer-mirror" aria-hidden="true">
          ${splitMentions(text, picked).map(({ text: part, mention }) =>
            mention === null ? part : html`<span class="mention" data-tone="bot">${part}</span>`,
          )}${"\u200b"}
        </div>
        <textarea
          ref=${field}
          id=${composerId(chat.chat_id)}
          rows="1"
          data-testid="composer"
          placeholder=${label}
          aria-label=${label}
          aria-autocomplete="list"
          aria-controls=${offer === null ? undefined : pickerId(chat.chat_id)}
          aria-activedescendant=${highlighted < 0 ? undefined : `${pickerId(chat.chat_id)}-${highlighted}`}
          value=${text}
          disabled=${closed}
          onInput=${(event: Event) => {
            const element = event.currentTarget;
            if (!(element instanceof HTMLTextAreaElement)) return;
            change(element.value, element.selectionEnd);
          }}
          onSelect=${(event: Event) => {
            const element = event.currentTarget;
            if (element instanceof HTMLTextAreaElement) setCaret(element.selectionEnd);
          }}
          onKeyDown=${onKeyDown}
        ></textarea>
      </div>
      <div class="composer-tools">
        ${iconButton({ name: "at", label: translate("mention"), disabled: closed, onClick: () => open("@") })}
        ${iconButton({ name: "slash", label: translate("insertCommand"), disabled: closed, onClick: () => open("/") })}
        ${iconButton({
          name: "send",
          label: translate("send"),
          testId: "send",
          className: "send",
          disabled: closed || text.trim() === "",
          onClick: () => void send(),
        })}
      </div>
    </div>
  </div>`;
}
