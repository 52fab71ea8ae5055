const colors = ["#7F3BF5", "#00A870", "#FF8800", "#3370FF", "#F54A93", "#14C0FF", "#D83931"];

/** The colour of an avatar, by its place in the list of people. */
export const colorAt = (index: number): string => colors[index % colors.length] ?? "#8F959E";
