import { asList, asObject, asText, type JsonObject } from "./json-view.ts";

/** A rich (`post`) message: a title and lines of elements, each element as the platform writes it. */
export interface PostContent {
  readonly title: string;
  readonly lines: readonly (readonly JsonObject[])[];
}

/** Reads the content of a `post`, with or without the wrapper by language (`zh_cn`, `en_us`, …). */
export function postContent(content: unknown): PostContent {
  const outer = asObject(content);
  const wrapped = Object.values(outer)
    .map(asObject)
    .find((inner) => Array.isArray(inner.content));
  const post = Array.isArray(outer.content) ? outer : (wrapped ?? outer);
  return {
    title: asText(post.title),
    lines: asList(post.content).map((line) => asList(line).map(asObject)),
  };
}
