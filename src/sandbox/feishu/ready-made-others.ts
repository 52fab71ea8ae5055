import { people } from "./ready-made-people.ts";
import { stableId } from "./world/ids.ts";
import type { SeedChat } from "./world/seed.ts";

const { liLei, hanMeimei, zhangWei, zhaoQiang, emma, daniel, sofia } = people;

/** Every message opens a thread or stays in one. */
export const topics: SeedChat = {
  chatId: stableId("oc", "tech-topics"),
  name: "技术话题",
  description: "一个话题一件事，结论写在最后一条",
  chatMode: "topic",
  groupMessageType: "thread",
  members: [
    { openId: zhaoQiang.openId, role: "owner" },
    { openId: zhangWei.openId, role: "admin" },
    { openId: liLei.openId, role: "member" },
    { openId: hanMeimei.openId, role: "member" },
    { openId: daniel.openId, role: "member" },
  ],
  botRole: "admin",
  messages: [
    {
      from: zhaoQiang.openId,
      minutesAgo: 720,
      text: "话题：Node 24 升级，要不要直接去掉构建步骤？",
    },
    {
      from: zhangWei.openId,
      minutesAgo: 700,
      text: "type stripping 已经稳定，启动快了 30% 左右。",
      replyTo: 0,
    },
    {
      from: daniel.openId,
      minutesAgo: 690,
      text: "+1, source maps are no longer a problem either.",
      replyTo: 0,
    },
    {
      from: zhaoQiang.openId,
      minutesAgo: 640,
      text: "结论：升级，CI 里保留类型检查。",
      replyTo: 0,
      pinnedBy: zhaoQiang.openId,
    },
    { from: zhangWei.openId, minutesAgo: 260, text: "话题：线上慢查询 Top 5" },
    {
      from: liLei.openId,
      minutesAgo: 255,
      text: "订单列表那条先加联合索引，(user_id, created_at)。",
      replyTo: 4,
    },
    {
      from: zhangWei.openId,
      minutesAgo: 240,
      text: "加完 p99 从 1.8s 降到 120ms。",
      replyTo: 4,
      reactions: [{ from: zhaoQiang.openId, emojiType: "AWESOMEN" }],
    },
    { from: hanMeimei.openId, minutesAgo: 35, text: "话题：新人入职的环境搭建文档谁来更新？" },
    {
      from: daniel.openId,
      minutesAgo: 28,
      text: "I can take it this week.",
      replyTo: 7,
      reactions: [{ from: hanMeimei.openId, emojiType: "THANKS" }],
    },
  ],
};

/** In English; the bot is admin. */
export const overseas: SeedChat = {
  chatId: stableId("oc", "overseas-team"),
  name: "Overseas Team",
  description: "London, Lagos, Milan and Hangzhou",
  external: false,
  members: [
    { openId: emma.openId, role: "owner" },
    { openId: daniel.openId, role: "admin" },
    { openId: hanMeimei.openId, role: "admin" },
    { openId: sofia.openId, role: "member" },
    { openId: zhaoQiang.openId, role: "member" },
    { openId: liLei.openId, role: "member" },
  ],
  botRole: "admin",
  messages: [
    {
      from: emma.openId,
      minutesAgo: 400,
      text: "Morning all! 3.0 goes live Thursday 10:00 UTC. Who covers the first six hours?",
    },
    { from: daniel.openId, minutesAgo: 395, text: "I can do 10:00–14:00.", replyTo: 0 },
    {
      from: sofia.openId,
      minutesAgo: 391,
      text: "And I take 14:00–18:00, no problem.",
      replyTo: 0,
      reactions: [{ from: emma.openId, emojiType: "THANKS" }],
    },
    {
      from: emma.openId,
      minutesAgo: 380,
      post: {
        title: "On-call for the 3.0 launch",
        content: [
          [{ tag: "text", text: "Thursday, all times UTC:", style: ["bold"] }],
          [
            { tag: "text", text: "10:00–14:00 " },
            { tag: "at", user_id: daniel.openId },
          ],
          [
            { tag: "text", text: "14:00–18:00 " },
            { tag: "at", user_id: sofia.openId },
          ],
          [
            { tag: "text", text: "Runbook: " },
            { tag: "a", text: "launch runbook", href: "https://example.com/runbook" },
          ],
        ],
      },
      pinnedBy: emma.openId,
    },
    {
      from: hanMeimei.openId,
      minutesAgo: 240,
      text: "The Hangzhou team is online until 16:00 UTC, call us any time. 电话打不通就在群里喊一声。",
    },
    {
      from: zhaoQiang.openId,
      minutesAgo: 236,
      text: "Feature flags are in place, each region can be switched off separately.",
    },
    {
      from: sofia.openId,
      minutesAgo: 120,
      text: "Italian translations are done except the payment screens, those strings landed late.",
    },
    {
      from: daniel.openId,
      minutesAgo: 117,
      text: "Could you list the missing keys? I will ping the payments folks.",
      replyTo: 6,
    },
    {
      from: sofia.openId,
      minutesAgo: 92,
      text: "payment.retry, payment.declined.title, payment.declined.body",
      replyTo: 7,
    },
    {
      from: liLei.openId,
      minutesAgo: 70,
      text: "Merged, they will be in tonight's build.",
      replyTo: 8,
      reactions: [{ from: sofia.openId, emojiType: "HEART" }],
    },
    {
      from: emma.openId,
      minutesAgo: 12,
      text: "Lovely. Last call for changes to the launch email, it goes to the agency at 5.",
    },
  ],
};
