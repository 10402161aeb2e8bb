"""training/export: a trained model as ONNX with fp16 weights, its card and its log, in assets/models/."""

import argparse
import datetime
import json
import shutil
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper

from .anchors import CODER_SCALES, anchor_layers
from .checkpoint import Checkpoints
from .detector import Ssd, make_detector
from .problems import Problem, run
from .progress import losses_of
from .recipe import BUILD, CLASSES, ROOT, Recipe, read_table
from .train import identity_of

MODELS = ROOT / "assets" / "models"
LARGEST_BYTES = 4 << 20
PARITY = 1e-4
OPSET = 17
# The COCO categories that mean the same. A cyclist is a bicycle and its rider: COCO labels these apart.
COCO = {"car": "car", "person": "person", "stop sign": "stop sign"}
INPUT, BOXES, SCORES = "image", "boxes", "scores"


def load_trained(recipe: Recipe, trained: Path) -> Ssd:
    """The network of the last checkpoint, its weights rounded to fp16 as the file will have them."""
    state = Checkpoints(trained).trained(identity_of(recipe))
    if state["step"] < recipe.steps:
        raise Problem(
            f"{recipe.name}: trained to step {state['step']} of {recipe.steps}; go on: training/train {recipe.name}."
        )
    detector = make_detector(recipe)
    detector.load_state_dict(state["detector"])
    return folded(detector.eval())


def folded(detector: Ssd) -> Ssd:
    """Puts each batch normalisation into the convolution before it, then rounds all weights to fp16."""
    for part in detector.modules():
        if isinstance(part, torch.nn.Sequential):
            part[0] = torch.nn.utils.fusion.fuse_conv_bn_eval(part[0], part[1])
            part[1] = torch.nn.Identity()
    for parameter in detector.parameters():
        parameter.data.copy_(parameter.data.half().float())
    return detector


def write_onnx(detector: Ssd, recipe: Recipe, file: Path) -> None:
    """Raw heads, any batch, float32 in and out; whole or not at all."""
    example = torch.zeros(2, 3, recipe.height, recipe.width)
    fresh = file.with_suffix(".new")
    with warnings.catch_warnings():
        # The newer exporter needs packages that nothing else here needs.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            detector,
            (example,),
            fresh,
            input_names=[INPUT],
            output_names=[BOXES, SCORES],
            dynamic_axes={name: {0: "batch"} for name in (INPUT, BOXES, SCORES)},
            opset_version=OPSET,
            dynamo=False,
        )
    model = onnx.load(fresh)
    halve(model.graph)
    model.producer_name = "farsight training"
    model.producer_version = ""
    onnx.checker.check_model(model)
    onnx.save(model, fresh)
    size = fresh.stat().st_size
    if size > LARGEST_BYTES:
        fresh.unlink()
        raise Problem(
            f"{file}: would have {size} bytes; a page wants at most {LARGEST_BYTES}. Choose a narrower backbone."
        )
    fresh.replace(file)


def halve(graph: onnx.GraphProto) -> None:
    """Stores float32 weights as fp16 and casts them back, which runtimes do once, at load."""
    casts = []
    for tensor in graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.ndim == 0:
            continue
        name = tensor.name
        tensor.CopyFrom(numpy_helper.from_array(values.astype(np.float16), name + "/fp16"))
        casts.append(helper.make_node("Cast", [name + "/fp16"], [name], to=TensorProto.FLOAT))
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)


def largest_difference(detector: Ssd, recipe: Recipe, file: Path) -> float:
    """Between PyTorch and ONNX Runtime over batches of 1 and 3 of noise."""
    session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
    random = np.random.default_rng(recipe.seed)
    worst = 0.0
    for batch in (1, 3):
        pixels = random.uniform(-1, 1, (batch, 3, recipe.height, recipe.width)).astype(np.float32)
        with torch.inference_mode():
            ours = detector(torch.from_numpy(pixels))
        theirs = session.run([BOXES, SCORES], {INPUT: pixels})
        worst = max(worst, *(float(np.abs(a.numpy() - b).max()) for a, b in zip(ours, theirs, strict=True)))
    return worst


def card_of(recipe: Recipe, strides: list[int], parity: float, final_loss: float) -> dict:
    """What the core must know of the model, and how it came to be."""
    return {
        "schema": "farsight.card/1",
        "name": recipe.name,
        "title": recipe.title,
        "licence": "Apache-2.0" if recipe.pretrained else "MIT",
        "source": "trained by Farsight's own training/ on its own rendered scenes" + source_of_weights(recipe),
        "file": f"{recipe.name}.onnx",
        "input": {
            "name": INPUT,
            "width": recipe.width,
            "height": recipe.height,
            "layout": "nchw",
            "type": "float32",
            "channels": "rgb",
            "resize": "letterbox",
            "mean": [127.5, 127.5, 127.5],
            "scale": [1 / 127.5] * 3,
            "pad": [128, 128, 128],
        },
        "heads": {
            "kind": "ssd",
            "boxes": BOXES,
            "scores": SCORES,
            "activation": "sigmoid",
            "classes_count": len(CLASSES),
            "background": -1,
            "coder": "faster_rcnn",
            "coder_scales": CODER_SCALES,
            "values_per_box": 4,
            "anchors": {"kind": "grid", "layers": rounded(anchor_layers(strides, recipe.width, recipe.height))},
        },
        "labels": [{"name": name} | ({"coco": COCO[name]} if name in COCO else {}) for name in CLASSES],
        "notes": {
            "command": f"training/train {recipe.name} && training/export {recipe.name}",
            "scenes": recipe.scenes.command,
            "augment": recipe.augment,
            "samples": recipe.samples,
            "batch": recipe.batch,
            "learning_rate": recipe.learning_rate,
            "seed": recipe.seed,
            "pretrained": recipe.pretrained or None,
            "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
            "final_loss": round(final_loss, 4),
            "parity": float(f"{parity:.1e}"),
        },
    }


def source_of_weights(recipe: Recipe) -> str:
    """Whose weights the training began with."""
    return ", from the backbone of @mediapipe/objectron's SSD (Apache-2.0)" if recipe.pretrained else ""


def rounded(layers: list[dict]) -> list[dict]:
    """Sizes to six digits, which is far under a pixel."""
    return [layer | {"sizes": [[round(v, 6) for v in size] for size in layer["sizes"]]} for layer in layers]


def final_loss_of(log: Path) -> float:
    """Mean loss over the last tenth of the log."""
    losses = losses_of(log)
    tail = losses[-max(1, len(losses) // 10) :]
    return sum(tail) / len(tail)


def export(recipe: Recipe, trained: Path, folder: Path) -> float:
    """Writes network, card and log of the checkpoint in `trained`; gives the parity with PyTorch."""
    folder.mkdir(parents=True, exist_ok=True)
    detector = load_trained(recipe, trained)
    network = folder / f"{recipe.name}.onnx"
    write_onnx(detector, recipe, network)
    parity = largest_difference(detector, recipe, network)
    if parity > PARITY:
        network.unlink()
        raise Problem(f"{network}: ONNX Runtime and PyTorch differ by {parity:.1e}, more than {PARITY}.")
    log = trained / "log.csv"
    card = card_of(recipe, detector.strides, parity, final_loss_of(log))
    fresh = folder / f"{recipe.name}.json.new"
    fresh.write_text(json.dumps(card, indent=2) + "\n")
    fresh.replace(folder / f"{recipe.name}.json")
    shutil.copyfile(log, folder / f"{recipe.name}.training.csv")
    return parity


def main() -> None:
    """The command line."""
    table = read_table()
    parser = argparse.ArgumentParser(
        prog="training/export", description=__doc__, epilog="Example: training/export near-only"
    )
    parser.add_argument("models", nargs="+", help=f"all, or any of {', '.join(table.recipes)}")
    parser.add_argument("--out", type=Path, default=MODELS, help="folder, assets/models by default")
    arguments = parser.parse_args()
    names = list(table.recipes) if arguments.models == ["all"] else arguments.models
    for recipe in [table.recipe(name) for name in names]:
        parity = export(recipe, BUILD / recipe.name, arguments.out)
        print(f"{arguments.out / recipe.name}.onnx: differs from PyTorch by at most {parity:.1e}")


if __name__ == "__main__":
    run(main)
