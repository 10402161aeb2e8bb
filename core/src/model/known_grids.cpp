#include "model/known_grids.h"

#include <cmath>
#include <span>
#include <utility>
#include <vector>

namespace farsight {

namespace {

MediaPipeAnchorSpec media_pipe_spec(std::vector<int> strides, double interpolated) {
    MediaPipeAnchorSpec spec;
    spec.strides = std::move(strides);
    spec.interpolated_scale_aspect_ratio = interpolated;
    return spec;
}

/// Width and height in strides.
using Sizes = std::vector<std::pair<double, double>>;

/// Maps of strides 8 to 128 with one list of sizes. Where the stride does not divide a side, TensorFlow's
/// multiscale generator starts at the edge and not half a stride from it; EfficientDet always starts half one
/// from it.
ExplicitAnchorSpec pyramid(Size input, const Sizes& sizes, bool edge_where_uneven) {
    ExplicitAnchorSpec spec;
    const double width = input.width;
    const double height = input.height;
    for (int stride = 8; stride <= 128; stride *= 2) {
        const int rows = (input.height + stride - 1) / stride;
        const int columns = (input.width + stride - 1) / stride;
        const auto offset = [&](int side) { return edge_where_uneven && side % stride != 0 ? 0.0 : 0.5; };
        for (int row = 0; row < rows; ++row) {
            const auto cy = static_cast<float>((row + offset(input.height)) * stride / height);
            for (int column = 0; column < columns; ++column) {
                const auto cx = static_cast<float>((column + offset(input.width)) * stride / width);
                for (const auto& [w, h] : sizes) {
                    spec.anchors.push_back({cx, cy, static_cast<float>(w * stride / width),
                                            static_cast<float>(h * stride / height)});
                }
            }
        }
    }
    return spec;
}

/// TF OD API, multiscale_grid_anchor_generator with anchor_scale 4 and two scales an octave.
Sizes fpn_sizes() {
    Sizes sizes;
    for (const double ratio : {1.0, 2.0, 0.5}) {
        for (const double scale : {4.0, 4 * std::sqrt(2.0)}) {
            sizes.emplace_back(scale * std::sqrt(ratio), scale / std::sqrt(ratio));
        }
    }
    return sizes;
}

/// EfficientDet (Tan et al. 2020, arXiv:1911.09070), anchor_scale 4 and three scales an octave.
Sizes efficient_det_sizes() {
    Sizes sizes;
    for (int octave = 0; octave < 3; ++octave) {
        const double scale = 4 * std::exp2(octave / 3.0);
        for (const auto& [w, h] : {std::pair{1.0, 1.0}, std::pair{1.4, 0.7}, std::pair{0.7, 1.4}}) {
            sizes.emplace_back(scale * w, scale * h);
        }
    }
    return sizes;
}

}  // namespace

std::optional<KnownGrid> known_grid(Size input, int anchors, bool media_pipe) {
    std::vector<KnownGrid> grids;
    if (media_pipe) {
        const auto add = [&](std::vector<int> strides, double interpolated) {
            grids.push_back(
                {"MediaPipe's face detectors", media_pipe_spec(std::move(strides), interpolated)});
        };
        add({8, 16, 16, 16}, 1);
        add({16, 32, 32, 32}, 1);
        add({4}, 0);
    } else {
        grids.push_back({"TensorFlow's SSD", TfSsdAnchorSpec{}});
        grids.push_back({"TensorFlow's SSD with a feature pyramid", pyramid(input, fpn_sizes(), true)});
        grids.push_back({"EfficientDet", pyramid(input, efficient_det_sizes(), false), {1, 1, 1, 1}, false});
    }
    for (KnownGrid& known : grids) {
        const auto grid = make_anchors(known.anchors, input);
        if (grid && grid->anchors.size() == static_cast<std::size_t>(anchors)) return std::move(known);
    }
    return std::nullopt;
}

}  // namespace farsight
