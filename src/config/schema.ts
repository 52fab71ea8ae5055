import { z } from "zod";
import type { Command } from "../core/command.ts";
import { roles } from "../core/permissions/roles.ts";
import { defaultTimeZone, isTimeZone } from "../core/settings/time-zone.ts";
import { readDuration } from "../core/text/duration.ts";
import { accountSections } from "./account-sections.ts";

// The configuration is read once or twice in months: compiling its checks takes longer than running them.
z.config({ jitless: true });

/** What the configuration needs to know of a command. */
export type ConfigurableCommand = Pick<Command, "name" | "role" | "authorMay" | "internal">;

const language = z.enum(["zh-CN", "en-US"]);
const feedback = z.enum(["quiet", "full"]);

/** Text of a form that words tell better than a pattern. */
const textOfForm = (form: string, has: (text: string) => boolean) =>
  z.string().refine(has, `must be ${form}`).meta({ title: form });

const timeZone = textOfForm(
  "the name of a time zone, like Asia/Shanghai or Europe/Berlin",
  isTimeZone,
);
const mode = z.enum(["act", "observe"]);
const equals = z.enum(["allow", "deny"]);
const pinPolicy = z.enum(["any", "single"]);
const pinDuration = textOfForm(
  "a time like 7d, 24h or 1d12h, or none",
  (text) => text === "none" || readDuration(text).kind === "duration",
);
const role = z.enum(roles.toReversed());
/** Ids of people have another form on each platform; one that is of no form matches nobody. */
const people = z
  .array(
    z.string().min(1).max(128).describe("The id of a person, like ou_ and 32 digits or letters."),
  )
  .max(1000);
const whole = (least: number, most: number) => z.int().min(least).max(most);

/**
 * The chat ids of all platforms. IMKit apps name their rooms as they like, so anything that is plainly meant to be
 * another platform's has to be right as that.
 */
const chatId = z
  .string()
  .regex(
    /^(?:oc_[0-9A-Za-z]{1,64}|\d{5,25}(?:-\d{5,15})?@g\.us|\d{3,20}@(?:s\.whatsapp\.net|lid)|(?!o[cmu]_|cli_|\.+$|_all$)[^\s@/\\?#%"'<>`]{1,128})$/,
    "is not a chat id: oc_… on Feishu and Lark (bottom of the group's settings), …@g.us on WhatsApp, the room's id on IMKit",
  );

const commandPolicies = (commands: readonly ConfigurableCommand[]) => {
  const configurable = commands.filter((command) => !command.internal);
  const cooldown = whole(0, 86_400);
  return {
    global: z.strictObject(
      Object.fromEntries(
        configurable.map((command) => [
          command.name,
          z
            .strictObject({
              enabled: z.boolean().default(true),
              role: role.default(command.role),
              allow: people.exactOptional().describe("Who may, whatever their role."),
              deny: people.exactOptional().describe("Who may not, whatever their role."),
              cooldownSeconds: cooldown
                .exactOptional()
                .describe("Pause between two uses by one person below admin."),
            })
            .prefault({})
            .meta(
              command.authorMay
                ? {
                    description:
                      "The role is for other people's messages; on their own, everybody may.",
                  }
                : {},
            ),
        ]),
      ),
    ),
    perChat: z.strictObject(
      Object.fromEntries(
        configurable.map((command) => [
          command.name,
          z
            .strictObject({
              enabled: z.boolean().exactOptional(),
              role: role.exactOptional(),
              allow: people.exactOptional().describe("Who may, whatever their role."),
              deny: people.exactOptional().describe("Who may not, whatever their role."),
              cooldownSeconds: cooldown
                .exactOptional()
                .describe("Pause between two uses by one person below admin."),
            })
            .exactOptional(),
        ]),
      ),
    ),
  };
};

/**
 * All of `config/steward.yaml`: the types, the checks, the defaults, the file itself and its JSON Schema come
 * from here. Descriptions become the comments of the file.
 */
export const settingsSchema = (commands: readonly ConfigurableCommand[]) => {
  const policies = commandPolicies(commands);
  const chat = z.strictObject({
    name: z.string().max(200).exactOptional().describe("A note for whoever reads this file."),
    language: language.exactOptional(),
    feedback: feedback.exactOptional(),
    timeZone: timeZone.exactOptional(),
    mode: mode.exactOptional(),
    hierarchy: z.strictObject({ equals: equals.exactOptional() }).exactOptional(),
    pins: z
      .strictObject({
        policy: pinPolicy.exactOptional(),
        defaultDuration: pinDuration
          .exactOptional()
          .describe("How long a pin stays when the command does not say, like 7d, or none."),
      })
      .exactOptional(),
    cases: z
      .strictObject({
        keepText: z
          .boolean()
          .exactOptional()
          .describe("Whether the text of a message that is acted on is kept beside the case."),
      })
      .exactOptional(),
    commands: policies.perChat.exactOptional(),
  });
  return z.strictObject({
    language: language
      .default("zh-CN")
      .describe(
        "The language of answers, zh-CN or en-US, where neither the group's own setting nor the text of the command tells it.",
      ),
    feedback: feedback
      .default("quiet")
      .describe(
        "How a plain success is told. quiet: a reaction on the command; full: in words as well.",
      ),
    timeZone: timeZone
      .default(defaultTimeZone)
      .describe("The time zone of the times in answers, like Asia/Shanghai or Europe/Berlin."),
    mode: mode
      .default("act")
      .describe(
        "act: commands do what they say; observe: they only say what they would do, and nothing is changed.",
      ),
    hierarchy: z
      .strictObject({
        equals: equals
          .default("allow")
          .describe("Whether an admin may recall the message of another admin, and so on."),
      })
      .prefault({})
      .describe("Nobody acts on the message of somebody whose role is above their own."),
    pins: z
      .strictObject({
        policy: pinPolicy
          .default("any")
          .describe(
            "any: any number of pins; single: a new pin takes the place of the one made before through the bot.",
          ),
        defaultDuration: pinDuration
          .default("none")
          .describe(
            "How long a pin stays when the command does not say, like 7d; none: until it is unpinned.",
          ),
      })
      .prefault({})
      .describe("Pins that are made through the bot."),
    cases: z
      .strictObject({
        keepText: z
          .boolean()
          .default(false)
          .describe(
            "Whether the text of a message that is pinned, unpinned, put on top or recalled is kept beside the case, read just before. /case shows it to whoever asks and may see the record of that group, to them alone. A message recalled by hand cannot be read any more.",
          ),
        keepTextDays: whole(1, 365)
          .default(30)
          .describe(
            "How long such texts are kept, in days, in all groups. Then they are deleted; the case stays and says so. A backup has the texts of its day.",
          ),
      })
      .prefault({})
      .describe(
        "The record of what was done, refused and changed. No text of messages is in it unless a group asks for it here or by /settings keep-text on.",
      ),
    commands: policies.global
      .prefault({})
      .describe(
        "Who may run each command: everybody of this role and above, the roles being owner, admin, moderator and member. enabled: false switches it off. allow and deny list people by id who may or may not, whatever their role; cooldownSeconds is the pause between two uses by one person below admin.",
      ),
    chats: z
      .record(chatId, chat)
      .default({})
      .describe(
        "What is different in single groups, by chat id: oc_… on Feishu and Lark (bottom of the group's settings), …@g.us on WhatsApp, the room's id on IMKit.",
      )
      .meta({
        examples: [
          {
            oc_a0553eda9014c201e6969b478895c230: {
              name: "Product launch",
              language: "en-US",
              feedback: "full",
              timeZone: "Europe/Berlin",
              mode: "act",
              hierarchy: { equals: "deny" },
              pins: { policy: "single", defaultDuration: "7d" },
              cases: { keepText: true },
              commands: {
                pin: {
                  enabled: true,
                  role: "member",
                  allow: ["ou_84aad35d084aa403a838cf73ee18467b"],
                  deny: ["ou_5ad573a6411d72b8305fda3a9c15c70e"],
                  cooldownSeconds: 60,
                },
              },
            },
          },
        ],
      }),
    journal: z
      .strictObject({
        keepDays: whole(1, 3650)
          .default(30)
          .describe(
            "How long finished commands stay in the journal, in days. The platform may deliver an event again for hours; the journal is how Steward knows it.",
          ),
        maxAgeMinutes: whole(1, 1440)
          .default(15)
          .describe(
            "A command that could not be run for longer than this, in minutes, is not run any more: its sender is told and can repeat it.",
          ),
      })
      .prefault({})
      .describe("Every accepted command is written down before it is confirmed to the platform."),
    lanes: z
      .strictObject({
        commandTimeoutSeconds: whole(1, 600)
          .default(60)
          .describe("A command that takes longer is ended and its sender is told."),
        maxWaiting: whole(1, 1_000_000)
          .default(10_000)
          .describe(
            "How many commands may wait in all. Beyond, events are left to the platform, which delivers them again.",
          ),
        maxWaitingPerChat: whole(1, 1_000_000)
          .default(200)
          .describe("How many commands may wait in one group."),
      })
      .prefault({})
      .describe(
        "Each group has its own lane: commands run in order there, and groups side by side.",
      ),
    shutdown: z
      .strictObject({
        graceSeconds: whole(1, 600)
          .default(10)
          .describe("How long a stop waits for commands that are running."),
      })
      .prefault({})
      .describe("What happens on SIGTERM and SIGINT. A second signal ends the process at once."),
    health: z
      .strictObject({
        linkDeadSeconds: whole(10, 86_400)
          .default(180)
          .describe("GET /healthz fails when the platform was unreachable for longer than this."),
        loopStallMs: whole(100, 600_000)
          .default(5000)
          .describe(
            "GET /healthz fails when the process was stuck for longer than this, in milliseconds.",
          ),
      })
      .prefault({})
      .describe("When GET /healthz says that this process is better restarted."),
    ...accountSections,
  });
};

/** The values of `config/steward.yaml`, defaults filled in. */
export type FileSettings = z.output<ReturnType<typeof settingsSchema>>;
