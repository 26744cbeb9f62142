#!/usr/bin/env node
// Writes storage/model/data/regions.csv from the npm package idn-area-data. Run by hand when a newer
// version is wanted; the result is committed, so that a build needs no npm.
//   node packaging/regions/generate.mjs            fetches the package by `npm pack`
//   node packaging/regions/generate.mjs FILE.tgz   takes a package that is there already
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = 'idn-area-data@4.0.1';
const province = '53';
const target = resolve(dirname(fileURLToPath(import.meta.url)), '../../storage/model/data/regions.csv');

// The glottal stop is written ' " and ’ in the source: one word must have one spelling to be found.
const apostrophes = /["‘’ʼ`´]/gu;

function rows(csv) {
  return csv.split('\n').slice(1).filter((line) => line !== '').map((line) => {
    const cells = line.match(/^([0-9.]+),(?:[0-9.]+,)?(?:"((?:[^"]|"")*)"|([^",]*))$/u);
    if (!cells) {
      throw new Error(`not a row of code, parent and name: ${line}`);
    }
    const name = (cells[2] ?? cells[3]).replaceAll('""', '"');
    return [cells[1].replaceAll('.', ''), name.normalize('NFC').replace(apostrophes, "'").trim()];
  });
}

function count(found, expected, what) {
  if (found !== expected) {
    throw new Error(`${found} ${what} instead of ${expected}: the source has changed, look at it first`);
  }
}

const folder = mkdtempSync(join(tmpdir(), 'regions-'));
try {
  const archive = process.argv[2]
    ? resolve(process.argv[2])
    : join(folder, execFileSync('npm', ['pack', '--silent', source], { cwd: folder, encoding: 'utf8' }).trim());
  execFileSync('tar', ['-xzf', archive, '-C', folder]);
  const read = (name) => rows(readFileSync(join(folder, 'package/data', `${name}.csv`), 'utf8'));
  const inside = ([code]) => code.startsWith(province);

  const provinces = read('provinces');
  const kabupaten = read('regencies').filter(inside);
  const kecamatan = read('districts').filter(inside);
  const villages = read('villages').filter(inside);
  count(provinces.length, 38, 'provinces');
  count(kabupaten.length, 22, 'kabupaten');
  count(kecamatan.length, 315, 'kecamatan');
  count(villages.length, 3442, 'villages');

  // In byte order of the codes: the program searches the text itself.
  const all = [...provinces, ...kabupaten, ...kecamatan, ...villages].sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(target, all.map(([code, name]) => `${code},${name}\n`).join(''));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
