import type { Argument } from "../core/invocation.ts";
import { shortened } from "../core/text/shortened.ts";

const longest = 500;

const shown = (argument: Argument): string => {
  switch (argument.kind) {
    case "word":
      return argument.text;
    case "member":
      return `@${argument.name}`;
    case "everyone":
    case "self":
      return "";
  }
};

/** The rest of a command as one line of text: why something is done. */
export const reasonOf = (args: readonly Argument[]): string | undefined => {
  const text = args
    .map(shown)
    .filter((word) => word !== "")
    .join(" ");
  return text === "" ? undefined : shortened(text, longest);
};
