// Detects on a PNG under Node: node examples/web/node.mjs build/assets/astronaut.png
// Wants what the page's build needs: npm packages, assets, and build/web/bin/farsight.wasm.
import { readFile } from 'node:fs/promises';
import * as ort from 'onnxruntime-web';
import { PNG } from 'pngjs';
import { load } from '../../web/core/farsight.mjs';
import { detect } from './detect.mjs';

const root = new URL('../../', import.meta.url);
const read = (path) => readFile(new URL(path, root));

await load(() => read('build/web/bin/farsight.wasm'), { simd: true });
const card = await readFile(new URL('assets/cards/ssd_mobilenet_v2_oidv4.json', root), 'utf8');
const network = await read('build/assets/ssd_mobilenet_v2_oidv4.tflite');
const photo = PNG.sync.read(await readFile(process.argv[2]));

const found = await detect(ort, photo.data, photo.width, photo.height, card, network);
for (const { label, score, box, recovered } of found) {
  const corners = box.map((side) => side.toFixed(0)).join(', ');
  console.log(`${label} ${score.toFixed(2)} at ${corners}${recovered ? ', recovered by the pyramid' : ''}`);
}
