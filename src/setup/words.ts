import type { Language } from "../core/invocation.ts";

/** What the set-up and the doctor say in the terminal, besides the findings. */
export interface TerminalWords {
  readonly replaceApp: (file: string, appId: string) => string;
  readonly kept: (file: string) => string;
  readonly cannotAsk: (file: string, appId: string) => string;
  readonly scan: string;
  readonly openLink: string;
  readonly tooSmall: (wanted: { readonly columns: number; readonly rows: number }) => string;
  readonly remaining: (time: string) => string;
  readonly saved: (file: string, appId: string) => string;
  readonly notSaved: (file: string, reason: string, appId: string) => string;
  readonly environmentWins: (names: readonly string[]) => string;
  readonly denied: string;
  readonly expired: string;
  readonly cancelled: string;
  readonly unreachable: string;
  readonly refused: string;
  readonly examining: string;
  readonly writeSomething: (time: string) => string;
  readonly pressButton: (time: string) => string;
  readonly healthy: string;
  readonly unhealthy: string;
  readonly start: string;
  readonly about: string;
  readonly name: string;
}

/** In every language that the bot speaks. */
export const terminalWords: Readonly<Record<Language, TerminalWords>> = {
  "en-US": {
    replaceApp: (file, appId) => `${file} already names the app ${appId}. Replace it? [y/N]`,
    kept: (file) => `Nothing was changed: ${file} stays as it is.`,
    cannotAsk: (file, appId) =>
      `${file} already names the app ${appId}. Add --replace to put a new one in its place.`,
    scan: "Scan this with Feishu or Lark, and confirm there what the bot may do:",
    openLink: "Or open this link:",
    tooSmall: ({ columns, rows }) =>
      `Open this link and confirm there what the bot may do (a QR code needs a window of ${columns} columns and ${rows} rows):`,
    remaining: (time) => `Waiting for you to confirm, ${time} left. Ctrl-C cancels.`,
    saved: (file, appId) => `The app ${appId} is ready, and its credentials are in ${file}.`,
    notSaved: (file, reason, appId) =>
      `The app ${appId} is there, but ${file} could not be written (${reason}). Make the folder writable, then run: npm run setup -- --app ${appId}`,
    environmentWins: (names) =>
      `The environment sets ${names.join(", ")} and wins over the file. Unset that before you start the bot.`,
    denied: "It was declined, so nothing was changed.",
    expired: "The link was not confirmed in time. Run this again for a new one.",
    cancelled: "Cancelled; nothing was changed.",
    unreachable: "The platform does not answer. Check the network of this machine and try again.",
    refused:
      "The platform refused to make an app this way. Make one in the developer console; the README says how.",
    examining: "Looking at the set-up…",
    writeSomething: (time) =>
      `Now write something in a group with the bot (add it to one first), for example /help. Waiting ${time}; Ctrl-C skips it.`,
    pressButton: (time) =>
      `Now press the button on the bot's card in the group. Waiting ${time}; Ctrl-C skips it.`,
    healthy: "All that matters works.",
    unhealthy: "Something is wrong; what and how to fix it stands above.",
    start: "Add the bot to a group, let the owner make it an admin, and run: npm start",
    about: "Pins, unpins and recalls messages for those who may.",
    name: "Steward",
  },
  "zh-CN": {
    replaceApp: (file, appId) => `${file} 里已经有应用 ${appId}，要换成新的吗？[y/N]`,
    kept: (file) => `没有改动，${file} 保持原样。`,
    cannotAsk: (file, appId) => `${file} 里已经有应用 ${appId}。要换成新的，请加上 --replace。`,
    scan: "请用飞书或 Lark 扫码，并在手机上确认机器人需要的权限：",
    openLink: "也可以打开这个链接：",
    tooSmall: ({ columns, rows }) =>
      `请打开这个链接，确认机器人需要的权限（窗口至少 ${columns} 列、${rows} 行时可以显示二维码）：`,
    remaining: (time) => `等待确认，还剩 ${time}。按 Ctrl-C 取消。`,
    saved: (file, appId) => `应用 ${appId} 已就绪，凭证写在 ${file} 里。`,
    notSaved: (file, reason, appId) =>
      `应用 ${appId} 已经有了，但写不了 ${file}（${reason}）。请让这个目录可写，再运行：npm run setup -- --app ${appId}`,
    environmentWins: (names) =>
      `环境变量里已经设置了 ${names.join("、")}，优先于文件。启动机器人之前，请先取消这些变量。`,
    denied: "没有得到同意，所以没有改动。",
    expired: "链接已经过期，没有改动。请重新运行，换一个新的链接。",
    cancelled: "已取消，没有改动。",
    unreachable: "平台没有响应。请检查这台机器的网络，再试一次。",
    refused: "平台不允许这样创建应用。请在开发者后台手动创建，步骤见 README。",
    examining: "正在检查……",
    writeSomething: (time) =>
      `请在有机器人的群里发一条消息，例如 /help；还没有进群就先把它加进去。最多等 ${time}，按 Ctrl-C 跳过。`,
    pressButton: (time) => `请点一下机器人在群里发的卡片上的按钮。最多等 ${time}，按 Ctrl-C 跳过。`,
    healthy: "要紧的都正常。",
    unhealthy: "有地方不对，上面写了原因和办法。",
    start: "把机器人加进群，请群主把它设为管理员，然后运行：npm start",
    about: "替有权限的人 Pin、取消 Pin 和撤回消息。",
    name: "群管家",
  },
};

/** Minutes and seconds, as on a clock. */
export const clockTime = (ms: number): string => {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
};
