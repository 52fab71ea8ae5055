import fc from "fast-check";
import { expect, test } from "vitest";
import { keyedText, typedText } from "../../src/sandbox/mention-text.ts";

test("a picked mention is written in the platform's form and listed once", () => {
  const typed = typedText(
    'ask <at user_id="ana"></at> or <at user_id="ana"></at>, <b>now</b>',
    (id) => `@${id}`,
  );

  expect(typed).toEqual({ text: "ask @ana or @ana, <b>now</b>", mentioned: ["ana"] });
});

test("a name that begins with another's is told apart from it", () => {
  const { text, mentions } = keyedText("@an and @ana", [
    { written: "@an", id: "1", name: "An" },
    { written: "@ana", id: "2", name: "Ana" },
  ]);

  const keyOf = (id: string) => mentions.find((one) => one.id === id)?.key;
  expect(text).toBe(`${keyOf("1") ?? ""} and ${keyOf("2") ?? ""}`);
});

test("what is typed comes back as the same people in the same places", () => {
  const id = fc.stringMatching(/^[a-z]{1,8}$/);
  const part = fc.oneof(
    fc.record({ id }),
    fc.stringMatching(/^[ .,!0-9]{1,12}$/).map((words) => ({ words })),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
      const source = parts
        .map((one) => ("id" in one ? ` <at user_id="${one.id}"></at> ` : one.words))
        .join("");
      const typed = typedText(source, (who) => `@${who}.`);
      const { text, mentions } = keyedText(
        typed.text,
        typed.mentioned.map((who) => ({ written: `@${who}.`, id: who, name: who })),
      );

      const back = text.replace(
        /@_user_\d+/g,
        (key) => `<at user_id="${mentions.find((one) => one.key === key)?.id ?? ""}"></at>`,
      );
      expect(back).toBe(source);
    }),
  );
});
