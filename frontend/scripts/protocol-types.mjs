// Turns the protocol's JSON Schema (standard input) into TypeScript (standard output).
import { text } from "node:stream/consumers";
import { compile } from "json-schema-to-typescript";

const banner = "/** The protocol's messages. Made by `make types` from functions/protocol; not edited by hand. */";

const schema = JSON.parse(await text(process.stdin));
const types = await compile(schema, "Protocol", {
  additionalProperties: false,
  bannerComment: banner,
  unreachableDefinitions: true,
  style: { printWidth: 110 },
});
// the schema's own root holds nothing, and where a type was referenced from tells a reader nothing
process.stdout.write(
  types
    .replace(/export interface Protocol \{[^}]*\}\n/, "")
    .replace(/( \*\n)? \* This interface was referenced by `Protocol`'s JSON-Schema\n \* via the .*\n/g, ""),
);
