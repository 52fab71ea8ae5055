import { createRequire } from "node:module";
import { join } from "node:path";

/*
 * The peer: Koishi with Satori's adapter for Feishu over the long connection, as its own guide sets it up, logging as
 * it does by default, and a command that pins and reacts through the adapter's own client. The adapter looks up the
 * message that a command replies to, and its chat, by itself. No roles, no limits, no journal, no retries.
 */

/** As much of both as is used here; their own types are not among the project's dependencies. */
interface Session {
  readonly messageId: string;
  readonly quote?: { readonly id: string };
  readonly bot: {
    readonly internal: {
      readonly im: {
        readonly pin: { create(body: object): Promise<unknown> };
        readonly message: {
          readonly reaction: { create(messageId: string, body: object): Promise<unknown> };
        };
      };
    };
  };
}
interface Context {
  plugin(plugin: unknown, config?: object): void;
  command(name: string): {
    action(run: (argv: { readonly session: Session }) => Promise<void>): void;
  };
  start(): Promise<void>;
}

const require = createRequire(join(process.env.BENCH_PEERS ?? "", "package.json"));
const koishi = require("koishi") as {
  readonly Context: new (config: object) => Context;
  readonly HTTP: unknown;
};
const adapter = require("@satorijs/adapter-lark") as { readonly LarkBot: unknown };

const context = new koishi.Context({ prefix: ["/"] });
context.plugin(koishi.HTTP);
context.plugin(adapter.LarkBot, {
  platform: "feishu",
  protocol: "ws",
  endpoint: `${process.env.FEISHU_DOMAIN ?? ""}/open-apis`,
  appId: process.env.FEISHU_APP_ID ?? "",
  appSecret: process.env.FEISHU_APP_SECRET ?? "",
});
context.command("pin").action(async ({ session }) => {
  if (session.quote === undefined) return;
  const { im } = session.bot.internal;
  await im.pin.create({ message_id: session.quote.id });
  await im.message.reaction.create(session.messageId, { reaction_type: { emoji_type: "Pin" } });
});
await context.start();
