// Tiles become tensors on the graphics card: shaders/preprocess.wgsl and the buffers it works on.

import type { CardDescription } from '../../core/farsight.mjs';
import type { Extent as Region } from './network';
import source from '../../../shaders/preprocess.wgsl?raw';

/** Of web/core/tile_tables.h: integers of a tile's header, and places of its fields. */
const kHeader = 16;
const kSpan = 3;
const kMiddle = 7;
const kFirstOutput = 0;
const kLastOutput = 1;
const kThreads = 64;
/** Bytes of the shader's Settings. */
const kSettingsBytes = 64;
/** Bytes of a pixel between the passes. */
const kMiddlePixelBytes = 8;

interface Extent {
  /** Columns that the widest tile reads, and pixels between the passes of all. */
  span: number;
  pixels: number;
}

export function extentOf(tables: Int32Array, count: number): Extent {
  const at = (tile: number, field: number) => tables[tile * kHeader + field] as number;
  let span = 1;
  let pixels = 1;
  for (let tile = 0; tile < count; tile += 1) {
    const rows = at(tile, kHeader / 2 + kLastOutput) - at(tile, kHeader / 2 + kFirstOutput);
    span = Math.max(span, at(tile, kSpan));
    pixels = Math.max(pixels, at(tile, kMiddle) + at(tile, kSpan) * rows);
  }
  return { span, pixels };
}

export class WebgpuPreprocessor {
  readonly #rows: GPUComputePipeline;
  readonly #columns: GPUComputePipeline;
  readonly #settings: GPUBuffer;
  #photo: GPUBuffer | undefined;
  #tables: GPUBuffer | undefined;
  #middle: GPUBuffer | undefined;
  #photoWidth = 0;
  /** By their bytes. */
  readonly #tensors = new Map<number, GPUBuffer>();

  constructor(
    private readonly device: GPUDevice,
    private readonly input: CardDescription,
  ) {
    const module = device.createShaderModule({ code: source });
    const pipeline = (entryPoint: string) =>
      device.createComputePipeline({ layout: 'auto', compute: { module, entryPoint } });
    this.#rows = pipeline('blend_rows');
    this.#columns = pipeline('blend_columns');
    this.#settings = device.createBuffer({
      size: kSettingsBytes,
      usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
    });
  }

  /** Takes RGBA pixels. */
  usePhoto(pixels: Uint8Array<ArrayBuffer>, width: number): void {
    this.#photo = this.#atLeast(this.#photo, pixels.byteLength);
    this.device.queue.writeBuffer(this.#photo, 0, pixels);
    this.#photoWidth = width;
  }

  #useSettings({ width, height }: Region): void {
    const { input } = this;
    const [red, green, blue] = input.pad;
    const settings = new ArrayBuffer(kSettingsBytes);
    const pad = red | (green << 8) | (blue << 16);
    new Uint32Array(settings).set([
      this.#photoWidth,
      width,
      height,
      Number(input.channelsFirst),
      Number(input.blueFirst),
      pad,
    ]);
    new Float32Array(settings).set(input.mean, 8);
    new Float32Array(settings).set(input.scale, 12);
    this.device.queue.writeBuffer(this.#settings, 0, settings);
  }

  /** The batch's tensor, filled once what is queued has run; it holds until the next call of the same size. */
  fill(tables: Int32Array<ArrayBuffer>, region: Region, count: number): GPUBuffer {
    if (!this.#photo) throw new Error('The graphics card has no photo yet.');
    const { span, pixels } = extentOf(tables, count);
    this.#tables = this.#atLeast(this.#tables, tables.byteLength);
    this.#middle = this.#atLeast(this.#middle, pixels * kMiddlePixelBytes);
    this.device.queue.writeBuffer(this.#tables, 0, tables);
    this.#useSettings(region);
    const tensor = this.#tensorOf(region, count);
    const buffers = [this.#settings, this.#photo, this.#tables, this.#middle, tensor];
    const encoder = this.device.createCommandEncoder();
    this.#pass(encoder, this.#rows, buffers, [0, 1, 2, 3], [span, region.height, count]);
    this.#pass(encoder, this.#columns, buffers, [0, 2, 3, 4], [region.width, region.height, count]);
    this.device.queue.submit([encoder.finish()]);
    return tensor;
  }

  /** Copies a filled tensor off the card. */
  async read(tensor: GPUBuffer): Promise<Float32Array<ArrayBuffer>> {
    const copy = this.device.createBuffer({
      size: tensor.size,
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    });
    const encoder = this.device.createCommandEncoder();
    encoder.copyBufferToBuffer(tensor, 0, copy, 0, tensor.size);
    this.device.queue.submit([encoder.finish()]);
    await copy.mapAsync(GPUMapMode.READ);
    const values = new Float32Array(copy.getMappedRange().slice(0));
    copy.destroy();
    return values;
  }

  #pass(
    encoder: GPUCommandEncoder,
    pipeline: GPUComputePipeline,
    buffers: readonly GPUBuffer[],
    bindings: readonly number[],
    [x, y, z]: readonly [number, number, number],
  ): void {
    const entries = bindings.map((binding) => ({ binding, resource: { buffer: buffers[binding] as GPUBuffer } }));
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, this.device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }));
    pass.dispatchWorkgroups(Math.ceil(x / kThreads), y, z);
    pass.end();
  }

  #tensorOf({ width, height }: Region, count: number): GPUBuffer {
    const size = count * width * height * 3 * Float32Array.BYTES_PER_ELEMENT;
    const known = this.#tensors.get(size);
    if (known) return known;
    const made = this.device.createBuffer({
      size,
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
    });
    this.#tensors.set(size, made);
    return made;
  }

  #atLeast(buffer: GPUBuffer | undefined, bytes: number): GPUBuffer {
    if (buffer && buffer.size >= bytes) return buffer;
    buffer?.destroy();
    return this.device.createBuffer({
      size: Math.ceil(bytes / 16) * 16,
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST,
    });
  }
}
