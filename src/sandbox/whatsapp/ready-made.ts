import type { PastClock } from "../past-clock.ts";
import type { RyzeapiStandIn } from "./stand-in.ts";

/** The same after each start, so that addresses of the page stay good; no such numbers are given out. */
const groupJid = "120363000000000042@g.us";
const facts = {
  rosa: { name: "Rosa Almeida", jid: "15550100101@s.whatsapp.net" },
  tom: { name: "Tom Whitfield", jid: "15550100102@s.whatsapp.net" },
  ines: { name: "Inês Duarte", jid: "15550100103@s.whatsapp.net" },
  paul: { name: "Paul Okoye", jid: "15550100104@s.whatsapp.net" },
  mila: { name: "Mila Novak", jid: "15550100105@s.whatsapp.net" },
} as const;

type PersonKey = keyof typeof facts;

interface Line {
  readonly from: PersonKey;
  readonly minutesAgo: number;
  readonly text: string;
  /** Index of an earlier line. */
  readonly replyTo?: number;
  readonly pinnedBy?: PersonKey;
}

const dayMs = 86_400_000;

const talk: readonly Line[] = [
  {
    from: "rosa",
    minutesAgo: 150,
    text: "*Work day on Saturday* from 9:00. Bring gloves, and water if it is this hot again.",
    pinnedBy: "rosa",
  },
  { from: "paul", minutesAgo: 131, text: "I can bring the big wheelbarrow." },
  { from: "mila", minutesAgo: 128, text: "Perfect, the compost has to move anyway", replyTo: 1 },
  {
    from: "tom",
    minutesAgo: 74,
    text: "The tap by bed 12 drips again. Please close it with the lever, not the handle.",
  },
  { from: "ines", minutesAgo: 70, text: "Done. I put a note on it too." },
  {
    from: "tom",
    minutesAgo: 44,
    text: "Watering rota for July: beds 1–6 on even days, beds 7–14 on odd days.",
  },
  { from: "paul", minutesAgo: 39, text: "Can somebody swap the 9th with me?" },
  { from: "ines", minutesAgo: 35, text: "Yes, I take the 9th, you take the 12th", replyTo: 6 },
  { from: "mila", minutesAgo: 9, text: "FREE seeds, click now: http://cheap-seeds.example/win" },
];

/** The group that a WhatsApp stand-in begins with in the sandbox: its maker, an admin, the bot as one, members. */
export const fillWhatsapp = (
  { control }: RyzeapiStandIn,
  clock: PastClock,
): { readonly group: string } => {
  const people = Object.fromEntries(
    Object.entries(facts).map(([key, person]) => [key, control.addPerson(person)]),
  ) as Record<PersonKey, ReturnType<typeof control.addPerson>>;
  const group = control.addGroup({
    name: "Community garden",
    jid: groupJid,
    owner: people.rosa,
    admins: [people.tom],
    members: [people.ines, people.paul, people.mila],
    bot: "admin",
    adminsOnlyPin: true,
  });
  const written: string[] = [];
  for (const { from, minutesAgo, text, replyTo, pinnedBy } of talk) {
    clock.goBack(minutesAgo);
    const parent = replyTo === undefined ? undefined : written[replyTo];
    const { id } = control.say({
      by: people[from],
      chat: group.jid,
      text,
      ...(parent === undefined ? {} : { replyTo: parent }),
    });
    written.push(id);
    if (pinnedBy !== undefined) control.pin(id, people[pinnedBy], 7 * dayMs);
  }
  clock.comeBack();
  return { group: group.jid };
};
