import type { PastClock } from "../past-clock.ts";
import type { ImkitStandIn } from "./stand-in.ts";

/** The same after each start, so that addresses of the page stay good. */
const roomId = "65f0a3c29b1d4e7f8a6b5c4d";
const people = {
  lin: "client-lin-wan",
  zhou: "client-zhou-ming",
  gu: "client-gu-xiaoyu",
  he: "client-he-jia",
  song: "client-song-yi",
} as const;

type PersonKey = keyof typeof people;

const names: Readonly<Record<PersonKey, string>> = {
  lin: "林晚",
  zhou: "周明",
  gu: "顾小雨",
  he: "何佳",
  song: "宋毅",
};

interface Line {
  readonly from: PersonKey;
  readonly minutesAgo: number;
  readonly text: string;
  /** Index of an earlier line. */
  readonly replyTo?: number;
}

const talk: readonly Line[] = [
  { from: "he", minutesAgo: 96, text: "早上好，昨晚下的订单一直停在「待出库」，能帮我看一下吗？" },
  { from: "zhou", minutesAgo: 93, text: "您好，麻烦把订单号发一下，我来查。" },
  { from: "he", minutesAgo: 92, text: "订单号是 SO-20871。" },
  {
    from: "zhou",
    minutesAgo: 84,
    text: "查到了：仓库今天上午盘点，下午两点统一出库，今晚就能看到物流信息。",
    replyTo: 2,
  },
  { from: "he", minutesAgo: 82, text: "好的，谢谢！" },
  {
    from: "lin",
    minutesAgo: 47,
    text: "通知：周六 22:00–24:00 系统维护，期间不能下单，已付款的订单不受影响。",
  },
  { from: "song", minutesAgo: 31, text: "发票抬头填错了，还能改吗？" },
  {
    from: "gu",
    minutesAgo: 28,
    text: "可以的，开票后 30 天内都能换开，把新抬头发给我就行。",
    replyTo: 6,
  },
  { from: "song", minutesAgo: 12, text: "太好了，我晚点发过来。" },
  { from: "song", minutesAgo: 6, text: "【广告】加微信领 888 元红包，先到先得" },
];

/** The room that an IMKit stand-in begins with in the sandbox: owner, two managers (one of them the bot), customers. */
export const fillImkit = ({ control }: ImkitStandIn, clock: PastClock): { room: string } => {
  for (const [key, id] of Object.entries(people)) control.addUser(id, names[key as PersonKey]);
  clock.goBack(120);
  const room = control.addRoom({
    id: roomId,
    name: "客户支持室",
    owner: people.lin,
    managers: [people.zhou],
    members: [people.gu, people.he, people.song],
    bot: "manager",
  });
  const written: string[] = [];
  for (const { from, minutesAgo, text, replyTo } of talk) {
    clock.goBack(minutesAgo);
    const reply = replyTo === undefined ? undefined : written[replyTo];
    written.push(
      control.write({
        room,
        user: people[from],
        text,
        deliver: false,
        ...(reply === undefined ? {} : { reply }),
      }),
    );
  }
  clock.comeBack();
  return { room };
};
