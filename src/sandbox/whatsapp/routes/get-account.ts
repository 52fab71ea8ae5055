import { success } from "../answer.ts";
import type { Route } from "../route.ts";
import { digitsOf } from "../world/ids.ts";

/** `GET /api/profile/getAccount/:instance`. Source: observed answers; the docs do not show it. */
export const getAccount: Route = {
  method: "GET",
  path: "profile/getAccount",
  answer: ({ world: { self } }) =>
    success({
      profile: { jid: self.jid, phoneNumber: digitsOf(self.jid), lid: self.lid, name: self.name },
    }),
};
