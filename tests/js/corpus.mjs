// What the tests of the engine share: the cases of tests/corpus and what they need that only Python can make (trees, wires).

import {execFileSync} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

import {parseXml} from '../../static/js/form/restore.mjs';

export const ROOT = new URL('../../', import.meta.url).pathname;

// The interpreter that runs the suite, else that of the project's environment, else the one on the path.
const OWN = join(ROOT, '.venv/bin/python');
export const PYTHON = process.env.PYTHON ?? (existsSync(OWN) ? OWN : 'python3');

// Every file of a folder of the corpus: [name without suffix, content].
export function cases(folder) {
  const path = join(ROOT, 'tests/corpus', folder);
  const names = readdirSync(path)
    .filter((name) => name.endsWith('.json'))
    .sort();
  return names.map((name) => [name.slice(0, -5), JSON.parse(readFileSync(join(path, name), 'utf8'))]);
}

// Runs a module of the project that writes files into a folder; gives what it wrote by relative path.
export function generated(module, ...options) {
  const folder = mkdtempSync(join(tmpdir(), 'phieu-js-'));
  try {
    execFileSync(PYTHON, ['-m', module, folder, ...options], {cwd: ROOT});
    const files = readdirSync(folder, {recursive: true}).filter((name) => name.endsWith('.json'));
    return Object.fromEntries(files.map((name) => [name, JSON.parse(readFileSync(join(folder, name), 'utf8'))]));
  } finally {
    rmSync(folder, {recursive: true});
  }
}

// The surroundings of every case: a fixed clock, counted UUIDs, one person.
export function surroundings(overrides = {}) {
  let count = 0;
  return {
    now: new Date('2018-06-05T09:30:15.250+07:00'),
    username: overrides.username ?? 'lan',
    fullName: overrides.full_name ?? 'Nguyễn Thị Lan',
    unit: overrides.unit ?? 'phu_cuong',
    deviceid: overrides.deviceid ?? 'may-01',
    email: overrides.email ?? '',
    phonenumber: overrides.phonenumber ?? '',
    lastSaved: overrides.last_saved && parseXml(overrides.last_saved),
    uuid: () => '00000000-0000-4000-8000-' + String(++count).padStart(12, '0'),
    random: () => 0.5,
  };
}
