import { asList, asObject, asText, type JsonObject, parseJson } from "./json-view.ts";
import { showToast, toastKind } from "./toasts.ts";
import { translate } from "./translate.ts";

/** A message typed by somebody; mentions are written `<at user_id="ou_…"></at>`. */
export interface Saying {
  readonly chat_id: string;
  readonly open_id: string;
  readonly text: string;
  readonly parent_id?: string;
}

/** A press on something in a card. */
export interface Click {
  readonly message_id: string;
  readonly open_id: string;
  /** The element's own value, exactly; left out when it has none. */
  readonly value?: unknown;
  readonly tag: string;
  readonly name?: string;
  readonly option?: string;
  readonly input_value?: string;
  readonly form_value?: JsonObject;
}

/** Says something in a chat; whether it was accepted. */
export async function say(saying: Saying): Promise<boolean> {
  return (await post("/sandbox/messages", saying)) !== null;
}

/** Presses something in a card and shows the toast that the app answered with; whether it was not refused. */
export async function click(press: Click): Promise<boolean> {
  const answer = await post("/sandbox/clicks", press);
  if (answer === null) return false;
  const toast = asObject(answer.toast);
  const text = asText(toast.content);
  const kind = toastKind(asText(toast.type));
  const code = asText(answer.error_code);
  if (text !== "") showToast(kind, text);
  else if (code !== "") showToast("error", translate("clickFailed", { code }));
  return code === "" && (text === "" || (kind !== "error" && kind !== "warning"));
}

/** Does something by hand, as a person in the client would; whether it was accepted. */
export async function act(action: { readonly action: string } & JsonObject): Promise<boolean> {
  return (await post("/sandbox/actions", action)) !== null;
}

/** The answer, or `null` after the reader was told why there is none. */
async function post(path: string, body: unknown): Promise<JsonObject | null> {
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const answer = asObject(parseJson(await response.text()));
    if (response.ok) return answer;
    showToast("error", problemText(answer) || translate("refused", { status: response.status }));
  } catch {
    showToast("error", translate("unreachable"));
  }
  return null;
}

function problemText(answer: JsonObject): string {
  const problems = asList(answer.problems).map(asText).filter(Boolean);
  if (problems.length > 0) return problems.join("\n");
  return asText(answer.message) || asText(answer.msg) || asText(answer.error);
}
