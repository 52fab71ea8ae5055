const pattern = /^([0-9a-f]{32})\.([a-z][a-z0-9.-]{0,63})$/;

/** What a control sends back when it is used: the card's token, and which of its controls it is. */
export const controlToken = (card: string, control: string): string => `${card}.${control}`;

/** Reads what a click sent, which may be anything; `undefined` for what no control of ours sends. */
export const readControlToken = (
  sent: unknown,
): { readonly card: string; readonly control: string } | undefined => {
  const match = typeof sent === "string" ? pattern.exec(sent) : null;
  return match?.[1] === undefined || match[2] === undefined
    ? undefined
    : { card: match[1], control: match[2] };
};
