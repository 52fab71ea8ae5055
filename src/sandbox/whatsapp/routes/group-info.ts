import { failure, success } from "../answer.ts";
import { decisions } from "../decisions.ts";
import type { Route } from "../route.ts";

/** `GET /api/group/info/:instance?identifier=`. Source: RyzeAPI docs, groups/info, groups/overview. */
export const groupInfo: Route = {
  method: "GET",
  path: "group/info",
  answer: ({ world }, { query }) => {
    const { identifier } = query;
    if (typeof identifier !== "string" || identifier === "")
      return failure(400, "Identifier is required");
    if (world.state !== "connected") return failure(503, "WhatsApp client is not connected");
    const group = world.groups.get(identifier);
    if (group?.participants.has(world.self.jid) !== true) {
      return failure(404, "Group not found or you are not a member of this group");
    }
    const participants = [...group.participants].map(([jid, role]) => ({
      jid,
      lid: world.person(jid)?.lid,
      isAdmin: role !== "member",
      isSuperAdmin: role === "superadmin",
    }));
    return success({
      message: "Group info retrieved successfully",
      [decisions.groupUnder]: {
        jid: group.jid,
        name: group.name,
        description: "",
        createdBy: group.createdBy,
        participantCount: participants.length,
        ...(query.participants === "false" ? {} : { participants }),
        groupSettings: {
          membersCanEditInfo: true,
          membersCanSendMessages: true,
          membersCanAddOthers: true,
          requireAdminApproval: false,
        },
      },
    });
  },
};
