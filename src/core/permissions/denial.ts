import { type Doing, type Sentence, say, sayProblem } from "../answers/sentences.ts";
import { problem } from "../problem.ts";
import type { Decision, LayerVerdict } from "./verdicts.ts";

type Of<Layer extends LayerVerdict["layer"]> = Extract<LayerVerdict, { readonly layer: Layer }>;

const ofPolicy = (command: string, { facts }: Of<"policy">): Sentence => {
  switch (facts.rule) {
    case "cooling":
      return say("denied.cooling", { command, readyAtMs: facts.readyAtMs ?? 0 });
    case "denied":
      return say("denied.listed", { command });
    case "off":
    case "allowed":
    case "role":
      return say("denied.disabled", { command });
  }
};

const ofAuthor = (decision: Decision, { facts, verdict }: Of<"author">): Sentence => {
  if (facts.ownOnly) return say("denied.not-author", { required: decision.required });
  if (verdict === "unknown" || facts.role === undefined) return say("denied.author-unknown");
  return say("denied.senior", {
    author: facts.role,
    equal: facts.role === decision.role,
  });
};

/** What a refusal by the platform will be, foreseen from what it said of the chat. */
const foreseen = (doing: Doing, verdict: LayerVerdict): Sentence => {
  switch (verdict.layer) {
    case "bot":
      return sayProblem(doing, problem("not-bots-to-recall"));
    case "window":
      return sayProblem(doing, problem("message-too-old-to-recall"));
    case "group":
      return sayProblem(
        doing,
        problem(
          verdict.facts.about === "top" ? "top-notice-for-admins-only" : "pin-for-admins-only",
        ),
      );
    case "scope":
    case "policy":
    case "caller":
    case "author": {
      const scopes = verdict.layer === "scope" ? verdict.facts.scopes : undefined;
      return sayProblem(doing, problem("scope-missing", scopes === undefined ? {} : { scopes }));
    }
  }
};

const doings: Readonly<Record<string, Doing>> = {
  pin: "pin",
  unpin: "unpin",
  recall: "recall",
  top: "top",
  untop: "untop",
};

/** Why a command was denied, and the one next step, as a sentence. */
export const denialOf = (command: string, decision: Decision): Sentence => {
  const by = decision.layers.find(({ layer }) => layer === decision.deniedBy);
  switch (by?.layer) {
    case undefined:
      return say("denied.sender-unknown");
    case "policy":
      return ofPolicy(command, by);
    case "caller":
      return by.facts.role === undefined
        ? say("denied.sender-unknown")
        : say("denied.role", {
            doing: command,
            required: decision.required,
            actual: by.facts.role,
          });
    case "author":
      return ofAuthor(decision, by);
    case "bot":
    case "scope":
    case "group":
    case "window":
      return foreseen(doings[command] ?? "recall", by);
  }
};
