import { rich } from "../core/answers/rich.ts";
import type { Catalogue, DoctorSentences } from "../core/answers/sentences.ts";
import { controlToken } from "../core/cards/control-token.ts";
import { isHealthy } from "../core/doctor/findings.ts";
import { findingLines, reportLines, welcomeFindings } from "./doctor-lines.ts";
import { enUSFindings } from "./en-US-findings.ts";

/** What the bot says of its own health, and to a group that it joins. */
export const enUSDoctor: Pick<Catalogue, keyof DoctorSentences> = {
  "doctor.report": ({ findings, token }) => ({
    title: isHealthy(findings)
      ? "Check-up: all that matters works"
      : "Check-up: something is wrong",
    lines: reportLines(enUSFindings, findings),
    ...(token === undefined
      ? {}
      : {
          controls: [
            {
              kind: "button",
              label: findings.some(({ check, state }) => check === "clicks" && state !== "ok")
                ? "Press me: it tests the button"
                : "Check again",
              style: "primary",
              token: controlToken(token, "again"),
            },
          ],
        }),
  }),
  "doctor.checked": () => ({ lines: [rich`Checked again. The button works.`] }),
  "doctor.finding": ({ finding }) => ({ lines: findingLines(enUSFindings, finding) }),
  "self-test.message": ({ token }) => ({
    lines: [rich`This is a test message of mine. I pin it, unpin it and recall it at once.`],
    ...(token === undefined
      ? {}
      : {
          controls: [
            {
              kind: "button",
              label: "Press me: it tests the button",
              style: "primary",
              token: controlToken(token, "press"),
            },
          ],
        }),
  }),
  "help.doctor": () => ({
    lines: [rich`check what I can do here, what is missing and how to fix it`],
  }),
  welcome: ({ findings, tokens }) => ({
    title: "Hello, I am Steward",
    lines: [
      rich`Reply to a message with \`/pin\`, \`/unpin\` or \`/recall\`, and I do it if you may. \`/help\` shows what you can use.`,
      ...welcomeFindings(findings).flatMap((finding) => findingLines(enUSFindings, finding)),
    ],
    ...(tokens === undefined
      ? {}
      : {
          controls: [
            {
              kind: "button",
              label: "Check again",
              style: "primary",
              token: controlToken(tokens.again, "again"),
            },
            {
              kind: "button",
              label: "Open settings",
              style: "default",
              token: controlToken(tokens.settings, "main"),
            },
          ],
          small: rich`The buttons are for the owner and admins.`,
        }),
  }),
};
