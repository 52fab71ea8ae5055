import type { Sentence } from "../answers/sentences.ts";
import type { Command, Powers } from "../command.ts";
import type { MessageId } from "../ids.ts";
import type { CommandStore } from "../patient-store.ts";
import type { CommandWrites } from "../pins/overtaken.ts";
import type { CallOptions } from "../platform.ts";
import { problem } from "../problem.ts";
import type { Records } from "../records/records.ts";
import { fail, ok, type Result } from "../result.ts";
import { shownOptions } from "../settings/chat-options.ts";
import { normal } from "../text/typed.ts";
import { whyCard } from "./explanation.ts";
import type { Tried } from "./lessons.ts";
import { standingOf } from "./permissions.ts";
import { roleOf } from "./roles.ts";
import { judge, type Situation } from "./situation.ts";

/** Everything a command may do, bound to its chat, its account and its deadline. */
export const powersFor = (binding: {
  readonly situation: Situation;
  readonly store: CommandStore;
  readonly writes: CommandWrites;
  readonly records: Records;
  readonly runnable: () => readonly Command[];
  readonly newToken: () => string;
  readonly options: CallOptions;
}): Powers => {
  const { situation, store, writes, records, options } = binding;
  const { platform, chat, sender, facts, memory } = situation;
  const { ports } = platform;
  const account = { platform: platform.platform, account: platform.account };
  const ref = (message: MessageId) => ({ chat, message });
  const configurable = situation.commands.filter(({ internal }) => !internal);

  const tried = async <T>(doing: Tried, attempt: Promise<Result<T>>): Promise<Result<T>> => {
    const result = await attempt;
    memory.lessons.learn(chat, doing, result.ok ? undefined : result.problem);
    return result;
  };
  const noBanner = () => Promise.resolve(fail(problem("chat-kind-unsupported")));

  return {
    pin: (message, how) => tried("pin", writes.pin(ref(message), { ...options, ...how })),
    unpin: (message) => tried("unpin", writes.unpin(ref(message), options)),
    recall: (message) => tried("recall", writes.recall(ref(message), options)),
    putTop: (message) =>
      tried("putTop", writes.topNotice?.put(ref(message), options) ?? noBanner()),
    removeTop: () => tried("removeTop", writes.topNotice?.remove(chat, options) ?? noBanner()),
    pins: () => ports.pins(chat, options),
    message: (message) => ports.message(ref(message), options),
    nameOf: async (user) => {
      const names = await ports.memberNames(chat, options);
      return names.ok ? names.value.get(user) : undefined;
    },
    isMember: async (user) =>
      roleOf(facts, user) === "member" ? ports.hasMember(chat, user, options) : ok(true),
    linkTo: (message) => platform.linkTo(ref(message)),
    rememberPin: records.rememberPin,
    forgetPin: records.forgetPin,
    rememberedPins: () => store.pins.list(account, chat),
    findCase: (number) => store.cases.get(account, chat, number),
    addNote: records.addNote,
    listCases: (query) => store.cases.list({ ...account, chat, ...query }),
    runnable: binding.runnable,
    commandNamed: (word) => {
      const name = normal(word).replace(/^\//u, "");
      return configurable.find((command) => [command.name, ...command.aliases].includes(name));
    },
    commandWords: () => configurable.flatMap(({ name, aliases }) => [name, ...aliases]),
    judge: (question) => judge(situation, { ...question, explaining: true }),
    grants: () =>
      situation.grants.filter(({ dueAtMs }) => dueAtMs === undefined || dueAtMs > situation.now()),
    giveGrant: records.giveGrant,
    takeGrants: records.takeGrants,
    lastDenial: async () => {
      if (sender === undefined) return undefined;
      const card = await store.cards.latest(account, { chat, kind: whyCard, requester: sender });
      // Written by this very program, as the sentence that explains a denial.
      return card && card.expiresAtMs > situation.now() ? (card.data as Sentence) : undefined;
    },
    roleOf: (user) => standingOf({ ...situation, nowMs: situation.now() }, user),
    chatOptions: (which) =>
      shownOptions(which === "now" ? situation.settings : situation.configured, configurable),
    changeOption: records.changeOption,
    examine: ({ selfTestKey }) =>
      situation.checkup({
        chat,
        settings: situation.settings,
        ...(selfTestKey === undefined || writes !== ports ? {} : { selfTestKey }),
        ...(sender === undefined ? {} : { by: sender }),
        options,
      }),
    newToken: binding.newToken,
  };
};
