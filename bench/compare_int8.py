#!/usr/bin/env python3
"""Compare an imported 8-bit network with the same network in float: processor time a run, and a file to evaluate.

`farsight import` writes 8-bit networks with QuantizeLinear and DequantizeLinear around each tensor. Without those of the
activations ONNX Runtime computes in float with the same weights. Both run on one thread in turns, so that a busy machine
slows both; the time is the processor's. Needs `pip install onnx onnxruntime numpy`.

    farsight import detector.tflite -o int8.onnx
    bench/compare_int8.py int8.onnx float.onnx
    farsight eval --model int8.onnx --pyramid off ... && farsight eval --model float.onnx --pyramid off ...
"""

import argparse
import time
from pathlib import Path

import numpy as np
import onnx
import onnxruntime

RUNS = 40


def without_activation_steps(model):
    """The model in which no activation is rounded to 8 bits; the weights and the input keep their steps."""
    # Weights, and the picture's bytes, which may be moved before their steps end.
    stored = {tensor.name for tensor in model.graph.initializer} | {given.name for given in model.graph.input}
    renamed = {}
    kept = []
    for node in model.graph.node:
        for i, name in enumerate(node.input):
            node.input[i] = renamed.get(name, name)
        ends = node.op_type == "DequantizeLinear" and node.input[0] not in stored
        if node.op_type == "QuantizeLinear" or ends:
            renamed[node.output[0]] = node.input[0]
            continue
        if node.op_type != "DequantizeLinear" and node.input[0] in stored:
            stored.update(node.output)
        kept.append(node)
    for output in model.graph.output:
        if output.name in renamed:
            kept.append(onnx.helper.make_node("Identity", [renamed[output.name]], [output.name]))
    del model.graph.node[:]
    model.graph.node.extend(kept)
    return model


def session(file):
    """One thread, as Farsight runs a tile."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])


def main():
    """Writes the float network and prints the median time of both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("int8", type=Path)
    parser.add_argument("float", type=Path, help="to be written")
    arguments = parser.parse_args()
    onnx.save(without_activation_steps(onnx.load(arguments.int8)), arguments.float)
    sessions = [session(arguments.int8), session(arguments.float)]
    given = sessions[0].get_inputs()[0]
    shape = [size if isinstance(size, int) else 1 for size in given.shape]
    picture = np.random.default_rng(1).integers(0, 256, shape, np.uint8)
    times = ([], [])
    for _ in range(RUNS):
        for one, taken in zip(sessions, times, strict=True):
            start = time.process_time()
            one.run(None, {given.name: picture})
            taken.append(1000 * (time.process_time() - start))
    int8, real = (float(np.median(taken)) for taken in times)
    print(f"int8 {int8:.1f} ms, float {real:.1f} ms, {real / int8:.2f} times as fast")


if __name__ == "__main__":
    main()
