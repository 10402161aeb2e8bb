// One tile worker: ONNX Runtime on one WebAssembly thread. Several of them beat one runtime with several
// threads, and need no cross-origin isolation.

import * as ort from 'onnxruntime-web/wasm';
import runtimeUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { answerAll } from './ask';
import { inWords, type NetworkAnswer, type NetworkFiles, type NetworkQuestion } from './network';
import { headsOf, signatureOf, stored } from './tensors';

ort.env.wasm.wasmPaths = { wasm: new URL(runtimeUrl, import.meta.url).href };
ort.env.wasm.numThreads = 1;
ort.env.wasm.proxy = false;
ort.env.logLevel = 'fatal';

/** The smallest network there is, y = Identity(x) with one float: loading it starts the runtime. */
const kIdentity = Uint8Array.from(
  atob('CAgSADo3ChAKAXgSAXkiCElkZW50aXR5EgFpWg8KAXgSCgoICAESBAoCCAFiDwoBeRIKCggIARIECgIIAUIECgAQDQ=='),
  (letter) => letter.charCodeAt(0),
);

let session: ort.InferenceSession | undefined;
let close: Promise<ort.InferenceSession> | undefined;

function open({ onnx, weights }: NetworkFiles): Promise<ort.InferenceSession> {
  const options: ort.InferenceSession.SessionOptions = {
    graphOptimizationLevel: 'all',
    externalData: weights.map(({ path, data }) => ({ path, data: new Uint8Array(data) })),
  };
  return ort.InferenceSession.create(onnx, options).catch((error) => {
    throw new Error(inWords(error));
  });
}

answerAll<NetworkQuestion, NetworkAnswer>(async (question) => {
  switch (question.kind) {
    case 'prepare':
      await ort.InferenceSession.create(kIdentity);
      return { answer: {} };
    case 'load':
      session = await open(question.files);
      return { answer: { signature: signatureOf(session) } };
    case 'load-close':
      close = open(question.files);
      await close;
      return { answer: {} };
    case 'run': {
      const { name, values, shape } = question.input;
      const network = question.input.close ? await close : session;
      if (!network) throw new Error('No model is loaded.');
      const [input] = network.inputMetadata;
      const type = input?.isTensor ? input.type : 'float32';
      const tensor = new ort.Tensor(type as 'float32', stored(values, type) as Float32Array, shape);
      const start = performance.now();
      const outputs = await network.run({ [name || (network.inputNames[0] as string)]: tensor }).catch((error) => {
        throw new Error(inWords(error));
      });
      const ms = performance.now() - start;
      const heads = await headsOf(outputs);
      return { answer: { heads, ms }, transfer: heads.map(({ values: numbers }) => numbers.buffer as ArrayBuffer) };
    }
  }
});
