// SSD anchor grids: the boxes a network's offsets are relative to.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "farsight/image.h"
#include "farsight/result.h"

namespace farsight {

/// TensorFlow Object Detection API, ssd_anchor_generator (MultipleGridAnchorGenerator). Anchors are not
/// clipped to the input. On an input that is not square they stay square: scales count in the shorter side.
struct TfSsdAnchorSpec {
    /// 1 to 64; a single layer has the scale min_scale.
    int layers = 6;
    double min_scale = 0.2;   ///< Of the first layer, in shorter sides of the input.
    double max_scale = 0.95;  ///< Of the last layer.
    std::vector<double> aspect_ratios = {1.0, 2.0, 0.5, 3.0,
                                         1.0 / 3.0};  ///< Width over height of a cell's anchors; over 0.
    /// Ratio of the extra anchor of scale sqrt(s_k * s_k+1); 0 leaves it out.
    double interpolated_scale_aspect_ratio = 1.0;
    /// The finest layer gets only (0.1, 1), (min_scale, 2), (min_scale, 1/2).
    bool reduce_boxes_in_lowest_layer = true;
    /// Rows and columns of each layer's square grid; empty: halved from input / 16, rounding up.
    std::vector<int> grid_sizes;

    bool operator==(const TfSsdAnchorSpec&) const = default;
};

/// MediaPipe, SsdAnchorsCalculator. Neighbouring equal strides share one grid, their anchors side by side
/// in each cell.
struct MediaPipeAnchorSpec {
    double min_scale = 0.1484375;                  ///< Of the first layer, in sides of the input.
    double max_scale = 0.75;                       ///< Of the last layer.
    double anchor_offset_x = 0.5;                  ///< Centre within its cell, 0 to 1.
    double anchor_offset_y = 0.5;                  ///< The same, from the top.
    std::vector<int> strides = {8, 16, 16, 16};    ///< Input pixels from cell to cell, by layer.
    std::vector<double> aspect_ratios = {1.0};     ///< Width over height of a cell's anchors; over 0.
    double interpolated_scale_aspect_ratio = 1.0;  ///< Of the extra anchor; 0 leaves it out.
    bool reduce_boxes_in_lowest_layer = false;     ///< As in TfSsdAnchorSpec.
    /// Every anchor is 1 by 1, so that the network's sizes are fractions of the input.
    bool fixed_anchor_size = true;

    bool operator==(const MediaPipeAnchorSpec&) const = default;
};

/// Anchors written out layer by layer, for detectors of other makers: one size list a layer.
struct GridAnchorSpec {
    /// One feature map.
    struct Layer {
        int rows = 1;     ///< At least 1.
        int columns = 1;  ///< At least 1.
        /// Width and height of each anchor of a cell, as fractions of the input.
        std::vector<std::pair<double, double>> sizes;

        bool operator==(const Layer&) const = default;
    };
    std::vector<Layer> layers;  ///< In the order of the heads' rows.

    bool operator==(const GridAnchorSpec&) const = default;
};

/// Centre and size as fractions of the network's input.
struct Anchor {
    float cx = 0;      ///< Centre from the left, in widths of the input.
    float cy = 0;      ///< Centre from the top, in heights of the input.
    float width = 0;   ///< In widths of the input.
    float height = 0;  ///< In heights of the input.

    bool operator==(const Anchor&) const = default;
};

/// Anchors one by one, as a network's file lists them.
struct ExplicitAnchorSpec {
    std::vector<Anchor> anchors;  ///< In the order of the heads' rows.
    /// Text file beside the card with one anchor a line, cx cy width height; read by the host, which fills
    /// `anchors` and keeps this name for the card. Empty: none.
    std::string file;

    bool operator==(const ExplicitAnchorSpec&) const = default;
};

/// Any way to say where anchors lie.
using AnchorSpec = std::variant<TfSsdAnchorSpec, MediaPipeAnchorSpec, GridAnchorSpec, ExplicitAnchorSpec>;

/// Most anchors a grid may have.
inline constexpr int kMaxAnchors = 1 << 20;

/// One feature map of the grid. Its anchors stand in the order row, column, box.
struct AnchorLayer {
    int rows = 1;          ///< At least 1.
    int columns = 1;       ///< At least 1.
    int per_cell = 1;      ///< Anchors of a cell.
    int first_anchor = 0;  ///< Index of its first anchor in AnchorGrid::anchors.
};

/// All anchors of a network, laid out for its input.
struct AnchorGrid {
    std::vector<Anchor> anchors;      ///< In the order of the heads' rows.
    std::vector<AnchorLayer> layers;  ///< From the finest on.
    /// False when every anchor is 1 by 1 (MediaPipe's fixed size): then the sizes say nothing of reach.
    bool sized = true;
};

/// Lays out the grid for a network input of this size.
/// Fails with kInvalidArgument when the specification is empty or out of range, and with kTooLarge
/// over kMaxAnchors.
Result<AnchorGrid> make_anchors(const AnchorSpec& spec, Size input);

/// Reads anchors, one a line: cx cy width height as fractions of the input, with spaces or commas between.
/// Fails with kInvalidArgument and the number of the first line that is none, or with kTooLarge.
Result<std::vector<Anchor>> read_anchors(std::string_view text);

/// Best IoU that any anchor can have with an object of this size, in input pixels, at the best
/// position for it: the object and the anchor share a centre. In [0, 1]; 0 when the grid is not sized.
double best_anchor_iou(const AnchorGrid& grid, Size input, double width_px, double height_px);

/// The anchor that gives best_anchor_iou, the first of equals; -1 where that is 0.
int nearest_anchor(const AnchorGrid& grid, Size input, double width_px, double height_px);

/// Side in input pixels of the smallest square object that some anchor reaches with the given IoU
/// in (0, 1]; 0 when the grid is not sized, or all its anchors are too long for any square.
double smallest_reach_px(const AnchorGrid& grid, Size input, double iou);

}  // namespace farsight
