import { type Rich, rich } from "../core/answers/rich.ts";
import type {
  BotStanding,
  Feature,
  FindingOf,
  FindingWords,
  SelfTestStep,
} from "../core/doctor/findings.ts";
import { zhCNProblems } from "./zh-CN-problems.ts";

/** 缺一项权限会失去什么。 */
const costs: Readonly<Record<Feature, string>> = {
  "hear-everything": "只能收到 @ 我的命令",
  "hear-mentions": "收不到 @ 我的命令",
  "hear-direct": "收不到私聊消息",
  "look-up-messages": "看不到是谁发的消息，也不知道有人手动撤回",
  speak: "不能回复",
  "list-pins": "列不出 Pin",
  "set-pins": "不能 Pin 和取消 Pin",
  recall: "不能撤回消息",
  react: "只能用文字代替表情回应",
  "know-roles": "不知道谁是群主和管理员，只能全部拒绝",
  "know-names": "列表里写不出名字",
  "notice-joining": "不知道自己进群和退群",
  "top-notice": "不能改群置顶",
  "command-panel": "输入斜杠时看不到我的命令",
};

const standings: Readonly<Record<BotStanding, string>> = {
  enabled: "已启用",
  "to-install": "还没有在企业里安装",
  disabled: "被停用了",
  pending: "还在等待启用",
  unlicensed: "没有可用的许可",
  unknown: "状态不明",
};

const steps: Readonly<Record<SelfTestStep, string>> = {
  post: "发消息",
  pin: "Pin",
  unpin: "取消 Pin",
  recall: "撤回",
};

const page = (address: string): Rich => [{ link: address, text: address }];

const span = (ms: number): string => {
  const seconds = Math.round(Math.abs(ms) / 1000);
  return seconds < 120 ? `${seconds} 秒` : `${Math.round(seconds / 60)} 分钟`;
};

const roleWords = ({ facts }: FindingOf<"role">): string => {
  switch (facts.role) {
    case "owner":
      return "我是本群的群主";
    case "admin":
      return "我是本群的管理员";
    case "member":
      return "我在本群是普通成员";
    case "unknown":
      return "本群的群主是机器人，平台没有说是哪一个";
  }
};

const makeAdmin: readonly Rich[] = [rich`请群主把我设为管理员：群设置 › 群管理 › 群管理员。`];

const askBotsDeveloper: readonly Rich[] = [
  rich`请先用 \`/recall\` 试一次。如果被拒绝，请那个机器人的开发者把群主转给一位成员，再由这位成员把我设为管理员。`,
];

/** 体检结果：现状、为什么要紧、怎么解决。 */
export const zhCNFindings: FindingWords = {
  reachable: ({ facts }) =>
    facts.problem === undefined
      ? { what: rich`${facts.host} 有响应，用时 ${facts.ms ?? 0} 毫秒` }
      : {
          what: rich`${facts.host} 没有响应`,
          why: rich`连不上平台，什么都做不了。`,
          fix: [
            rich`请检查这台机器的网络、DNS 和防火墙，以及 \`FEISHU_DOMAIN\` 里的域名。`,
            rich`我不使用代理变量，这台机器要能直接连上平台。`,
          ],
        },
  credentials: ({ state, facts }) => {
    if (state === "ok") return { what: rich`平台接受我的凭证` };
    if (state === "unknown") {
      return {
        what: rich`没能核对我的凭证`,
        why: rich`平台没有响应。`,
        fix: [rich`等平台有响应之后，再体检一次。`],
      };
    }
    return {
      what: rich`平台不接受我的凭证`,
      why: rich`平台的答复是：${zhCNProblems[facts.problem ?? "unknown"]({ doing: "answer" })}`,
      fix: [
        rich`请在开发者后台核对 App ID 和 App Secret：${page(facts.where)}`,
        rich`如果是 Lark 的应用，\`FEISHU_DOMAIN\` 要写 \`lark\`。`,
      ],
    };
  },
  bot: ({ state, facts }) => {
    const whose = facts.name === undefined ? "应用的" : `「${facts.name}」的`;
    if (state === "ok") return { what: rich`${whose}机器人能力已启用` };
    return {
      what: rich`${whose}机器人能力${standings[facts.standing]}`,
      why: rich`只有启用的机器人才能进群，才能收到消息。`,
      fix:
        facts.standing === "unlicensed"
          ? [rich`请企业管理员在管理后台给应用分配许可。`]
          : [
              rich`请开启机器人能力：${page(facts.where)}`,
              rich`再发布版本，并请企业管理员启用应用。`,
            ],
    };
  },
  scopes: ({ state, facts }) => {
    if (state === "ok") return { what: rich`需要的权限都已开通` };
    if (state === "unknown") {
      return {
        what: rich`没能读到我的权限`,
        why: rich`缺少权限时，命令会失败，或者根本收不到。`,
        fix: [rich`请对照 README 逐项核对：${page(facts.where)}`],
      };
    }
    return {
      what: rich`缺少 ${facts.missing.length} 项权限`,
      why: facts.missing.flatMap(({ scope, costs: feature }, index) => [
        ...(index === 0 ? [] : ["；"]),
        { code: scope },
        `：${costs[feature]}`,
      ]),
      fix: [
        rich`请在这里开通：${page(facts.where)}`,
        rich`然后发布版本。敏感权限需要企业管理员审批。`,
      ],
    };
  },
  link: ({ state, facts }) =>
    state === "ok"
      ? { what: rich`接收事件的连接正常` }
      : {
          what: facts.state === "down" ? rich`接收事件的连接断了` : rich`接收事件的连接正在建立`,
          why: rich`连上之前，我收不到任何消息。`,
          fix: [rich`我会一直重试。每个应用最多 50 个连接，请停掉用同一个 App ID 的其他程序。`],
        },
  events: ({ state, facts }) =>
    state === "ok"
      ? { what: rich`能收到事件` }
      : {
          what: rich`还没有收到过事件`,
          why: rich`收不到事件，就听不到命令。`,
          fix:
            facts.path === undefined
              ? [
                  rich`请在我所在的群里发一条消息。`,
                  rich`如果还是没有，请选择长连接并添加 \`im.message.receive_v1\`：${page(facts.where)}`,
                  rich`然后发布版本。如果有别的程序也用这个 App ID，事件可能被它收走了。`,
                ]
              : [
                  rich`请启动机器人，并在我所在的群里发送 \`/doctor\`：我收到了就会回答。`,
                  rich`如果没有回答，请把请求地址指向 ${{ code: facts.path }}，并添加 \`im.message.receive_v1\`：${page(facts.where)}`,
                  rich`然后发布版本。`,
                ],
        },
  clicks: ({ state, facts }) =>
    state === "ok"
      ? { what: rich`能收到卡片上的点击` }
      : {
          what: rich`还没有收到过卡片上的点击`,
          why: rich`收不到点击，卡片上的按钮就没有反应。`,
          fix: [
            rich`请点一下我的任意一张卡片上的按钮。`,
            rich`如果提示出错，请在「回调配置」里添加 \`card.action.trigger\` 并发布版本：${page(facts.where)}`,
          ],
        },
  role: (finding) => {
    const { state, facts } = finding;
    if (facts.problem !== undefined) {
      return {
        what: rich`没能核实我在本群的身份：${zhCNProblems[facts.problem]({ doing: "look-up-chat" })}`,
        why: rich`它决定我能不能 Pin、能不能撤回别人的消息。`,
        fix: [rich`请把我加进群，再体检一次。`],
      };
    }
    const pin = facts.pin === "yes" ? "可以 Pin" : "群里允许所有人 Pin 时我才能 Pin";
    switch (facts.recallOthers) {
      case "yes":
        return { what: rich`${roleWords(finding)}：${pin}，可以撤回别人的消息` };
      case "no":
        return {
          what: rich`${roleWords(finding)}：${pin}，只能撤回自己发的消息`,
          why: rich`用 \`/recall\` 撤回别人的消息会被平台拒绝。`,
          fix: makeAdmin,
        };
      case "unknown":
        return {
          what: rich`${roleWords(finding)}，所以不确定我能不能撤回别人的消息`,
          ...(state === "ok"
            ? {}
            : {
                why: rich`试一次，平台就会告诉我。`,
                fix: facts.role === "unknown" ? askBotsDeveloper : makeAdmin,
              }),
        };
    }
  },
  group: ({ state, facts }) => {
    if (facts.problem !== undefined) {
      return {
        what: rich`没能看出本群的类型`,
        why: rich`话题群和外部群各有各的规则。`,
        fix: [rich`请过一会儿再体检一次。`],
      };
    }
    if (state !== "ok") {
      return {
        what: rich`这是外部群`,
        why: rich`没有开通对外共享时，平台会拒绝我在这里的大部分操作。`,
        fix: [rich`请应用管理员在开发者后台开通「对外共享」并发布版本。`],
      };
    }
    return {
      what: facts.topics
        ? rich`这是话题群：没有仅一人可见的卡片，所以我直接在话题里回答`
        : rich`这是企业内部的普通群`,
    };
  },
  clock: ({ state, facts }) => {
    if (facts.aheadMs === undefined) {
      return {
        what: rich`没能核对时钟`,
        why: rich`时钟不准，命令会显得过期，Pin 也会在错误的时间结束。`,
        fix: [rich`等平台有响应之后，再体检一次。`],
      };
    }
    if (state === "ok") return { what: rich`我的时钟和平台一致` };
    return {
      what: rich`我的时钟比平台${facts.aheadMs > 0 ? "快" : "慢"} ${span(facts.aheadMs)}`,
      why: rich`命令的时间会算错，定时的 Pin 会在错误的时间结束。`,
      fix: [rich`请在这台机器上打开时间同步（NTP）。`],
    };
  },
  store: ({ state, facts }) => {
    if (state === "ok") {
      return facts.trouble === "in-use"
        ? { what: rich`数据库正由运行中的机器人使用` }
        : { what: rich`数据库可以写入` };
    }
    return {
      what: rich`数据库写不进去${facts.trouble === "full" ? "：磁盘满了" : ""}`,
      why: rich`没有写下来的命令不会执行，这样才不会重复执行。`,
      fix: [
        facts.trouble === "full"
          ? rich`请清理存放数据的磁盘。`
          : rich`请检查 \`STEWARD_DATA\` 里的目录是否存在、能否写入；用 \`DATABASE_URL\` 的话，请检查里面的地址。`,
      ],
    };
  },
  limits: ({ state, facts }) =>
    state === "ok"
      ? { what: rich`Redis 有响应，${facts.instances} 个进程共用平台的限额` }
      : {
          what: rich`Redis 没有响应`,
          why: rich`每个进程只用自己那一份平台限额，忙的群会慢一些。`,
          fix: [rich`请检查 Redis 是否在运行，\`REDIS_URL\` 里的地址对不对。`],
        },
  config: ({ state, facts }) =>
    state === "ok"
      ? { what: rich`配置没有问题` }
      : {
          what: rich`最近一次修改的配置没有生效`,
          why: rich`仍在使用修改之前的配置。`,
          fix: facts.problems.map((problem) => [problem]),
        },
  "self-test": ({ state, facts }) => {
    const times = facts.steps.map(({ step, ms, problem }) =>
      problem === undefined ? `${steps[step]} ${ms} 毫秒` : `${steps[step]} 失败`,
    );
    if (state === "ok") return { what: rich`自检通过：${times.join("，")}` };
    return {
      what: rich`自检没有通过：${times.join("，")}`,
      why: rich`命令也会遇到同样的问题。`,
      fix: facts.steps.flatMap(({ step, problem }) =>
        problem === undefined
          ? []
          : [rich`${steps[step]}：${zhCNProblems[problem]({ doing: "answer" })}`],
      ),
    };
  },
};
