import { asList, asObject, asText, type JsonObject } from "../model/json-view.ts";
import { language } from "../model/preferences.ts";

/** What the elements of one card share. */
export interface CardContext {
  readonly messageId: string;
  /** Inside of a form: what its fields hold, by their names. Outside: `null`. */
  readonly form: CardForm | null;
}

export interface CardForm {
  readonly values: Map<string, unknown>;
  /** Names of the fields that must not be empty. */
  readonly required: Set<string>;
  readonly reset: () => void;
}

/** The text of a text object (`{tag, content, i18n}`) in the reader's language. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  const object = asObject(value);
  const byLanguage = asObject(object.i18n_content ?? object.i18n);
  const translated = asText(byLanguage[language.value === "zh" ? "zh_cn" : "en_us"]);
  return translated || asText(object.content);
}

/** What an element does when it is used: cards 2.0 say it in `behaviors`, older ones in `value` and `url`. */
export interface Behaviour {
  /** What the app gets back; `undefined` when the element carries none. */
  readonly callbackValue: unknown;
  readonly sendsCallback: boolean;
  readonly url: string;
}

export function behaviourOf(element: JsonObject): Behaviour {
  const behaviors = asList(element.behaviors).map(asObject);
  const callback = behaviors.find((one) => one.type === "callback");
  const opening = behaviors.find((one) => one.type === "open_url");
  const multi = asObject(element.multi_url);
  const url =
    asText(opening?.default_url) ||
    asText(opening?.pc_url) ||
    asText(element.url) ||
    asText(multi.url);
  const sendsCallback =
    callback !== undefined || (behaviors.length === 0 && element.value !== undefined);
  return { callbackValue: callback?.value ?? element.value, sendsCallback, url };
}

/** The id of an element of a form as its value's name. */
export function fieldName(element: JsonObject): string {
  return asText(element.name);
}
