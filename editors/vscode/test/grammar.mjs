// Checks the scopes that the grammar gives to the tokens of a small net.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const oniguruma = require("vscode-oniguruma");
const { INITIAL, parseRawGrammar, Registry } = require("vscode-textmate");

const expected = [
  ["# bnlint: ignore[BN101] why", { "# ": "comment", "bnlint:": "directive", BN101: "constant.other.rule", " why": "comment" }],
  ['name: "net"  # its name', { name: "property", '"': "string", net: "string", " its name": "comment" }],
  ["layer {", { layer: "tag", "{": "block" }],
  ['  type: "BatchNorm"', { type: "property", '"BatchNorm"': "support.class" }],
  ["  batch_norm_param: { eps: 1e-5 use_global_stats: true }", { batch_norm_param: "tag", eps: "property", "1e-5": "numeric", true: "boolean" }],
  ["  param < lr_mult: -0.5 >", { param: "tag", "-0.5": "numeric" }],
  ["  include { phase: TEST }", { include: "tag", phase: "property", TEST: "enummember" }],
  ["  pool: MAX_2 stride:[1, 2]", { MAX_2: "enummember", stride: "property", 1: "numeric", ",": "separator" }],
  ["  top: 'a\\n#b", { "\\n": "escape", "#b": "string" }],
  ["}", { "}": "block" }],
];

await oniguruma.loadWASM(readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm")).buffer);
const path = new URL("../syntaxes/prototxt.tmLanguage.json", import.meta.url);
const registry = new Registry({
  onigLib: Promise.resolve({
    createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text) => new oniguruma.OnigString(text),
  }),
  loadGrammar: async () => parseRawGrammar(readFileSync(path, "utf8"), path.pathname),
});
const grammar = await registry.loadGrammar("source.prototxt");

let stack = INITIAL;
for (const [line, scopes] of expected) {
  const read = grammar.tokenizeLine(line, stack);
  stack = read.ruleStack;
  const tokens = read.tokens.map((each) => [line.slice(each.startIndex, each.endIndex), each.scopes.join(" ")]);
  for (const [text, scope] of Object.entries(scopes)) {
    const found = tokens.find((token) => token[0] === text) ?? tokens.find((token) => token[0].trim() === text.trim());
    assert.ok(found?.[1].includes(scope), `${line}: ${text} should be ${scope}: ${JSON.stringify(tokens)}`);
  }
}
console.log(`${expected.length} lines have the expected scopes`);
