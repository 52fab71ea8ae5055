import { announcements, launch, marketing } from "./ready-made-chinese.ts";
import { overseas, topics } from "./ready-made-others.ts";
import { people } from "./ready-made-people.ts";
import { stableId } from "./world/ids.ts";
import type { WorldSeed } from "./world/seed.ts";

/** What `npm run sandbox` starts with: five groups in different states. Ids never change. */
export const readyMadeGroups: WorldSeed = {
  app: {
    appId: stableId("cli", "steward-sandbox"),
    appSecret: "sandbox-only-not-a-real-secret",
    name: "群管家",
    openId: stableId("ou", "steward-bot"),
  },
  users: Object.values(people),
  chats: [launch, marketing, announcements, topics, overseas],
};
