// The network on the graphics card. Loaded only when asked for: its runtime is twice as large as the other.
// Preprocessing and ONNX Runtime share one device, so tensors never leave it.

import * as ort from 'onnxruntime-web/webgpu';
import runtimeUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import { answerAll } from './ask';
import { inputShape, inWords, type WebgpuAnswer, type WebgpuQuestion } from './network';
import { headsOf } from './tensors';
import { WebgpuPreprocessor } from './webgpu_preprocess';
import type { CardDescription } from '../../core/farsight.mjs';

ort.env.wasm.wasmPaths = { wasm: new URL(runtimeUrl, import.meta.url).href };
ort.env.wasm.numThreads = 1;
ort.env.wasm.proxy = false;
ort.env.logLevel = 'fatal';

let lost = '';
let loaded: Loaded | undefined;

interface Loaded {
  device: GPUDevice;
  session: ort.InferenceSession;
  close: ort.InferenceSession | null;
  input: CardDescription;
  preprocessor: WebgpuPreprocessor;
}

async function openDevice(): Promise<GPUDevice> {
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new Error('The browser gives no graphics adapter.');
  // All that the adapter has: large photos need large buffers, and ONNX Runtime looks for faster kernels.
  const { limits } = adapter;
  const device = await adapter.requestDevice({
    requiredFeatures: (['shader-f16', 'subgroups', 'timestamp-query'] as const).filter((feature) =>
      adapter.features.has(feature),
    ),
    requiredLimits: {
      maxBufferSize: limits.maxBufferSize,
      maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
      maxStorageBuffersPerShaderStage: limits.maxStorageBuffersPerShaderStage,
      maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
      maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
      maxComputeWorkgroupSizeX: limits.maxComputeWorkgroupSizeX,
      maxComputeWorkgroupSizeY: limits.maxComputeWorkgroupSizeY,
      maxComputeWorkgroupSizeZ: limits.maxComputeWorkgroupSizeZ,
      maxComputeWorkgroupsPerDimension: limits.maxComputeWorkgroupsPerDimension,
    },
  });
  void device.lost.then(({ message }) => {
    lost = `The graphics card was lost (${message || 'no reason given'}).`;
  });
  return device;
}

/** Runs `work` and throws what the device found wrong with it, which it otherwise tells nobody. */
async function validated<T>(device: GPUDevice, work: () => T): Promise<T> {
  device.pushErrorScope('out-of-memory');
  device.pushErrorScope('validation');
  const result = work();
  for (const problem of [await device.popErrorScope(), await device.popErrorScope()]) {
    if (problem) throw new Error(`The graphics card refused: ${problem.message || 'it is out of memory'}`);
  }
  return result;
}

function open(device: GPUDevice, onnx: ArrayBuffer): Promise<ort.InferenceSession> {
  // Setting ort.env.webgpu.device alone is overridden: it must be the provider's own option.
  const provider: ort.InferenceSession.WebGpuExecutionProviderOption = { name: 'webgpu', device };
  return ort.InferenceSession.create(onnx, {
    executionProviders: [provider],
    graphOptimizationLevel: 'all',
  }).catch((error) => {
    throw new Error(inWords(error));
  });
}

async function load(onnx: ArrayBuffer, close: ArrayBuffer | null, input: CardDescription): Promise<void> {
  const device = await openDevice();
  const session = await open(device, onnx);
  const closeSession = close && (await open(device, close));
  const preprocessor = await validated(device, () => new WebgpuPreprocessor(device, input));
  loaded = { device, session, close: closeSession, input, preprocessor };
}

answerAll<WebgpuQuestion, WebgpuAnswer>(async (question) => {
  if (question.kind === 'load') {
    await load(question.onnx, question.close, question.input);
    return { answer: {} };
  }
  if (lost) throw new Error(lost);
  if (!loaded) throw new Error('No model is loaded.');
  const { device, input, preprocessor } = loaded;
  if (question.kind === 'photo') {
    await validated(device, () => preprocessor.usePhoto(question.pixels, question.width));
    return { answer: {} };
  }
  const { tables, region, count } = question;
  const session = question.close ? loaded.close : loaded.session;
  if (!session) throw new Error('The close network is not loaded.');
  const start = performance.now();
  const buffer = await validated(device, () => preprocessor.fill(tables, region, count));
  if (question.kind === 'tensor') {
    const tensor = await preprocessor.read(buffer);
    return { answer: { tensor }, transfer: [tensor.buffer] };
  }
  const tensor = ort.Tensor.fromGpuBuffer(buffer, { dataType: 'float32', dims: inputShape(input, region, count) });
  const name = input.input || (session.inputNames[0] as string);
  const outputs = await session.run({ [name]: tensor }).catch((error) => {
    throw new Error(lost || inWords(error));
  });
  const heads = await headsOf(outputs);
  const ms = performance.now() - start;
  return { answer: { heads, ms }, transfer: heads.map(({ values }) => values.buffer as ArrayBuffer) };
});
