import { type PinLine, say, sayProblem } from "../core/answers/sentences.ts";
import { defineCommand, noArguments, type Outcome } from "../core/command.ts";
import type { PinFacts } from "../core/platform.ts";
import { ok } from "../core/result.ts";
import type { LedgerPin } from "../core/store.ts";
import { actor, member } from "./who.ts";

/** More would make the answer longer than a screen; the total is told. */
const mostShown = 10;

/** A pin that the bot made and remembers, as the platform would list it. */
const asMade = ({ message, atMs }: LedgerPin): PinFacts => ({
  message,
  by: { kind: "self" },
  atMs,
});

export const pins = defineCommand({
  name: "pins",
  aliases: ["pin列表"],
  role: "member",
  target: "none",
  summary: "help.pins",
  needs: ["pins", "message", "nameOf", "linkTo", "rememberedPins"],
  parse: noArguments,
  run: async ({ powers, chat, capabilities }): Promise<Outcome> => {
    const onlyKnown = !capabilities.pins.listed;
    const remembered = await powers.rememberedPins();
    // Newer ones took the place of what is beyond that.
    const standing = remembered.slice(0, capabilities.pins.most);
    const listed = onlyKnown ? ok(standing.map(asMade)) : await powers.pins();
    if (!listed.ok) return { kind: "failed", sentence: sayProblem("list-pins", listed.problem) };
    if (listed.value.length === 0)
      return { kind: "told", sentence: onlyKnown ? say("pins.none-known") : say("pins.none") };

    const lineFor = async (pin: PinFacts): Promise<PinLine> => {
      const known = remembered.find(({ message }) => message === pin.message);
      const ours = pin.by.kind === "self" ? known : undefined;
      // Whoever pinned it, the bot may have been told when it shall end, and why, since.
      const reason = (ours ?? (known && known.atMs >= pin.atMs ? known : undefined))?.reason;
      const [message, by] = await Promise.all([
        powers.message(pin.message),
        ours ? member(powers, ours.by) : actor(powers, pin.by),
      ]);
      const excerpt = message.ok && message.value.chat === chat ? message.value.excerpt : undefined;
      const link = powers.linkTo(pin.message);
      return {
        by:
          ours?.byName !== undefined && by.kind === "someone"
            ? { kind: "person", name: ours.byName }
            : by,
        viaBot: pin.by.kind === "self",
        atMs: pin.atMs,
        ...(excerpt === undefined ? {} : { excerpt }),
        ...(link === undefined ? {} : { link }),
        ...(known?.dueAtMs === undefined ? {} : { dueAtMs: known.dueAtMs }),
        ...(reason === undefined ? {} : { reason }),
      };
    };
    const items = await Promise.all(listed.value.slice(0, mostShown).map(lineFor));
    return {
      kind: "told",
      sentence: say("pins.list", {
        items,
        total: listed.value.length,
        ...(onlyKnown ? { onlyKnown } : {}),
      }),
    };
  },
});
