"""The Open Images SSD's backbone, read from the ONNX file that our own importer makes."""

import onnx
import torch
from onnx import numpy_helper
from torch import nn

from .backbone import Backbone
from .data import run_farsight
from .problems import Problem
from .recipe import BUILD, ROOT


def load_backbone(backbone: Backbone, file_name: str) -> None:
    """Fills a backbone of width 1. The file's batch normalisations are folded into its convolutions, so
    that ours become the identity plus the folded bias; their statistics must then stand still."""
    source = ROOT / "build" / "assets" / file_name
    if not source.exists():
        raise Problem(f"{source} is missing; fetch it: scripts/fetch_assets.")
    imported = BUILD / "pretrained.onnx"
    imported.parent.mkdir(parents=True, exist_ok=True)
    run_farsight(["import", str(source), "-o", str(imported)])
    theirs = convolutions(onnx.load(imported).graph, "FeatureExtractor/MobilenetV2/")
    ours = [m for m in backbone.modules() if isinstance(m, nn.Sequential)]
    # Theirs go on where ours ends.
    for (conv, norm), (weight, bias) in zip(ours, theirs[: len(ours)], strict=True):
        if conv.weight.shape != weight.shape:
            raise Problem(
                f"{source}: its layers do not fit ours ({tuple(weight.shape)} for {tuple(conv.weight.shape)})."
            )
        conv.weight.data.copy_(weight)
        norm.bias.data.copy_(bias)
        nn.init.ones_(norm.weight)
        norm.running_mean.zero_()
        norm.running_var.fill_(1 - norm.eps)


def convolutions(graph: onnx.GraphProto, scope: str) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Weight and bias of each convolution whose weight's name begins with the scope, as it stands."""
    tensors = {t.name: t for t in graph.initializer}
    # Weights are kept as fp16 and cast.
    origins = {node.output[0]: node.input[0] for node in graph.node if node.op_type == "Cast"}

    def tensor(name: str) -> torch.Tensor:
        return torch.from_numpy(numpy_helper.to_array(tensors[origins.get(name, name)]).copy()).float()

    nodes = [node for node in graph.node if node.op_type == "Conv" and node.input[1].startswith(scope)]
    return [(tensor(node.input[1]), tensor(node.input[2])) for node in nodes]
