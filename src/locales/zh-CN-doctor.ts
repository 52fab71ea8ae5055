import { rich } from "../core/answers/rich.ts";
import type { Catalogue, DoctorSentences } from "../core/answers/sentences.ts";
import { controlToken } from "../core/cards/control-token.ts";
import { isHealthy } from "../core/doctor/findings.ts";
import { findingLines, reportLines, welcomeFindings } from "./doctor-lines.ts";
import { zhCNFindings } from "./zh-CN-findings.ts";

/** 体检，以及进群时的问候。 */
export const zhCNDoctor: Pick<Catalogue, keyof DoctorSentences> = {
  "doctor.report": ({ findings, token }) => ({
    title: isHealthy(findings) ? "体检：要紧的都正常" : "体检：有地方不对",
    lines: reportLines(zhCNFindings, findings),
    ...(token === undefined
      ? {}
      : {
          controls: [
            {
              kind: "button",
              label: findings.some(({ check, state }) => check === "clicks" && state !== "ok")
                ? "点我，测试按钮"
                : "再查一次",
              style: "primary",
              token: controlToken(token, "again"),
            },
          ],
        }),
  }),
  "doctor.checked": () => ({ lines: [rich`又查了一次，按钮是好的。`] }),
  "doctor.finding": ({ finding }) => ({ lines: findingLines(zhCNFindings, finding) }),
  "self-test.message": ({ token }) => ({
    lines: [rich`这是我的自检消息，会马上 Pin、取消 Pin，然后撤回。`],
    ...(token === undefined
      ? {}
      : {
          controls: [
            {
              kind: "button",
              label: "点我，测试按钮",
              style: "primary",
              token: controlToken(token, "press"),
            },
          ],
        }),
  }),
  "help.doctor": () => ({ lines: [rich`检查我在这里能做什么、缺什么、怎么解决`] }),
  welcome: ({ findings, tokens }) => ({
    title: "大家好，我是群管家",
    lines: [
      rich`回复一条消息并发送 \`/pin\`、\`/unpin\` 或 \`/recall\`，有权限我就照办。发送 \`/help\` 看看能用什么。`,
      ...welcomeFindings(findings).flatMap((finding) => findingLines(zhCNFindings, finding)),
    ],
    ...(tokens === undefined
      ? {}
      : {
          controls: [
            {
              kind: "button",
              label: "再查一次",
              style: "primary",
              token: controlToken(tokens.again, "again"),
            },
            {
              kind: "button",
              label: "打开设置",
              style: "default",
              token: controlToken(tokens.settings, "main"),
            },
          ],
          small: rich`按钮只有群主和管理员能用。`,
        }),
  }),
};
