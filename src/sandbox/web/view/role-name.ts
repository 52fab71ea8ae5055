import type { SandboxRole } from "../../state.ts";
import { translate } from "../model/translate.ts";

/** What a role is called in the reader's language. */
export function roleName(role: SandboxRole): string {
  switch (role) {
    case "owner":
      return translate("owner");
    case "admin":
      return translate("admin");
    case "member":
      return translate("member");
  }
}
