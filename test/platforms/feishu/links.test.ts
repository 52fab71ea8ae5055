import { expect, test } from "vitest";
import type { ChatId, MessageId } from "../../../src/core/ids.ts";
import { linkTo, typedTarget } from "../../../src/platforms/feishu/links.ts";

const message = { kind: "message", message: "om_abc" };

test.each([
  ["om_abc"],
  ["https://applink.feishu.cn/client/chat/open?openChatId=oc_1&openMessageId=om_abc"],
  ["https://applink.larksuite.com/client/chat/open?openMessageId=om_abc"],
  ["https://www.feishu.cn/x?message_id=om_abc"],
  ["https://team.larkoffice.com/x?messageId=om_abc"],
  ["HTTPS://APPLINK.FEISHU.CN/x?openMessageId=om_abc"],
])("reads %s as a message", (word) => {
  expect(typedTarget(word, "feishu")).toEqual(message);
});

test("tells the link whose token nobody can resolve", () => {
  const word = "https://applink.feishu.cn/client/message/link/open?token=AmGkxyzABC%3D%3D";
  expect(typedTarget(word, "feishu")).toEqual({ kind: "opaque-link" });
});

test.each([
  ["om_a/../../chats/oc_1"],
  ["x/../../chats/oc_1"],
  ["x%2f..%2fchats"],
  [`om_${"x".repeat(5000)}`],
  ["oc_1"],
  ["https://www.feishu.cn/?openMessageId=om_a/../b"],
])("reads %s as meant for a target, but none", (word) => {
  expect(typedTarget(word, "feishu")).toEqual({ kind: "malformed" });
});

test.each([
  ["https://evil.example/?openMessageId=om_abc"],
  ["https://feishu.cn.evil.example/?openMessageId=om_abc"],
  ["https://evilfeishu.cn/?openMessageId=om_abc"],
  ["https://www.feishu.cn@evil.example/?openMessageId=om_abc"],
  ["https://www.feishu.cn:8443/?openMessageId=om_abc"],
  ["javascript:alert(1)//feishu.cn?openMessageId=om_abc"],
  ["https://www.feishu.cn/docx/abc"],
  ["9/10"],
  ["https://"],
  ["https://www.feishu.cn/"],
  [`https://www.feishu.cn/?openMessageId=om_abc&x=${"y".repeat(5000)}`],
  ["spam"],
  [""],
])("reads %s as no target", (word) => {
  expect(typedTarget(word, "feishu")).toEqual({ kind: "none" });
});

test.each([
  ["feishu", "https://applink.feishu.cn/client/chat/open"],
  ["lark", "https://applink.larksuite.com/client/chat/open"],
  ["https://open.corp.example/", "https://applink.corp.example/client/chat/open"],
  ["http://127.0.0.1:3400", "http://127.0.0.1:3400/client/chat/open"],
])("makes links for %s that it can read again", (domain, address) => {
  const ref = { chat: "oc_1" as ChatId, message: "om_abc" as MessageId };
  const link = linkTo(ref, domain);
  expect(link).toBe(`${address}?openChatId=oc_1&openMessageId=om_abc`);
  expect(typedTarget(link, domain)).toEqual(message);
});
