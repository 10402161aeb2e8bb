// Detects with the core and ONNX Runtime Web, in a page and under Node alike.
import { CoreCard, CoreImage, CoreRun, importTflite } from '../../web/core/farsight.mjs';

/**
 * What the pyramid finds in RGBA pixels: { label, score, box, recovered } each, best first. `ort` is ONNX Runtime Web,
 * `card` the text of a model card, `tflite` the bytes of its network. Precondition: load() has settled.
 */
export async function detect(ort, pixels, width, height, card, tflite) {
  const model = CoreCard.read(card);
  const { input, width: columns, height: rows, labels, channelsFirst } = model.describe();
  const session = await ort.InferenceSession.create(importTflite(tflite));
  const shape = channelsFirst ? [1, 3, rows, columns] : [1, rows, columns, 3];
  const image = CoreImage.fromRgba(pixels, width, height);
  const run = CoreRun.create(model, width, height, {
    pyramid: true,
    levels: 0,
    finestZoom: 0,
    overlap: 0.25,
    filter: 'triangle',
  });

  // Which tile next, its pixels into a tensor, the network, its heads back into the core.
  for (let batch = run.next(1); batch; batch = run.next(1)) {
    const values = new Float32Array(3 * columns * rows);
    run.fill(image, batch.first, values);
    const outputs = await session.run({ [input || session.inputNames[0]]: new ort.Tensor(values, shape) });
    const heads = Object.entries(outputs).map(([name, { data, dims }]) => ({ name, values: data, shape: dims }));
    run.absorb(batch, heads);
  }

  run.decide({ method: 'keep-best', overlap: 0.5, minScore: 0.3 });
  const found = run.detections(true);
  const list = Array.from({ length: found.count }, (_, i) => ({
    label: labels[found.labels[i]],
    score: found.scores[i],
    box: [...found.boxes.subarray(4 * i, 4 * i + 4)],
    recovered: found.recovered[i] !== 0,
  }));
  for (const handle of [run, image, model]) handle.free();
  await session.release();
  return list;
}
