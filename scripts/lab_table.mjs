// Writes web/src/generated/table.ts, the table of properties for TypeScript, from lab.wasm.
// With --check it writes nothing and fails when the file is not what it would write.
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { loadLab } from '../web/core/lab/lab.mjs';

const root = new URL('../', import.meta.url);
const file = new URL('web/src/generated/table.ts', root);
const wasm = new URL('build/web-scalar/bin/lab.wasm', root);

const camel = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());

const lab = await loadLab(readFileSync(wasm));
const entries = lab.table().map((row) => `${camel(row.name)}: ${JSON.stringify(row)},`);
const text = `// Made by scripts/lab_table.mjs from lab/src/state/properties.cpp; change it there.

export const table = {
${entries.join('\n')}
} as const;
`;
const options = await resolveConfig(file, { editorconfig: true });
const made = await format(text, { ...options, parser: 'typescript' });

if (!process.argv.includes('--check')) {
  writeFileSync(file, made);
} else if (readFileSync(file, 'utf8') !== made) {
  console.error('web/src/generated/table.ts is not of the lab’s table; run: node scripts/lab_table.mjs');
  process.exitCode = 1;
}
