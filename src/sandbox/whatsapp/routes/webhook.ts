import { z } from "zod";
import { failure, success } from "../answer.ts";
import { type Route, withBody } from "../route.ts";

const event = z.enum([
  "message.exchange",
  "message.status",
  "call.update",
  "group.flow",
  "instance.state",
  "label.update",
]);

/** `POST /api/events/webhook/:instance`. Source: RyzeAPI docs, events/webhook-configure. */
export const setWebhook = withBody({
  method: "POST",
  path: "events/webhook",
  body: z.object({
    label: z.string().min(1),
    enabled: z.boolean(),
    url: z.url(),
    authorization: z.string().default(""),
    byEvents: z.boolean().default(false),
    events: z.array(event).default([]),
    mediaBase64: z.boolean().default(false),
  }),
  answer: ({ webhooks }, target) =>
    webhooks.configure(target)
      ? success({ message: "Webhook configured successfully" })
      : failure(400, "Up to 3 enabled webhooks per instance"),
});

/** `GET /api/events/getWebhook/:instance?label=`. */
export const getWebhook: Route = {
  method: "GET",
  path: "events/getWebhook",
  answer: ({ webhooks }, { query }) => {
    const target = webhooks.find(typeof query.label === "string" ? query.label : "");
    return target === undefined
      ? failure(404, "Webhook not found")
      : success({ data: { ...target } });
  },
};
