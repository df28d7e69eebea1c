import type { Result } from "./protocol.ts";

const PARTS_AT_ONCE = 4;

/** Fetches a result that comes in parts, numbered from 1, a few at a time, and joins them. */
export async function joinedResult(parts: number, fetchPart: (part: number) => Promise<string>): Promise<Result> {
  const texts: string[] = [];
  let next = 1;
  const fetchParts = async (): Promise<void> => {
    for (let part = next++; part <= parts; part = next++) texts[part - 1] = await fetchPart(part);
  };
  await Promise.all(Array.from({ length: Math.min(PARTS_AT_ONCE, parts) }, fetchParts));
  return JSON.parse(texts.join("")) as Result;
}
