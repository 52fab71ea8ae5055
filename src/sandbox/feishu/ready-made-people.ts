import { stableId } from "./world/ids.ts";
import type { SeedUser } from "./world/seed.ts";

function person(key: string, name: string, color: string): SeedUser {
  return { openId: stableId("ou", key), name, color };
}

/** The people of the ready-made groups; the same person has different roles in different groups. */
export const people = {
  liLei: person("li-lei", "李雷", "#3370FF"),
  hanMeimei: person("han-meimei", "韩梅梅", "#F54A93"),
  wangFang: person("wang-fang", "王芳", "#7F3BF5"),
  zhangWei: person("zhang-wei", "张伟", "#00A870"),
  chenJing: person("chen-jing", "陈静", "#FF8800"),
  zhaoQiang: person("zhao-qiang", "赵强", "#14C0FF"),
  liuYang: person("liu-yang", "刘洋", "#F5A623"),
  emma: person("emma-clarke", "Emma Clarke", "#D83931"),
  daniel: person("daniel-okafor", "Daniel Okafor", "#2EA121"),
  sofia: person("sofia-rossi", "Sofia Rossi", "#6425D0"),
} as const;
