// A folder with a tiny detector and pictures, and the command run in it.
// Needs FARSIGHT_BINARY and FARSIGHT_TINY (the program that writes the detector).
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { tinyCard } from './tiny/tiny_card.mjs';

export const binary = process.env.FARSIGHT_BINARY;

/** A PNM picture with a slope of grey. */
export function picture(width, height) {
  const pixels = Buffer.alloc(width * height);
  for (let i = 0; i < pixels.length; ++i) pixels[i] = (i * 7) % 256;
  return Buffer.concat([Buffer.from(`P5 ${width} ${height} 255\n`), pixels]);
}

export class Workplace {
  constructor(name) {
    this.folder = mkdtempSync(join(tmpdir(), `farsight-${name}-`));
    this.model = join(this.folder, 'tiny.onnx');
    execFileSync(process.env.FARSIGHT_TINY, [this.model]);
    this.write('tiny.card.json', JSON.stringify(tinyCard()));
    this.photo = this.write('photo.pgm', picture(64, 48));
  }

  close() {
    rmSync(this.folder, { recursive: true, force: true });
  }

  path(...names) {
    return join(this.folder, ...names);
  }

  write(name, bytes) {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), bytes);
    return this.path(name);
  }

  text(name) {
    return readFileSync(this.path(name), 'utf8');
  }

  /** A folder of so many pictures of 64 by 64. */
  album(name, count) {
    for (let i = 0; i < count; ++i) this.write(`${name}/${String(i).padStart(3, '0')}.pgm`, picture(64, 64));
    return this.path(name);
  }

  farsight(...words) {
    const ran = spawnSync(binary, words, { encoding: 'utf8', maxBuffer: 1 << 28, cwd: this.folder });
    return { code: ran.status, out: ran.stdout, err: ran.stderr };
  }

  /** With `input` on standard input. */
  fed(input, ...words) {
    const ran = spawnSync(binary, words, { encoding: 'utf8', maxBuffer: 1 << 28, cwd: this.folder, input });
    return { code: ran.status, out: ran.stdout, err: ran.stderr };
  }

  start(...words) {
    return spawn(binary, words, { cwd: this.folder });
  }

  /** Runs the words as a shell would, with $F for the command. */
  shell(line) {
    const ran = spawnSync('/bin/bash', ['-c', line], {
      encoding: 'utf8',
      cwd: this.folder,
      env: { ...process.env, F: binary },
    });
    return { code: ran.status, out: ran.stdout, err: ran.stderr };
  }
}

/** Fails with this code, says something that matches, and prints no result. */
export function assertRefused(ran, code, words) {
  assert.equal(ran.code, code, ran.err);
  assert.match(ran.err, words);
  assert.match(ran.err, /^farsight: /m);
  assert.equal(ran.out, '');
}
