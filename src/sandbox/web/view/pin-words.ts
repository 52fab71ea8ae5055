import type { PinState } from "../../state.ts";
import { fullMoment } from "../model/clock-format.ts";
import { translate } from "../model/translate.ts";

/** Who pinned and when, and until when where the platform ends it. */
export function pinWords(pin: PinState): string {
  const said = translate("pinWhoWhen", {
    name: pin.operator_name,
    when: fullMoment(Number(pin.create_time)),
  });
  if (pin.ends_at === null) return said;
  return `${said} · ${translate("pinUntil", { when: fullMoment(Number(pin.ends_at)) })}`;
}
