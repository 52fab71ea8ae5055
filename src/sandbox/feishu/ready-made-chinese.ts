import { people } from "./ready-made-people.ts";
import { stableId } from "./world/ids.ts";
import type { SeedChat } from "./world/seed.ts";

const { liLei, hanMeimei, wangFang, zhangWei, chenJing, zhaoQiang, liuYang } = people;
const at = (openId: string): string => `<at user_id="${openId}"></at>`;

/** The bot is admin and everybody may pin. */
export const launch: SeedChat = {
  chatId: stableId("oc", "product-launch"),
  name: "产品发布群",
  description: "3.0 发布前后的协调都在这里",
  members: [
    { openId: liLei.openId, role: "owner" },
    { openId: hanMeimei.openId, role: "admin" },
    { openId: wangFang.openId, role: "admin" },
    { openId: zhangWei.openId, role: "member" },
    { openId: chenJing.openId, role: "member" },
    { openId: zhaoQiang.openId, role: "member" },
    { openId: liuYang.openId, role: "member" },
  ],
  botRole: "admin",
  messages: [
    {
      from: liLei.openId,
      minutesAgo: 190,
      text: "早上好，3.0 定在周四 18:00 发布，今天把剩下的事过一遍。",
    },
    {
      from: hanMeimei.openId,
      minutesAgo: 184,
      post: {
        title: "3.0 发布清单",
        content: [
          [{ tag: "text", text: "发布前请各自确认：", style: ["bold"] }],
          [
            { tag: "text", text: "1. 回归测试 " },
            { tag: "at", user_id: zhangWei.openId },
          ],
          [
            { tag: "text", text: "2. 更新日志与帮助文档 " },
            { tag: "at", user_id: chenJing.openId },
          ],
          [
            { tag: "text", text: "3. 灰度计划见 " },
            { tag: "a", text: "发布手册", href: "https://example.com/release-handbook" },
          ],
          [{ tag: "text", text: "有问题直接在群里说，不要私聊我。" }],
        ],
      },
      pinnedBy: hanMeimei.openId,
      reactions: [
        { from: zhangWei.openId, emojiType: "OK" },
        { from: chenJing.openId, emojiType: "OK" },
        { from: liLei.openId, emojiType: "THUMBSUP" },
      ],
    },
    {
      from: zhangWei.openId,
      minutesAgo: 171,
      text: "回归跑到 82%，支付模块还有两个 flaky case，下午能收尾。",
    },
    {
      from: chenJing.openId,
      minutesAgo: 168,
      text: "文档今晚给初稿。changelog 要不要中英双语？",
      replyTo: 1,
    },
    { from: hanMeimei.openId, minutesAgo: 166, text: "要，海外版同一天上线。", replyTo: 3 },
    {
      from: zhaoQiang.openId,
      minutesAgo: 121,
      text: "灰度方案我整理了一下：第一天只放内部员工和 2% 的新注册用户，观察崩溃率、首屏耗时和支付成功率三个指标；第二天如果崩溃率低于 0.1%、支付成功率不低于 99.5%，放到 20%，同时打开新的搜索入口；第三天放到 50%，这一步要留出半天时间看客服工单，尤其是「找不到历史订单」这一类，上次改版就是在这里翻的车；第四天全量。任何一步指标不达标就回滚到上一档，回滚由值班同学直接操作，不需要再等审批，操作完在群里同步即可。数据看板的链接晚点发出来，大家先看看有没有遗漏。",
      reactions: [
        { from: hanMeimei.openId, emojiType: "LGTM" },
        { from: wangFang.openId, emojiType: "THUMBSUP" },
      ],
    },
    {
      from: wangFang.openId,
      minutesAgo: 112,
      text: `${at(zhaoQiang.openId)} 回滚后的数据要不要补偿？补偿脚本去年的还能用吗`,
    },
    {
      from: zhaoQiang.openId,
      minutesAgo: 109,
      text: "能用，我昨天在 staging 跑过一遍，脚本在 repo 的 tools/backfill 里。",
      replyTo: 6,
    },
    {
      from: liuYang.openId,
      minutesAgo: 64,
      text: "应用商店截图已经换好，Google Play 审核通过 ✅ App Store 还在 In Review",
    },
    {
      from: liLei.openId,
      minutesAgo: 41,
      text: "值班表：周四 18:00–24:00 张伟、赵强；周五白天刘洋。电话保持畅通。",
    },
    {
      from: zhangWei.openId,
      minutesAgo: 18,
      text: "支付模块那两个 case 修好了，回归 100% 🎉",
      reactions: [{ from: liLei.openId, emojiType: "PARTY" }],
    },
    {
      from: chenJing.openId,
      minutesAgo: 6,
      text: "更新日志初稿好了，麻烦各位看看有没有写错的地方。",
    },
  ],
};

/** The bot is a plain member: it can pin, and recall only its own messages. */
export const marketing: SeedChat = {
  chatId: stableId("oc", "marketing-chat"),
  name: "市场部闲聊",
  description: "聊点轻松的，也可以聊工作",
  members: [
    { openId: wangFang.openId, role: "owner" },
    { openId: chenJing.openId, role: "admin" },
    { openId: liuYang.openId, role: "member" },
    { openId: liLei.openId, role: "member" },
    { openId: hanMeimei.openId, role: "member" },
  ],
  botRole: "member",
  messages: [
    { from: liuYang.openId, minutesAgo: 300, text: "楼下新开的那家 brunch 有人去过吗" },
    { from: chenJing.openId, minutesAgo: 297, text: "去了，班尼迪克蛋不错，咖啡一般", replyTo: 0 },
    {
      from: wangFang.openId,
      minutesAgo: 290,
      text: "那中午一起？我请，庆祝上周的投放 ROI 破 3 了",
      reactions: [
        { from: chenJing.openId, emojiType: "LOVE" },
        { from: liuYang.openId, emojiType: "YEAH" },
      ],
    },
    { from: liLei.openId, minutesAgo: 288, text: "加我一个！" },
    {
      from: hanMeimei.openId,
      minutesAgo: 180,
      text: "周五团建地点投票：A 西湖骑行 B 剧本杀 C 在家躺着",
    },
    { from: liuYang.openId, minutesAgo: 177, text: "C", replyTo: 4 },
    {
      from: chenJing.openId,
      minutesAgo: 176,
      text: "A！天气预报说周五 22 度，不出门可惜了",
      replyTo: 4,
    },
    {
      from: wangFang.openId,
      minutesAgo: 55,
      text: "KOL 名单第二版发到共享盘了，优先看前 20 个，预算控制在 15w 以内。",
    },
    {
      from: chenJing.openId,
      minutesAgo: 50,
      text: "收到，下班前给反馈",
      replyTo: 7,
      reactions: [{ from: wangFang.openId, emojiType: "OK" }],
    },
    { from: liuYang.openId, minutesAgo: 11, text: "有人看到我的 Type-C 线吗，白色的，贴了小黄鸭" },
  ],
};

/** Only owner and admins may pin, and the bot is neither: pinning answers 230046. */
export const announcements: SeedChat = {
  chatId: stableId("oc", "announcements"),
  name: "公告群",
  description: "行政与人事通知",
  pinPermission: "only_owner",
  members: [
    { openId: hanMeimei.openId, role: "owner" },
    { openId: liLei.openId, role: "admin" },
    { openId: wangFang.openId, role: "admin" },
    { openId: zhangWei.openId, role: "member" },
    { openId: chenJing.openId, role: "member" },
    { openId: liuYang.openId, role: "member" },
  ],
  botRole: "member",
  messages: [
    {
      from: hanMeimei.openId,
      minutesAgo: 2_900,
      text: "【放假通知】清明节 4 月 4 日至 6 日放假，共 3 天，请提前安排好工作交接。",
      pinnedBy: hanMeimei.openId,
    },
    { from: liuYang.openId, minutesAgo: 2_880, text: "请问调休要提前多久申请？", replyTo: 0 },
    {
      from: hanMeimei.openId,
      minutesAgo: 2_876,
      text: "至少提前两个工作日，在 OA 里提交。",
      replyTo: 1,
    },
    {
      from: liLei.openId,
      minutesAgo: 1_500,
      post: {
        title: "办公室网络维护",
        content: [
          [
            {
              tag: "text",
              text: "本周六 9:00–12:00 更换核心交换机，期间 Wi-Fi 与有线网络不可用。",
            },
          ],
          [
            { tag: "text", text: "需要加班的同学请使用 " },
            { tag: "text", text: "5 楼备用网络", style: ["bold"] },
            { tag: "text", text: "。" },
          ],
        ],
      },
    },
    { from: zhangWei.openId, minutesAgo: 1_490, text: "VPN 也会断吗？", replyTo: 3 },
    { from: liLei.openId, minutesAgo: 1_484, text: "VPN 走云上，不受影响。", replyTo: 4 },
    { from: wangFang.openId, minutesAgo: 320, text: "体检报告已寄到前台，请带工牌领取。" },
    { from: chenJing.openId, minutesAgo: 140, text: "收到，谢谢！", replyTo: 6 },
    {
      from: hanMeimei.openId,
      minutesAgo: 30,
      text: "新版差旅报销制度下周一生效，附件在知识库「行政 / 制度」里，请大家抽空看一遍。",
    },
  ],
};
