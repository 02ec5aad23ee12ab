// Bundles the extension into out/extension.js, and the licenses of the bundled packages into out/LICENSES.txt.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const { metafile } = await build({
  entryPoints: ["src/extension.ts"],
  outfile: "out/extension.js",
  bundle: true,
  minify: true,
  platform: "node",
  format: "cjs",
  target: "node18",
  external: ["vscode"],
  metafile: true,
});

const folder = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;
const bundled = new Set(Object.keys(metafile.inputs).map((path) => folder.exec(path)?.[1]).filter(Boolean));
const notices = [...bundled].sort().map((path) => {
  const { name, version, license } = JSON.parse(readFileSync(`${path}/package.json`, "utf8"));
  const file = readdirSync(path).find((each) => /^licen[sc]e/i.test(each));
  const text = file && existsSync(`${path}/${file}`) ? readFileSync(`${path}/${file}`, "utf8").trim() : "";
  return `${name} ${version} (${license})\n\n${text}\n`;
});
writeFileSync("out/LICENSES.txt", notices.join(`\n${"-".repeat(80)}\n\n`));
