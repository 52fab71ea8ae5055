/** Type and picture in turns. */
const table = `
  OK 👌 THUMBSUP 👍 THANKS 🙏 MUSCLE 💪 FINGERHEART 🫰 APPLAUSE 👏 FISTBUMP 🤜
  JIAYI ➕ DONE ✅ SMILE 😄 BLUSH 😊 LAUGH 😆 SMIRK 😏 LOL 😂
  FACEPALM 🤦 LOVE 😍 WINK 😉 PROUD 😌 SMART 🤓 SCOWL 😠 THINKING 🤔
  SOB 😭 CRY 😢 ERROR ⚠️ SPEECHLESS 😶 JOYFUL 😁 WOW 😮 YEAH ✌️
  TEARS 🥲 EMBARRASSED 😳 KISS 😘 SMOOCH 😚 DROOL 🤤 OBSESSED 🤩 MONEY 🤑
  CLAP 👏 PRAISE 🙌 STRIVE ✊ SILENT 🤐 WAVE 👋 WHAT ❓ FROWN 🙁
  SHY ☺️ DIZZY 😵 CHUCKLE 🤭 WAIL 😫 CRAZY 🤪 WHIMPER 🥺 HUG 🤗
  ANGRY 😡 HAMMER 🔨 SHOCKED 😱 TERROR 😨 PETRIFIED 🗿 SKULL 💀 SWEAT 😅
  SHHH 🤫 SLEEP 😴 DROWSY 😪 YAWN 🥱 SICK 🤒 PUKE 🤮 HEADSET 🎧
  Sigh 😮‍💨 Typing ⌨️ Lemon 🍋 Get 🤝 LGTM 💯 OnIt 🏃 OneSecond ☝️
  YouAreTheBest 🏅 SALUTE 🫡 SHAKE 🤝 HIGHFIVE 🙏 ThumbsDown 👎 SLIGHT 🙂 TONGUE 😛
  EYESCLOSED 😑 BEAR 🐻 BULL 🐂 ROSE 🌹 HEART ❤️ PARTY 🎉 LIPS 💋
  BEER 🍻 CAKE 🎂 GIFT 🎁 CUCUMBER 🥒 Drumstick 🍗 Pepper 🌶️ BubbleTea 🧋
  Coffee ☕ Yes 🙆 No 🙅 OKR 🎯 CheckMark ✔️ CrossMark ❌ MinusOne ➖
  Hundred 💯 AWESOMEN 😎 Pin 📌 Alarm ⏰ Loudspeaker 📢 Trophy 🏆 Fire 🔥
  BOMB 💣 Music 🎵 XmasTree 🎄 Snowman ⛄ XmasHat 🎅 FIREWORKS 🎆 REDPACKET 🧧
  LUCK 🍀 FIRECRACKER 🧨 HEARTBROKEN 💔 POOP 💩 StatusFlashOfInspiration 💡 18X 🔞 CLEAVER 🔪
  Soccer ⚽ Basketball 🏀 StatusReading 📖 StatusInFlight ✈️ StatusBus 🚌 GeneralSun ☀️ GeneralMoonRest 🌙
  MoonRabbit 🐇 Mooncake 🥮 TV 📺 Movie 🎬 Pumpkin 🎃
`;

const glyphs: ReadonlyMap<string, string> = new Map(
  [...table.matchAll(/(\S+)\s+(\S+)/g)].map(([, emojiType = "", glyph = ""]) => [emojiType, glyph]),
);

/** The picture for one of the platform's emoji types; types without one are written out, `:Like:this`. */
export function emojiGlyph(emojiType: string): string {
  return glyphs.get(emojiType) ?? `:${emojiType}:`;
}

/** The reactions offered on a message, most used first. */
export const quickReactions: readonly string[] = [
  "THUMBSUP",
  "OK",
  "DONE",
  "SMILE",
  "HEART",
  "APPLAUSE",
  "CheckMark",
  "CrossMark",
  "OnIt",
  "OneSecond",
  "Get",
  "LGTM",
];
