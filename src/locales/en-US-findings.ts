import { type Rich, rich } from "../core/answers/rich.ts";
import type {
  BotStanding,
  Feature,
  FindingOf,
  FindingWords,
  SelfTestStep,
} from "../core/doctor/findings.ts";
import { enUSProblems } from "./en-US-problems.ts";

/** What is lost without a scope. */
const costs: Readonly<Record<Feature, string>> = {
  "hear-everything": "I hear only commands that mention me",
  "hear-mentions": "I do not hear commands that mention me",
  "hear-direct": "I do not hear private messages",
  "look-up-messages": "I cannot see whose message it is, nor that one was recalled by hand",
  speak: "I cannot answer",
  "list-pins": "I cannot list pins",
  "set-pins": "I cannot pin or unpin",
  recall: "I cannot recall messages",
  react: "I answer in words instead of with a mark",
  "know-roles": "I cannot tell who is owner or admin, so I refuse everybody",
  "know-names": "I cannot name people in lists",
  "notice-joining": "I do not notice when I am added to a group or removed",
  "top-notice": "I cannot change the banner at the top",
  "command-panel": "my commands do not show up after a slash",
};

const standings: Readonly<Record<BotStanding, string>> = {
  enabled: "is on",
  "to-install": "is not installed in the organisation yet",
  disabled: "is switched off",
  pending: "is waiting to be enabled",
  unlicensed: "has no licence",
  unknown: "is in a state that I do not know",
};

const steps: Readonly<Record<SelfTestStep, string>> = {
  post: "post",
  pin: "pin",
  unpin: "unpin",
  recall: "recall",
};

const page = (address: string): Rich => [{ link: address, text: address }];

const span = (ms: number): string => {
  const seconds = Math.round(Math.abs(ms) / 1000);
  if (seconds < 120) return seconds === 1 ? "a second" : `${seconds} seconds`;
  return `${Math.round(seconds / 60)} minutes`;
};

const roleWords = ({ facts }: FindingOf<"role">): string => {
  switch (facts.role) {
    case "owner":
      return "I own this group";
    case "admin":
      return "I am an admin here";
    case "member":
      return "I am a plain member here";
    case "unknown":
      return "A bot owns this group, and the platform does not tell which one";
  }
};

const makeAdmin: readonly Rich[] = [
  rich`Ask the owner to make me an admin: Settings › Group management › Admins.`,
];

const askBotsDeveloper: readonly Rich[] = [
  rich`Try \`/recall\` first. If it is refused, ask the developer of that bot to make a member the owner, who can make me an admin.`,
];

/** The doctor's findings: what is so, why it matters, how to put it right. */
export const enUSFindings: FindingWords = {
  reachable: ({ facts }) =>
    facts.problem === undefined
      ? { what: rich`${facts.host} answers, in ${facts.ms ?? 0} ms` }
      : {
          what: rich`${facts.host} does not answer`,
          why: rich`Nothing works without it.`,
          fix: [
            rich`Check the network, DNS and firewall of the machine, and the domain in \`FEISHU_DOMAIN\`.`,
            rich`I do not use proxy variables: the machine has to reach the platform directly.`,
          ],
        },
  credentials: ({ state, facts }) => {
    if (state === "ok") return { what: rich`The platform accepts my credentials` };
    if (state === "unknown") {
      return {
        what: rich`My credentials could not be checked`,
        why: rich`The platform did not answer.`,
        fix: [rich`Run the doctor again once it does.`],
      };
    }
    return {
      what: rich`The platform rejects my credentials`,
      why: rich`The answer was: ${enUSProblems[facts.problem ?? "unknown"]({ doing: "answer" })}`,
      fix: [
        rich`Compare the app id and secret with the console: ${page(facts.where)}`,
        rich`On Lark, \`FEISHU_DOMAIN\` must be \`lark\`.`,
      ],
    };
  },
  bot: ({ state, facts }) => {
    const whose = facts.name === undefined ? "the app" : `“${facts.name}”`;
    if (state === "ok") return { what: rich`The bot feature of ${whose} is on` };
    return {
      what: rich`The bot feature of ${whose} ${standings[facts.standing]}`,
      why: rich`Only an enabled bot can be added to groups and hear anything.`,
      fix:
        facts.standing === "unlicensed"
          ? [rich`Ask the organisation's admin to give the app a licence in the admin console.`]
          : [
              rich`Turn on the bot feature: ${page(facts.where)}`,
              rich`Publish a version, and let the organisation's admin enable the app.`,
            ],
    };
  },
  scopes: ({ state, facts }) => {
    if (state === "ok") return { what: rich`All permissions are granted` };
    if (state === "unknown") {
      return {
        what: rich`My permissions could not be read`,
        why: rich`A missing permission makes a command fail, or leaves it unheard.`,
        fix: [rich`Compare them with the README: ${page(facts.where)}`],
      };
    }
    const count = facts.missing.length;
    return {
      what: count === 1 ? rich`A permission is missing` : rich`${count} permissions are missing`,
      why: facts.missing.flatMap(({ scope, costs: feature }, index) => [
        ...(index === 0 ? [] : ["; "]),
        { code: scope },
        `: ${costs[feature]}`,
      ]),
      fix: [
        rich`Add what is missing here: ${page(facts.where)}`,
        rich`Then publish a version. Sensitive ones need the organisation's admin to approve.`,
      ],
    };
  },
  link: ({ state, facts }) =>
    state === "ok"
      ? { what: rich`The connection for events is up` }
      : {
          what:
            facts.state === "down"
              ? rich`The connection for events is down`
              : rich`The connection for events is being made`,
          why: rich`Until it is up I hear nothing.`,
          fix: [
            rich`I keep trying by myself. An app may have 50 connections at most: stop other programs with this app id.`,
          ],
        },
  events: ({ state, facts }) =>
    state === "ok"
      ? { what: rich`Events arrive` }
      : {
          what: rich`No event has arrived yet`,
          why: rich`Without events I do not hear commands.`,
          fix:
            facts.path === undefined
              ? [
                  rich`Write something in a group where I am.`,
                  rich`If nothing arrives, choose the persistent connection and add \`im.message.receive_v1\`: ${page(facts.where)}`,
                  rich`Publish a version. If another program runs with this app id, it may have taken the event.`,
                ]
              : [
                  rich`Start the bot and send \`/doctor\` in a group where I am: I answer if it arrives.`,
                  rich`If I do not, let the request URL lead to ${{ code: facts.path }} and add \`im.message.receive_v1\`: ${page(facts.where)}`,
                  rich`Then publish a version.`,
                ],
        },
  clicks: ({ state, facts }) =>
    state === "ok"
      ? { what: rich`Clicks on my cards arrive` }
      : {
          what: rich`No click on a card of mine has arrived yet`,
          why: rich`Without clicks the buttons on my cards do nothing.`,
          fix: [
            rich`Press any button on a card of mine.`,
            rich`If it shows an error, add \`card.action.trigger\` under Callback configuration and publish a version: ${page(facts.where)}`,
          ],
        },
  role: (finding) => {
    const { state, facts } = finding;
    if (facts.problem !== undefined) {
      return {
        what: rich`My place in this group is unknown: ${enUSProblems[facts.problem]({ doing: "look-up-chat" })}`,
        why: rich`It decides whether I may pin, and recall the messages of others.`,
        fix: [rich`Add me to the group, then run the doctor again.`],
      };
    }
    const pin = facts.pin === "yes" ? "I may pin" : "I may pin if the group lets every member pin";
    switch (facts.recallOthers) {
      case "yes":
        return { what: rich`${roleWords(finding)}: ${pin}, and recall the messages of others` };
      case "no":
        return {
          what: rich`${roleWords(finding)}: ${pin}, and recall only my own messages`,
          why: rich`\`/recall\` on the messages of others will be refused by the platform.`,
          fix: makeAdmin,
        };
      case "unknown":
        return {
          what: rich`${roleWords(finding)}, so I cannot tell whether I may recall the messages of others`,
          ...(state === "ok"
            ? {}
            : {
                why: rich`The platform will tell when it is tried.`,
                fix: facts.role === "unknown" ? askBotsDeveloper : makeAdmin,
              }),
        };
    }
  },
  group: ({ state, facts }) => {
    if (facts.problem !== undefined) {
      return {
        what: rich`The kind of this group is unknown`,
        why: rich`Topic groups and external groups have rules of their own.`,
        fix: [rich`Run the doctor again in a while.`],
      };
    }
    if (state !== "ok") {
      return {
        what: rich`This is an external group`,
        why: rich`Without external sharing the platform refuses most of what I do here.`,
        fix: [
          rich`Ask the app's admin to turn on external sharing in the console and to publish a version.`,
        ],
      };
    }
    return {
      what: facts.topics
        ? rich`This is a topic group: private cards do not exist here, so I answer in the topic`
        : rich`This is an ordinary group of one organisation`,
    };
  },
  clock: ({ state, facts }) => {
    if (facts.aheadMs === undefined) {
      return {
        what: rich`The clocks could not be compared`,
        why: rich`A wrong clock makes commands look old and pins end at the wrong time.`,
        fix: [rich`Run the doctor again once the platform answers.`],
      };
    }
    if (state === "ok") return { what: rich`My clock agrees with the platform's` };
    const direction = facts.aheadMs > 0 ? "ahead of" : "behind";
    return {
      what: rich`My clock is ${span(facts.aheadMs)} ${direction} the platform's`,
      why: rich`Commands look older or younger than they are, and timed pins end at the wrong time.`,
      fix: [rich`Turn on time synchronisation (NTP) on the machine.`],
    };
  },
  store: ({ state, facts }) => {
    if (state === "ok") {
      return facts.trouble === "in-use"
        ? { what: rich`The database is in use by the running bot` }
        : { what: rich`The database can be written` };
    }
    return {
      what: rich`The database cannot be written${facts.trouble === "full" ? ": the disk is full" : ""}`,
      why: rich`What cannot be written down is not done, so that nothing is done twice.`,
      fix: [
        facts.trouble === "full"
          ? rich`Free space on the disk that holds the data.`
          : rich`Check that the folder in \`STEWARD_DATA\` exists and can be written, and that the address in \`DATABASE_URL\` is right if you use one.`,
      ],
    };
  },
  limits: ({ state, facts }) =>
    state === "ok"
      ? {
          what: rich`Redis answers: ${facts.instances} ${facts.instances === 1 ? "process shares" : "processes share"} the platform's limits`,
        }
      : {
          what: rich`Redis does not answer`,
          why: rich`Each process keeps to its share of the platform's limits, so a busy group is served more slowly.`,
          fix: [rich`Check that Redis runs and that \`REDIS_URL\` is its address.`],
        },
  config: ({ state, facts }) =>
    state === "ok"
      ? { what: rich`The configuration is in order` }
      : {
          what: rich`The last edit of the configuration was not taken over`,
          why: rich`What held before it still holds.`,
          fix: facts.problems.map((problem) => [problem]),
        },
  "self-test": ({ state, facts }) => {
    const times = facts.steps.map(({ step, ms, problem }) =>
      problem === undefined ? `${steps[step]} ${ms} ms` : `${steps[step]} failed`,
    );
    if (state === "ok") return { what: rich`The self-test went well: ${times.join(", ")}` };
    return {
      what: rich`The self-test did not go well: ${times.join(", ")}`,
      why: rich`The same will happen to commands.`,
      fix: facts.steps.flatMap(({ step, problem }) =>
        problem === undefined
          ? []
          : [rich`${steps[step]}: ${enUSProblems[problem]({ doing: "answer" })}`],
      ),
    };
  },
};
