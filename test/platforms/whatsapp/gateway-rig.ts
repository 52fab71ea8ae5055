import { onTestFinished } from "vitest";
import { startHttpServer } from "../../../src/ops/http.ts";
import type { WhatsappPlatformConfig } from "../../../src/platforms/whatsapp/platform.ts";
import {
  type RyzeapiStandIn,
  type RyzeapiStandInOptions,
  startRyzeapiStandIn,
} from "../../../src/sandbox/whatsapp/stand-in.ts";
import type { Group, Person } from "../../../src/sandbox/whatsapp/world/world.ts";
import { createRig, type Rig, started, webhookAuth } from "./rig.ts";

export interface GatewayRig extends Rig {
  readonly standIn: RyzeapiStandIn;
  readonly group: Group;
  readonly owner: Person;
  readonly admin: Person;
  readonly member: Person;
  /** Waits until every delivery was answered. */
  delivered(): Promise<void>;
}

/** The platform, the stand-in and a group of an owner, an admin, a member and the bot, over loopback. */
export const startGatewayRig = async (
  config: Partial<WhatsappPlatformConfig> = {},
  standInOptions: RyzeapiStandInOptions & { readonly bot?: "admin" | "member" } = {},
): Promise<GatewayRig> => {
  const standIn = await startRyzeapiStandIn(standInOptions);
  const { control } = standIn;
  const owner = control.addPerson({ name: "Olga" });
  const admin = control.addPerson({ name: "Ada" });
  const member = control.addPerson({ name: "Max" });
  const group = control.addGroup({
    name: "Team",
    owner,
    admins: [admin],
    members: [member],
    bot: standInOptions.bot ?? "admin",
  });
  const rig = createRig({
    url: standIn.url,
    instance: standIn.instance,
    token: standIn.token,
    ...config,
  });
  const { webhook } = rig.platform;
  const fine = { ok: true, reasons: [] };
  const http = await startHttpServer({
    host: "127.0.0.1",
    port: 0,
    log: rig.log,
    health: () => fine,
    readiness: () => fine,
    metrics: { contentType: "text/plain", text: () => Promise.resolve("") },
    webhooks: webhook === undefined ? [] : [webhook],
  });
  control.setWebhook({ url: `${http.url}/webhook/whatsapp`, authorization: webhookAuth });
  await started(rig);
  onTestFinished(async () => {
    await rig.platform.stop();
    await rig.platform.close();
    await standIn.close();
    await http.close();
  });
  return {
    ...rig,
    standIn,
    group,
    owner,
    admin,
    member,
    delivered: async () => {
      while (control.waiting() > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    },
  };
};
