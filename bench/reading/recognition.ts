/**
 * Speed, memory and word recall of character recognition, on scans with an expected text and on pages drawn from PDFs
 * whose text layer is the truth (grey, with grain, as JPEG, 200 dots an inch):
 * `node bench/reading/recognition.ts [folder] [--dpi 150]`. Milliseconds are those of the processor, in a warm process;
 * memory is the peak of a confined parser process that reads the same pages (at the resolution of the tunables).
 */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { LiteParse } from '@llamaindex/liteparse';
import sharp from 'sharp';
import { readText } from '../../eval/reading/expected-text.ts';
import { bigramRecall, type ScoredText, wordRecall } from '../../eval/reading/scorers.ts';
import { createParserPool } from '../../src/adapters/parsers/parser-pool.ts';
import { readDocument } from '../../src/adapters/parsers/read-document.ts';
import { layOutLanguageData } from '../../src/adapters/parsers/recognition/language-data.ts';
import { peakOfChildren } from '../../src/adapters/process-tree/process-tree.ts';
import { overrideTunable } from '../retrieval/override-tunable.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { dpi: { type: 'string', default: '150' } },
});
const folder = positionals[0] ?? join(import.meta.dirname, '../../../shared/data/documents');
const dpi = Number(values.dpi);
overrideTunable(`recognition.dotsPerInch=${dpi}`);
overrideTunable(`recognition.longSide.least=${Math.round(dpi * 11.69)}`);
overrideTunable(`recognition.longSide.most=${Math.round(dpi * 16.53)}`);

const scans = ['OCRmyPDF__linn.pdf', 'test__phototest.tif'];
const printed: readonly (readonly [file: string, pages: readonly number[]])[] = [
  ['doc__CCTP_marché produit.pdf', [3, 6, 9]],
  ['doc__CCAP_marché produit.pdf', [12, 20]],
  ['demarches-simp__piece_justificative_0.pdf', [2, 5]],
  ['unstructured__fr_olap.pdf', [2, 5]],
  ['accessibilite__rgaa4-2019-exemple-declaration.pdf', [4]],
  ['docling__multi_page.pdf', [2]],
  ['unstructured__multi-column-2p.pdf', [1]],
];

type Sample = { readonly name: string; readonly bytes: Uint8Array; readonly expected: ScoredText };

const samples: Sample[] = scans.map((name) => ({
  name,
  bytes: readFileSync(join(folder, name)),
  expected: { text: readFileSync(join(folder, `${name}.expected.txt`), 'utf8'), cells: [] },
}));
for (const [file, pages] of printed) samples.push(...(await samplesOf(file, pages)));

const temporary = mkdtempSync(join(tmpdir(), 'sourcier-recognition-'));
const languageData = await layOutLanguageData(join(temporary, 'tessdata'));
if (languageData === null) throw new Error('the language data could not be laid out');
const [warm] = samples;
if (warm) await readDocument(warm.bytes, { name: warm.name, recognise: { languageData } });
const rows: { readonly ms: number; readonly words: number; readonly bigrams: number }[] = [];
for (const { name, bytes, expected } of samples) {
  const before = process.cpuUsage();
  const read = await readDocument(bytes, { name, recognise: { languageData } });
  const { user, system } = process.cpuUsage(before);
  const found = readText(read.outcome === 'parsed' ? read.document : { blocks: [] });
  const words = wordRecall(expected, found).score ?? 0;
  const bigrams = bigramRecall(expected, found).score ?? 0;
  const ms = Math.round((user + system) / 1000);
  console.log(`${name} · ${ms} ms · word recall ${words.toFixed(3)} · bigram recall ${bigrams.toFixed(3)}`);
  rows.push({ ms, words, bigrams });
}
const mean = (of: (row: (typeof rows)[number]) => number) =>
  rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
console.log(
  JSON.stringify({
    dpi,
    pages: rows.length,
    msPerPage: Math.round(mean(({ ms }) => ms)),
    slowestMs: Math.max(...rows.map(({ ms }) => ms)),
    wordRecall: Number(mean(({ words }) => words).toFixed(3)),
    bigramRecall: Number(mean(({ bigrams }) => bigrams).toFixed(3)),
    peakMegabytes: await peakMegabytes(languageData),
  }),
);
rmSync(temporary, { recursive: true });

/** Pages of a PDF as scans of a page each, with the text of their layer. */
async function samplesOf(file: string, pages: readonly number[]): Promise<Sample[]> {
  const pdf = readFileSync(join(folder, file));
  const drawer = new LiteParse({ ocrEnabled: false, dpi: 200, quiet: true });
  const [read, drawn] = [await readDocument(pdf, { name: file }), await drawer.screenshot(pdf, [...pages])];
  return Promise.all(
    drawn.map(async ({ pageNum, imageBuffer }) => {
      const blocks = read.outcome === 'parsed' ? read.document.blocks : [];
      const own = blocks.filter(({ place }) => place?.kind === 'page' && place.from === pageNum);
      return {
        name: `${file} ${pageNum}.jpg`,
        bytes: await asScan(imageBuffer),
        expected: readText({ blocks: own }),
      };
    }),
  );
}

async function asScan(page: Buffer): Promise<Buffer> {
  const { data, info } = await sharp(page).greyscale().raw().toBuffer({ resolveWithObject: true });
  // The same grain at each run.
  let seed = 1;
  for (let at = 0; at < data.length; at += 1) {
    seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff;
    const grain = ((seed >> 8) % 41) - 20;
    data[at] = Math.min(255, Math.max(0, (data[at] ?? 0) * 0.9 + 15 + grain));
  }
  const { width, height } = info;
  return sharp(data, { raw: { width, height, channels: 1 } })
    .blur(0.7)
    .jpeg({ quality: 60 })
    .withMetadata({ density: 200 })
    .toBuffer();
}

async function peakMegabytes(data: string): Promise<number> {
  const pool = createParserPool({ size: 1, languageData: data });
  for (const [index, { name, bytes }] of samples.entries()) {
    const path = join(temporary, `${index}`);
    writeFileSync(path, bytes);
    await pool.parse({ path, name, bytes: statSync(path).size }, { recognise: true });
  }
  const peak = peakOfChildren(process.pid) ?? 0;
  await pool.close();
  return Math.round(peak / 1024 / 1024);
}
