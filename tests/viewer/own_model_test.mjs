// A person's own network in the viewer: dropped with its card and labels, in any order, broken or incomplete.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, test } from 'node:test';
import { Lab, command, folder, photo } from './lab.mjs';
import { tinyCard } from '../native/tiny/tiny_card.mjs';

const tiny = process.env.FARSIGHT_TINY;

/** A folder with the tiny network under these names. */
function place(name, files) {
  const inside = join(folder, name);
  mkdirSync(inside);
  return Object.entries(files).map(([file, content]) => {
    const path = join(inside, file);
    if (content === null) execFileSync(tiny, [path]);
    else writeFileSync(path, content);
    return path;
  });
}

function dropTogether(lab, files) {
  lab.order('drop-begin');
  for (const file of files) lab.order(`drop ${file}`);
  lab.order('drop-end');
}

/** The findings of this network's file. */
const found = (lab, file, from = 0) =>
  lab.until(({ event, done, model }) => event === 'findings' && done && basename(model) === file, from);

const card = JSON.stringify({ ...tinyCard([{ name: 'Patch' }]), file: undefined });

describe('a network of one’s own', () => {
  test('opens with card and labels dropped together, in any order and in capitals', async () => {
    // A card that is not named after its network is found only because it came with it.
    const [labels, other, network] = place('together', {
      'l.txt': 'bolt\n',
      'as trained.json': card,
      'NET.ONNX': null,
    });
    const lab = new Lab(photo, '--state', 'pyramid=off');
    await lab.done();
    dropTogether(lab, [labels, other, network]);
    const { total } = await found(lab, 'NET.ONNX');
    assert.equal(total, 4);
    const shown = await lab.until(({ event, command }) => event === 'model' && command.includes('NET.ONNX'));
    assert.deepEqual(shown.labels, ['bolt']);
    const native = JSON.parse(
      execFileSync('/bin/sh', ['-c', `${shown.command.replace(/^farsight/, command)} --format json`], {
        cwd: folder,
        encoding: 'utf8',
      }),
    );
    assert.deepEqual(
      native.images[0].detections.map(({ label }) => label),
      ['bolt', 'bolt', 'bolt', 'bolt'],
    );
    assert.deepEqual(await lab.quit(), { code: 0, signal: null }, lab.errors);
  });

  test('takes its card and its labels one after the other, before it or after it', async () => {
    const [labels, other, network] = place('one by one', { 'l.txt': 'nut\n', 'c.json': card, 'one.onnx': null });
    const lab = new Lab(photo, '--state', 'pyramid=off');
    await lab.done();
    lab.order(`drop ${labels}`);
    const asked = await lab.until(({ event }) => event === 'error');
    assert.match(asked.text, /"l\.txt" is a list of labels\. Give its network too/);
    dropTogether(lab, [network, other]);
    await found(lab, 'one.onnx');
    const shown = await lab.until(({ event, labels: names }) => event === 'model' && names.includes('nut'));
    assert.deepEqual(shown.labels, ['nut']);
    assert.deepEqual(await lab.quit(), { code: 0, signal: null }, lab.errors);
  });

  test('gives way to the model before when its parts do not fit, with words', async () => {
    const [labels, other, network] = place('wrong', { 'l.txt': 'a\nb\nc\n', 'w.json': card, 'w.onnx': null });
    const lab = new Lab(photo, '--state', 'pyramid=off');
    const first = await lab.done();
    const told = lab.events.length;
    dropTogether(lab, [network, other, labels]);
    const error = await lab.until(({ event }) => event === 'error', told);
    assert.equal(error.about, 'model');
    assert.match(error.text, /l\.txt: The list of labels has 3 names, but the network has 1 classes/);
    const again = await lab.done(lab.events.indexOf(error));
    assert.equal(again.model, first.model);
    assert.deepEqual(await lab.quit(), { code: 0, signal: null }, lab.errors);
  });
});
