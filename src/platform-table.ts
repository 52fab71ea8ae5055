import type { Language } from "./core/invocation.ts";
import type { Capabilities } from "./core/platform.ts";
import { feishuCapabilities } from "./platforms/feishu/capabilities.ts";
import { imkitCapabilities } from "./platforms/imkit/capabilities.ts";
import { whatsappCapabilities } from "./platforms/whatsapp/capabilities.ts";

/** What is said of one capability, from its data. */
type Tell = (capabilities: Capabilities) => string;

interface TableWords {
  readonly feishu: string;
  /** With the API key and without it. */
  readonly withKey: (text: string) => string;
  readonly withoutKey: (text: string) => string;
  readonly between: string;
  readonly rows: readonly (readonly [what: string, tell: Tell])[];
}

const daysOf = (ms: number): string => String(Math.round(ms / 86_400_000));

const anyOf = (items: readonly string[]): string =>
  new Intl.ListFormat("en-GB", { type: "disjunction" }).format(items);

const either =
  (yes: string, no: string, isSo: (capabilities: Capabilities) => boolean): Tell =>
  (capabilities) =>
    isSo(capabilities) ? yes : no;

const tableWords: Readonly<Record<Language, TableWords>> = {
  "en-US": {
    feishu: "[Feishu, Lark](docs/feishu.md)",
    withKey: (text) => `${text}, with the API key`,
    withoutKey: (text) => `else ${text}`,
    between: "; ",
    rows: [
      [
        "Pins at a time",
        ({ pins }) => (Number.isFinite(pins.most) ? String(pins.most) : "any number"),
      ],
      [
        "`/pins` shows",
        either("all that stand", "those made through Steward", ({ pins }) => pins.listed),
      ],
      [
        "A pin ends",
        ({ pins }) =>
          pins.endsAfterMs.length === 0
            ? "at the time given, by Steward"
            : `at the time given, by Steward; the platform itself knows ${anyOf(pins.endsAfterMs.map(daysOf))} days, and what shall stand longer is pinned again`,
      ],
      [
        "`/recall` of others' messages",
        ({ recall: { others, withinMs } }) =>
          ({
            "if-bot-is-admin": "where the bot is an admin",
            always: "always",
            unconfirmed: "tried, without any assurance",
          })[others] + (withinMs === undefined ? "" : `, up to ${daysOf(withinMs)} days old`),
      ],
      [
        "Success means",
        either("it is done", "it was sent: “requested”", ({ confirms }) => confirms),
      ],
      ["Denials seen by the sender alone", either("yes", "no, a reply", (one) => one.whispers)],
      ["A reaction instead of words", either("yes", "no, a reply", (one) => one.reactions)],
      [
        "A reply",
        ({ answers }) =>
          ({
            quote: "quotes the command",
            "quote-in-topic": "quotes the command, within its topic",
          })[answers.reply],
      ],
      [
        "People are mentioned",
        ({ answers }) =>
          ({ name: "by name", id: "by their id", number: "by their number" })[answers.mention],
      ],
      [
        "A reply cut off by a crash",
        ({ answers }) =>
          ({
            key: "is given once",
            look: "is given once: the chat is looked through for it",
            never: "is given at most once",
          })[answers.again],
      ],
      ["Buttons and menus", either("yes", "no, type the command", (one) => one.controls)],
      ["`/top`", either("yes", "no, it pins", (one) => one.topNotice)],
    ],
  },
  "zh-CN": {
    feishu: "[飞书、Lark](docs/feishu.md)",
    withKey: (text) => `有 API key 时${text}`,
    withoutKey: (text) => `否则${text}`,
    between: "；",
    rows: [
      ["同时能 Pin 几条", ({ pins }) => (Number.isFinite(pins.most) ? `${pins.most} 条` : "不限")],
      ["`/pins` 列出", either("全部", "通过群管家 Pin 的", ({ pins }) => pins.listed)],
      [
        "Pin 什么时候结束",
        ({ pins }) =>
          pins.endsAfterMs.length === 0
            ? "到你写的时间，由群管家取消"
            : `到你写的时间，由群管家取消；平台自己只有 ${pins.endsAfterMs.map(daysOf).join("、")} 天几种，要保留更久的会再 Pin 一次`,
      ],
      [
        "用 `/recall` 撤回别人的消息",
        ({ recall: { others, withinMs } }) =>
          ({
            "if-bot-is-admin": "机器人是管理员时可以",
            always: "总是可以",
            unconfirmed: "会去试，但没有保证",
          })[others] + (withinMs === undefined ? "" : `，${daysOf(withinMs)} 天之内`),
      ],
      ["成功的意思", either("已经做好", "已经发出，会说「已请求」", ({ confirms }) => confirms)],
      ["拒绝仅本人可见", either("是", "否，改为回复", (one) => one.whispers)],
      ["用表情代替文字", either("是", "否，改为回复", (one) => one.reactions)],
      [
        "回复",
        ({ answers }) =>
          ({ quote: "引用那条命令", "quote-in-topic": "引用那条命令，并留在话题里" })[
            answers.reply
          ],
      ],
      [
        "提到群成员时写",
        ({ answers }) => ({ name: "名字", id: "他的 id", number: "他的号码" })[answers.mention],
      ],
      [
        "崩溃打断的回复",
        ({ answers }) =>
          ({ key: "只说一次", look: "先看群里有没有，只说一次", never: "最多说一次" })[
            answers.again
          ],
      ],
      ["按钮和下拉菜单", either("有", "没有，请打字", (one) => one.controls)],
      ["`/top`", either("有", "没有，改为 Pin", (one) => one.topNotice)],
    ],
  },
};

/** The platforms side by side, as the READMEs show them: what each can do, from the data that the bot goes by. */
export const platformTable = (
  language: Language,
): { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] } => {
  const { feishu, withKey, withoutKey, between, rows } = tableWords[language];
  const imkit = (tell: Tell): string => {
    const [keyed, keyless] = [true, false].map((hasApiKey) =>
      tell(imkitCapabilities({ hasApiKey })),
    );
    return keyed === keyless
      ? (keyed ?? "")
      : [withKey(keyed ?? ""), withoutKey(keyless ?? "")].join(between);
  };
  return {
    head: ["", feishu, "[IMKit](docs/imkit.md)", "[WhatsApp](docs/whatsapp.md)"],
    rows: rows.map(([what, tell]) => [
      what,
      tell(feishuCapabilities),
      imkit(tell),
      tell(whatsappCapabilities),
    ]),
  };
};
