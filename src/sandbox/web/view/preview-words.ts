import type { PreviewWords } from "../model/message-preview.ts";
import { translate } from "../model/translate.ts";

/** The words of message previews in the reader's language. */
export function previewWords(): PreviewWords {
  return {
    everybody: translate("everybody"),
    recalled: translate("recalledShort"),
    card: translate("kindCard"),
    other: (kind) => `[${kind}]`,
  };
}
