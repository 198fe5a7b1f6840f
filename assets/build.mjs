// Builds src/solmu/static from assets/src and the packages of the design system: one stylesheet, minified, and the
// typeface cut to the letters and weights that names and texts use. Run by `python3 run setup`.

import { cp, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { existsSync, readdirSync } from "node:fs";
import { gzipSync } from "node:zlib";
import path from "node:path";
import { build, transform } from "esbuild";
import subsetFont from "subset-font";

const here = path.dirname(fileURLToPath(import.meta.url));
const source = path.join(here, "src");
const target = path.join(here, "..", "src", "solmu", "static");
const making = `${target}.making`;
const out = path.join(making, "solmu");

// Letters of the languages written in Latin script in Europe, and the punctuation of Finnish, Swedish and English.
// A name in another script is shown in the reader's own typeface.
const BASIC = [[0x20, 0x7e], [0xa0, 0xff], [0x2010, 0x2015], [0x2018, 0x201e], [0x2020, 0x2022], [0x2026, 0x2026], [0x2030, 0x2030], [0x2032, 0x2033], [0x2039, 0x203a], [0x20ac, 0x20ac], [0x2190, 0x2193], [0x2212, 0x2212]];
const EXTENDED = [[0x100, 0x17f], [0x18f, 0x18f], [0x1e6, 0x1e7], [0x218, 0x21b], [0x259, 0x259], [0x1e9e, 0x1e9e]];
const BROWSERS = ["es2022", "chrome111", "firefox113", "safari16.4"];
const WEIGHTS = { min: 400, max: 700 };

const characters = (ranges) => ranges.map(([first, last]) => {
  let text = "";
  for (let point = first; point <= last; point += 1) text += String.fromCodePoint(point);
  return text;
}).join("");

// For the pictures that are set by typst, which reads TrueType of one weight and looks for a letter in one font of a
// family alone: so the rest of the letters is a family of its own.
const PICTURE_WEIGHTS = [400, 600];
const FAMILY = "Source Sans 3", REST = "Solmu Letters";

function named(font, part) {
  if (part === "latin") return font;
  for (const encoding of ["latin1", "utf16be"]) {
    const [from, to] = [FAMILY, REST].map((name) => (encoding === "latin1" ? Buffer.from(name, "latin1") : Buffer.from(name, "utf16le").swap16()));
    for (let at = font.indexOf(from); at >= 0; at = font.indexOf(from, at + 1)) to.copy(font, at);
  }
  return font;
}

async function cutTypeface() {
  const folder = path.join(here, "node_modules", "@fontsource-variable", "source-sans-3", "files");
  await mkdir(path.join(out, "fonts"), { recursive: true });
  for (const [part, ranges] of [["latin", BASIC], ["latin-ext", EXTENDED]]) {
    const whole = await readFile(path.join(folder, `source-sans-3-${part}-wght-normal.woff2`));
    const cut = await subsetFont(whole, characters(ranges), { targetFormat: "woff2", variationAxes: { wght: WEIGHTS } });
    await writeFile(path.join(out, "fonts", `source-sans-3-${part}.woff2`), cut);
    for (const wght of PICTURE_WEIGHTS) {
      const still = await subsetFont(whole, characters(ranges), { targetFormat: "sfnt", variationAxes: { wght } });
      await writeFile(path.join(out, "fonts", `source-sans-3-${part}-${wght}.ttf`), named(still, part));
    }
  }
  await cp(path.join(folder, "..", "LICENSE"), path.join(out, "fonts", "LICENSE"));
}

// The theme declares every token of the design system; a reader is sent those that some rule uses.
function withoutIdleTokens(css) {
  const declared = /(?<=[{;])(--ds-[\w-]+|--_ds-[\w-]+):[^;{}]*(;|(?=\}))/g;
  for (let before = ""; before !== css;) {
    before = css;
    const used = new Set([...css.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name));
    css = css.replace(declared, (whole, name) => (used.has(name) ? whole : ""));
  }
  return css;
}

async function bundle() {
  // One stylesheet or script per file at the top of assets/src; folders hold what they import.
  const entries = readdirSync(source).filter((name) => /\.(css|js|mjs)$/.test(name));
  await build({
    entryPoints: entries.map((name) => path.join(source, name)),
    outdir: out,
    bundle: true,
    minify: true,
    logLevel: "warning",
    target: BROWSERS,
    external: ["/static/*", "*.woff2"],
    loader: { ".svg": "dataurl" },
    legalComments: "none",
  });
  for (const name of readdirSync(out).filter((name) => name.endsWith(".css"))) {
    const file = path.join(out, name);
    const { code } = await transform(withoutIdleTokens(await readFile(file, "utf8")), { loader: "css", minify: true, target: BROWSERS });
    await writeFile(file, code);
  }
  for (const name of ["images", "icons"]) {
    const folder = path.join(source, name);
    if (existsSync(folder)) await cp(folder, path.join(out, name), { recursive: true });
  }
}

// A compressed twin beside every text, which WhiteNoise sends to whoever takes it.
async function compressTexts() {
  for (const name of readdirSync(out, { recursive: true }).filter((name) => /\.(css|js|svg)$/.test(name))) {
    const file = path.join(out, name);
    await writeFile(`${file}.gz`, gzipSync(await readFile(file), { level: 9 }));
  }
}

await rm(making, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await Promise.all([bundle(), cutTypeface()]);
await compressTexts();
// Whoever reads the folder now sees the old one or the new one, whole.
await rm(target, { recursive: true, force: true });
await rename(making, target);
