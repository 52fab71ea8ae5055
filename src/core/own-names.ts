/** Names that people use for the bot whatever its account is called. */
export const ownNames = ["Steward", "群管家"] as const;
