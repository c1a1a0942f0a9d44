// Every string that is read on the screen is in both languages, and none is in the code.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const source = join(dirname(fileURLToPath(import.meta.url)), '..', 'src');
const read = (path) => readFileSync(path, 'utf8');
const languages = ['en', 'cy'].map((name) => JSON.parse(read(join(source, 'words', `${name}.json`))));

function flat(tree, before = '') {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[before + key, value]] : flat(value, `${before}${key}.`));
}

function codeFiles(folder = source) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? codeFiles(path) : path.endsWith('.ts') ? [path] : [];
  });
}

/** The literal text of every html`…` template, with a mark in place of each ${expression}. */
export function templates(code) {
  const found = [];
  function literal(at, isHtml) {  // at: behind the opening backtick; returns behind the closing one
    let text = '';
    for (;;) {
      if (code[at] === '\\') { text += code.slice(at, at + 2); at += 2; }
      else if (code[at] === '`') { if (isHtml) found.push(text); return at + 1; }
      else if (code.startsWith('${', at)) { text += '\u0001'; at = expression(at + 2); }
      else if (at >= code.length) throw new Error('an open template');
      else text += code[at++];
    }
  }
  function expression(at) {
    for (let depth = 1; ;) {
      if (code[at] === '{') depth++;
      if (code[at] === '}' && --depth === 0) return at + 1;
      at = next(at);
    }
  }
  function next(at) {
    if (code.startsWith('//', at)) return code.indexOf('\n', at) + 1;
    if (code.startsWith('/*', at)) return code.indexOf('*/', at) + 2;
    if (code[at] === "'" ) {
      let end = at + 1;
      while (code[end] !== "'") end += code[end] === '\\' ? 2 : 1;
      return end + 1;
    }
    if (code[at] === '`') return literal(at + 1, code.slice(0, at).endsWith('html'));
    return at + 1;
  }
  for (let at = 0; at < code.length;) at = next(at);
  return found;
}

/** What a reader would see or hear of a template: its text, and attributes that are read out. */
export function visible(template) {
  const said = [...template.matchAll(/\b(aria-label|title|placeholder|alt)="([^"\u0001]+)"/g)].map((each) => each[2]);
  const text = template.replace(/<(?:"[^"]*"|[^>"])*>/g, ' ').replaceAll('\u0001', ' ');
  return [...said, ...text.split(/\s+/)].filter((word) => /\p{L}/u.test(word));
}

test('both languages have the same keys, none empty', () => {
  const [english, welsh] = languages.map((tree) => flat(tree).map(([key]) => key).sort());
  assert.deepEqual(welsh, english);
  for (const tree of languages) for (const [key, value] of flat(tree)) assert.ok(value.trim(), key);
});

test('a text has the same {names} in both languages', () => {
  const welsh = new Map(flat(languages[1]));
  const names = (text) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
  for (const [key, value] of flat(languages[0])) assert.deepEqual(names(welsh.get(key)), names(value), key);
});

test('every key that the code names is there', () => {
  const keys = new Set(flat(languages[0]).map(([key]) => key));
  const named = (key) => keys.has(key) || keys.has(`${key}.one`);
  let count = 0;
  for (const path of codeFiles())
    for (const [, key] of read(path).matchAll(/\bt\('([\w.]+)'/g)) {
      count++;
      assert.ok(named(key), `${relative(source, path)}: ${key}`);
    }
  assert.ok(count > 80, `${count} uses found`);
});

test('nothing that is read on the screen stands in the code', () => {
  for (const path of codeFiles())
    for (const template of templates(read(path)))
      assert.deepEqual(visible(template), [], relative(source, path));
});

test('the search for text in templates finds it', () => {
  assert.deepEqual(visible(templates('html`<p title="x">${t(`a`)} Hello ${html`<b>there</b>`}</p>`').join(' ')), ['x', 'there', 'Hello']);
});

test('every value that the schema has and the page names has words', () => {
  const schema = read(join(source, '../../../../schema/probation.yaml'));
  for (const kind of ['contact_type', 'outcome', 'place', 'enforcement_action', 'rosh_level', 'goal_status', 'step_status', 'flag_type']) {
    const block = new RegExp(`\\n  ${kind}:\\n(?:    .*\\n)+`).exec(schema)?.[0] ?? '';
    const values = [...block.slice(block.indexOf('values:')).matchAll(/\b([a-z_]+): (?:\d+|\{number)/g)].map((each) => each[1]);
    assert.ok(values.length > 1, kind);
    for (const value of values) assert.ok(languages[0].enum[kind][value], `${kind}.${value}`);
  }
});
