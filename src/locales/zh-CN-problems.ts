import { type Rich, rich } from "../core/answers/rich.ts";
import type { ProblemFacts } from "../core/answers/sentences.ts";
import type { ProblemReason } from "../core/problem.ts";

const seconds = (facts: ProblemFacts): number =>
  Math.max(1, Math.ceil((facts.retryAfterMs ?? 1_000) / 1_000));

/** 原因在前，下一步在后。句子接在「我没能……：」之后。 */
export const zhCNProblems: Readonly<Record<ProblemReason, (facts: ProblemFacts) => Rich>> = {
  "message-gone": () => rich`这条消息已经被撤回或删除了。`,
  "message-invisible": () =>
    rich`我看不到这条消息，它可能早于我进群的时间，而本群不让新成员看历史消息。请手动操作这一条。`,
  "message-elsewhere": () => rich`这条消息不在本群。请到它所在的群里操作。`,
  "message-unknown": () => rich`找不到这条消息。请直接回复那条消息再发一次命令。`,
  "message-type-unsupported": () => rich`平台不支持对这种类型的消息这样做（例如系统消息、红包）。`,
  "message-self-destructs": () => rich`这是一条会定时销毁的消息，平台不允许对它这样做。`,
  "message-too-old-to-recall": () =>
    rich`这条消息已经超过可撤回的时间。需要的话，可以请企业管理员在管理后台调整撤回时限。`,
  "not-bots-to-recall": () =>
    rich`我在本群不是管理员，只能撤回自己发的消息。请群主把我设为管理员（群设置 › 群管理 › 群管理员）。`,
  "bot-not-in-chat": () => rich`我不在那个群里。请先把我加进群。`,
  "chat-gone": () => rich`这个群已经解散了。`,
  "chat-unknown": () => rich`找不到这个群，它可能已经解散。`,
  "chat-external": () =>
    rich`这是外部群，而我还没有开通对外共享能力。请应用管理员在开发者后台开通「对外共享」并发布新版本。`,
  "chat-other-tenant": () => rich`这个群属于另一个企业，我无权操作。`,
  "chat-kind-unsupported": () => rich`这种类型的会话不支持这项操作。`,
  "chat-muted": () =>
    rich`本群限制了发言，而我不在可发言的名单里。请群主允许我发言，或把我设为管理员。`,
  "chat-encrypted": () => rich`这是加密会话，机器人不能在这里操作。`,
  "topic-unknown": () => rich`这个话题已经不存在了。`,
  "topic-reply-unsupported": () => rich`本群不支持在话题里回复。请在群里直接发命令。`,
  "pin-for-admins-only": () =>
    rich`本群只允许群主和群管理员 Pin 消息，而我不是管理员。请群主把我设为管理员，或在群设置里放开 Pin 权限。`,
  "top-notice-for-admins-only": () =>
    rich`我没有管理本群置顶的权限。请群主把我设为管理员，或在群设置里放开置顶权限。`,
  "bot-lacks-role": () =>
    rich`我在本群的权限不够。请群主把我设为管理员（群设置 › 群管理 › 群管理员）。`,
  "app-unknown": () => rich`平台不认识我的应用。请运维核对配置里的应用 ID。`,
  "app-disabled": () => rich`我的应用在本企业被停用了。请企业管理员在管理后台启用它。`,
  "app-secret-wrong": () => rich`平台不接受我的密钥。请运维核对配置里的密钥。`,
  "bot-ability-off": () =>
    rich`我的应用没有开启机器人能力，或新版本还没发布。请应用管理员在开发者后台开启并发布。`,
  "scope-missing": ({ scopes }) =>
    scopes === undefined || scopes.length === 0
      ? rich`我的应用缺少所需的权限。请应用管理员在开发者后台 › 权限管理里开通，并发布新版本。`
      : rich`我的应用缺少权限 ${{ code: scopes.slice(0, 3).join(" / ") }}。请应用管理员在开发者后台 › 权限管理里开通其中一项，并发布新版本。`,
  "ip-not-allowed": () => rich`平台拒绝了我所在服务器的 IP。请应用管理员把它加进应用的 IP 白名单。`,
  "quota-used-up": () => rich`本月的接口调用额度用完了。下个月会恢复，或请企业管理员升级版本。`,
  "user-unavailable": () => rich`对方不在我的可用范围内。请应用管理员调整应用的可用范围。`,
  "user-unknown": () => rich`找不到这个人，可能已经离职。`,
  "user-from-other-app": () => rich`这个用户 ID 来自另一个应用，我认不出来。请改用 @ 提及。`,
  "token-rejected": () => rich`平台不接受我的凭证。请运维核对应用的配置。`,
  "content-too-long": () => rich`内容太长，平台发不出去。`,
  "content-refused": () => rich`内容被企业的安全规则拦截了。请换个说法。`,
  "content-invalid": () => rich`平台不接受我写的内容。这是我的问题，请转告运维。`,
  "attachment-invalid": () => rich`平台不接受这个附件。`,
  "reaction-refused": () => rich`我不能在这里添加表情。`,
  "reaction-unknown": () => rich`平台不认识这个表情。这是我的问题，请转告运维。`,
  "reaction-not-mine": () => rich`那个表情不是我加的，我不能取消。`,
  "answer-not-editable": () => rich`我之前的那条消息已经不能修改了。`,
  "too-fast": (facts) => rich`操作太频繁，平台要我慢一点。请约 ${seconds(facts)} 秒后再试。`,
  "in-progress": () => rich`同样的请求正在处理，请稍等。`,
  "platform-down": ({ inDoubt }) =>
    inDoubt
      ? rich`平台没有正常响应，我不确定是否已经生效。请看一眼结果，需要的话再试一次。`
      : rich`平台暂时没有正常响应。请稍后再试一次。`,
  timeout: () => rich`平台没有及时响应，我不确定是否已经生效。请看一眼结果，需要的话再试一次。`,
  cancelled: () => rich`操作被中断了。请再试一次。`,
  unknown: ({ logId }) =>
    logId === undefined
      ? rich`平台返回了一个我不认识的错误。请转告运维。`
      : rich`平台返回了一个我不认识的错误。请把下面的编号转给运维。`,
};
