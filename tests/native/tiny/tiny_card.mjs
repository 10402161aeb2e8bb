// The card of the tiny detector (tiny_network.h): it always sees the four quarters of the picture, the upper left one
// with a score of 0.8 and a tenth of the mean brightness.
export function tinyCard(labels = [{ name: 'Patch', coco: 'person' }]) {
  return {
    schema: 'farsight.card/1',
    name: 'tiny',
    file: 'tiny.onnx',
    input: {
      width: 8,
      height: 8,
      layout: 'nhwc',
      type: 'float32',
      channels: 'rgb',
      resize: 'stretch',
      mean: [0, 0, 0],
      scale: [1 / 255, 1 / 255, 1 / 255],
    },
    heads: {
      kind: 'ssd',
      boxes: 'boxes',
      scores: 'scores',
      activation: 'none',
      classes_count: 1,
      coder: 'faster_rcnn',
      anchors: { kind: 'grid', layers: [{ rows: 2, columns: 2, sizes: [[0.5, 0.5]] }] },
    },
    labels,
  };
}
