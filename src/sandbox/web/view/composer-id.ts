/** The id of the text field in which messages for a chat are typed. */
export function composerId(chatId: string): string {
  return `composer-${chatId}`;
}
