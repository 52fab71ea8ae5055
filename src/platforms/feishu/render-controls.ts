import type { Control } from "../../core/answers/rich.ts";

type Element = Readonly<Record<string, unknown>>;

const plainText = (content: string): Element => ({ tag: "plain_text", content });

const callback = (token: string): Element => ({ type: "callback", value: { token } });

const control = (one: Control): Element => {
  switch (one.kind) {
    case "button":
      return {
        tag: "button",
        type: one.style,
        text: plainText(one.label),
        behaviors: [callback(one.token)],
        ...(one.confirm === undefined
          ? {}
          : { confirm: { title: plainText(one.label), text: plainText(one.confirm) } }),
      };
    case "select":
      return {
        tag: "select_static",
        placeholder: plainText(one.label),
        options: one.options.map(({ value, label }) => ({ text: plainText(label), value })),
        ...(one.chosen === undefined ? {} : { initial_option: one.chosen }),
        behaviors: [callback(one.token)],
      };
  }
};

/** What stands beside a select, so that it is known without opening it. */
const caption = (one: Control): readonly Element[] =>
  one.kind === "select" ? [{ tag: "div", text: plainText(one.label) }] : [];

/**
 * Controls as elements of a card of JSON 2.0, in which buttons and selects stand by themselves.
 * Source: Feishu docs, card JSON 2.0 components button and select_static.
 */
export const controlElements = (controls: readonly Control[]): readonly Element[] =>
  controls.flatMap((one) => [...caption(one), control(one)]);
