import { type Rich, rich } from "../core/answers/rich.ts";
import type { ProblemFacts } from "../core/answers/sentences.ts";
import type { ProblemReason } from "../core/problem.ts";

const pause = (facts: ProblemFacts): string => {
  const seconds = Math.max(1, Math.ceil((facts.retryAfterMs ?? 1_000) / 1_000));
  return seconds === 1 ? "a second" : `about ${seconds} seconds`;
};

/** The reason first, then the one next step. Follows "I could not …:". */
export const enUSProblems: Readonly<Record<ProblemReason, (facts: ProblemFacts) => Rich>> = {
  "message-gone": () => rich`it has been recalled or deleted already.`,
  "message-invisible": () =>
    rich`I cannot see that message. It may be older than my joining, and this group hides its history from newcomers. Please do it by hand.`,
  "message-elsewhere": () =>
    rich`that message is not in this group. Please use the command where it is.`,
  "message-unknown": () =>
    rich`there is no such message. Reply to the message itself with the command.`,
  "message-type-unsupported": () =>
    rich`the platform does not allow this for messages of this kind, such as system messages and red packets.`,
  "message-self-destructs": () =>
    rich`the message is set to destroy itself, and the platform does not allow this for such messages.`,
  "message-too-old-to-recall": () =>
    rich`the message is past its recall window. Your organisation's admin can widen the window in the admin console.`,
  "not-bots-to-recall": () =>
    rich`I am not an admin here, so I can only recall my own messages. Ask the owner to make me an admin (Settings › Group management › Admins).`,
  "bot-not-in-chat": () => rich`I am not in that group. Please add me first.`,
  "chat-gone": () => rich`the group has been dissolved.`,
  "chat-unknown": () => rich`I cannot find the group. It may have been dissolved.`,
  "chat-external": () =>
    rich`this is an external group, and my app may not be used in those. Ask the app's admin to turn on external sharing and publish a version.`,
  "chat-other-tenant": () => rich`this group belongs to another organisation.`,
  "chat-kind-unsupported": () => rich`chats of this kind do not support it.`,
  "chat-muted": () =>
    rich`speaking is restricted here and I am not on the list. Ask the owner to let me speak or to make me an admin.`,
  "chat-encrypted": () => rich`this chat is encrypted, and bots cannot act in it.`,
  "topic-unknown": () => rich`that topic no longer exists.`,
  "topic-reply-unsupported": () =>
    rich`this group does not support replies in topics. Please give the command in the group itself.`,
  "pin-for-admins-only": () =>
    rich`only the owner and admins may pin in this group, and I am not one of them. Ask the owner to make me an admin, or to open pinning to everyone in the group settings.`,
  "top-notice-for-admins-only": () =>
    rich`I may not manage the top notice here. Ask the owner to make me an admin, or to open it in the group settings.`,
  "bot-lacks-role": () =>
    rich`I lack the right in this group. Ask the owner to make me an admin (Settings › Group management › Admins).`,
  "app-unknown": () =>
    rich`the platform does not know my app. Ask the operator to check its id in the configuration.`,
  "app-disabled": () =>
    rich`my app is switched off in this organisation. Ask its admin to enable it in the admin console.`,
  "app-secret-wrong": () =>
    rich`the platform refuses my secret. Ask the operator to check it in the configuration.`,
  "bot-ability-off": () =>
    rich`my app has no bot ability yet, or its version is not published. Ask the app's admin to turn it on and publish.`,
  "scope-missing": ({ scopes }) =>
    scopes === undefined || scopes.length === 0
      ? rich`my app lacks a permission for it. Ask the app's admin to add it under Permissions & Scopes in the developer console and to publish a version.`
      : rich`my app lacks the permission ${{ code: scopes.slice(0, 3).join(" / ") }}. Ask the app's admin to add one of these under Permissions & Scopes in the developer console and to publish a version.`,
  "ip-not-allowed": () =>
    rich`the platform refuses my server's IP address. Ask the app's admin to add it to the app's IP allow-list.`,
  "quota-used-up": () =>
    rich`this month's quota of API calls is used up. It renews next month, or the organisation can upgrade its plan.`,
  "user-unavailable": () =>
    rich`that person is outside my app's availability. Ask the app's admin to widen it.`,
  "user-unknown": () => rich`there is no such person. They may have left the organisation.`,
  "user-from-other-app": () =>
    rich`that user id belongs to another app. Mention the person with @ instead.`,
  "token-rejected": () =>
    rich`the platform rejects my credentials. Ask the operator to check the app's settings.`,
  "content-too-long": () => rich`the text is too long to be sent.`,
  "content-refused": () =>
    rich`your organisation's content rules blocked the text. Please word it differently.`,
  "content-invalid": () =>
    rich`the platform did not accept what I wrote. That is my fault; please tell the operator.`,
  "attachment-invalid": () => rich`the platform did not accept the attachment.`,
  "reaction-refused": () => rich`I may not add a reaction here.`,
  "reaction-unknown": () =>
    rich`the platform does not know that reaction. That is my fault; please tell the operator.`,
  "reaction-not-mine": () => rich`that reaction is not mine to remove.`,
  "answer-not-editable": () => rich`my earlier message can no longer be changed.`,
  "too-fast": (facts) => rich`too many requests came at once. Please try again in ${pause(facts)}.`,
  "in-progress": () => rich`the same request is being worked on. Please wait a moment.`,
  "platform-down": ({ inDoubt }) =>
    inDoubt
      ? rich`the platform is not answering properly, so I do not know whether it took effect. Have a look, and try again if needed.`
      : rich`the platform is not answering properly. Please try again a little later.`,
  timeout: () =>
    rich`the platform did not answer in time, so I do not know whether it took effect. Have a look, and try again if needed.`,
  cancelled: () => rich`I was interrupted. Please try again.`,
  unknown: ({ logId }) =>
    logId === undefined
      ? rich`the platform gave an error that I do not know. Please tell the operator.`
      : rich`the platform gave an error that I do not know. Please pass the number below to the operator.`,
};
