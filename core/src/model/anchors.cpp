#include "farsight/anchors.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <string>

#include "model/visit_anchors.h"

namespace farsight {

namespace {

constexpr int kMaxLayers = 64;
constexpr int kMaxPerCell = 1024;
constexpr int kMaxGridSide = 1 << 12;

/// Width and height of one anchor of a cell, as fractions of the input.
struct Shape {
    double width;
    double height;
};

tl::unexpected<Error> invalid_anchors(const std::string& what) {
    return fail(ErrorCode::kInvalidArgument, "The anchors' " + what + ".");
}

bool in_range(double value, double low, double high) {
    return value >= low && value <= high;
}

/// An anchor of this area's root and aspect ratio width / height.
Shape shape_of(double scale, double aspect_ratio) {
    const double root = std::sqrt(aspect_ratio);
    return {scale * root, scale / root};
}

Result<void> check_scales(double min_scale, double max_scale) {
    constexpr double kLeast = 1e-6;
    if (!in_range(min_scale, kLeast, 10) || !in_range(max_scale, min_scale, 10)) {
        return invalid_anchors("scales must satisfy 0.000001 <= min_scale <= max_scale <= 10");
    }
    return {};
}

Result<void> check_ratios(const std::vector<double>& ratios, double interpolated) {
    constexpr double kLeast = 1e-3;
    constexpr double kMost = 1e3;
    if (ratios.empty() && interpolated == 0)
        return invalid_anchors("aspect_ratios are empty; name at least one");
    const bool listed = std::all_of(ratios.begin(), ratios.end(),
                                    [](double ratio) { return in_range(ratio, kLeast, kMost); });
    if (!listed || ratios.size() > kMaxPerCell - 1) {
        return invalid_anchors("aspect_ratios must be at most 1023 numbers from 0.001 to 1000");
    }
    if (interpolated != 0 && !in_range(interpolated, kLeast, kMost)) {
        return invalid_anchors("interpolated_scale_aspect_ratio must be 0 or a number from 0.001 to 1000");
    }
    return {};
}

/// Appends one feature map; offsets count in cells.
Result<void> append_layer(AnchorGrid& grid, int rows, int columns, const std::vector<Shape>& shapes,
                          double offset_x = 0.5, double offset_y = 0.5) {
    const std::int64_t more = std::int64_t{rows} * columns * static_cast<std::int64_t>(shapes.size());
    if (static_cast<std::int64_t>(grid.anchors.size()) + more > kMaxAnchors) {
        return fail(ErrorCode::kTooLarge, "The anchors are more than " + std::to_string(kMaxAnchors) +
                                              "; check grid sizes, strides and the input's size.");
    }
    grid.layers.push_back(
        {rows, columns, static_cast<int>(shapes.size()), static_cast<int>(grid.anchors.size())});
    grid.anchors.reserve(grid.anchors.size() + static_cast<std::size_t>(more));
    for (int row = 0; row < rows; ++row) {
        const auto cy = static_cast<float>((row + offset_y) / rows);
        for (int column = 0; column < columns; ++column) {
            const auto cx = static_cast<float>((column + offset_x) / columns);
            for (const Shape& shape : shapes) {
                grid.anchors.push_back(
                    {cx, cy, static_cast<float>(shape.width), static_cast<float>(shape.height)});
            }
        }
    }
    return {};
}

/// Scale of layer `index` out of `count`, in even steps; 1 after the last.
double scale_at(double min_scale, double max_scale, int index, int count, double only) {
    if (index >= count) return 1;
    if (count == 1) return only;
    return min_scale + (max_scale - min_scale) * index / (count - 1);
}

std::vector<Shape> shapes_of(double scale, double next_scale, const std::vector<double>& ratios,
                             double interpolated) {
    std::vector<Shape> shapes;
    shapes.reserve(ratios.size() + 1);
    for (const double ratio : ratios) shapes.push_back(shape_of(scale, ratio));
    if (interpolated != 0) shapes.push_back(shape_of(std::sqrt(scale * next_scale), interpolated));
    return shapes;
}

/// The three anchors of a reduced lowest layer, in both makers' generators.
std::vector<Shape> reduced_shapes(double scale) {
    return {shape_of(0.1, 1.0), shape_of(scale, 2.0), shape_of(scale, 0.5)};
}

Result<void> check(const TfSsdAnchorSpec& spec) {
    if (spec.layers < 1 || spec.layers > kMaxLayers) return invalid_anchors("layers must be 1 to 64");
    if (auto scales = check_scales(spec.min_scale, spec.max_scale); !scales) return scales;
    if (!spec.grid_sizes.empty() && spec.grid_sizes.size() != static_cast<std::size_t>(spec.layers)) {
        return invalid_anchors("grid_sizes must be empty or one a layer");
    }
    for (const int side : spec.grid_sizes) {
        if (side < 1 || side > kMaxGridSide) return invalid_anchors("grid_sizes must be 1 to 4096");
    }
    return check_ratios(spec.aspect_ratios, spec.interpolated_scale_aspect_ratio);
}

int half_up(int value) {
    return (value + 1) / 2;
}

Result<void> fill(AnchorGrid& grid, const TfSsdAnchorSpec& spec, Size input) {
    if (auto checked = check(spec); !checked) return checked;
    const double shorter = std::min(input.width, input.height);
    int rows = (input.height + 15) / 16;
    int columns = (input.width + 15) / 16;
    for (int layer = 0; layer < spec.layers; ++layer) {
        if (!spec.grid_sizes.empty()) {
            rows = columns = spec.grid_sizes[static_cast<std::size_t>(layer)];
        }
        const double scale = scale_at(spec.min_scale, spec.max_scale, layer, spec.layers, spec.min_scale);
        const double next = scale_at(spec.min_scale, spec.max_scale, layer + 1, spec.layers, spec.min_scale);
        std::vector<Shape> shapes =
            layer == 0 && spec.reduce_boxes_in_lowest_layer
                ? reduced_shapes(scale)
                : shapes_of(scale, next, spec.aspect_ratios, spec.interpolated_scale_aspect_ratio);
        for (Shape& shape : shapes) {
            shape.width *= shorter / input.width;
            shape.height *= shorter / input.height;
        }
        if (auto appended = append_layer(grid, rows, columns, shapes); !appended) return appended;
        rows = half_up(rows);
        columns = half_up(columns);
    }
    return {};
}

Result<void> check(const MediaPipeAnchorSpec& spec) {
    if (spec.strides.empty() || spec.strides.size() > kMaxLayers) {
        return invalid_anchors("strides must be 1 to 64 numbers");
    }
    for (const int stride : spec.strides) {
        if (stride < 1 || stride > kMaxImageSide) return invalid_anchors("strides must be 1 to 65536 pixels");
    }
    if (!in_range(spec.anchor_offset_x, 0, 1) || !in_range(spec.anchor_offset_y, 0, 1)) {
        return invalid_anchors("anchor_offset_x and anchor_offset_y must be 0 to 1");
    }
    if (auto scales = check_scales(spec.min_scale, spec.max_scale); !scales) return scales;
    return check_ratios(spec.aspect_ratios, spec.interpolated_scale_aspect_ratio);
}

Result<void> fill(AnchorGrid& grid, const MediaPipeAnchorSpec& spec, Size input) {
    if (auto checked = check(spec); !checked) return checked;
    const int count = static_cast<int>(spec.strides.size());
    const double middle = (spec.min_scale + spec.max_scale) / 2;
    grid.sized = !spec.fixed_anchor_size;
    int layer = 0;
    while (layer < count) {
        const int stride = spec.strides[static_cast<std::size_t>(layer)];
        std::vector<Shape> shapes;
        for (; layer < count && spec.strides[static_cast<std::size_t>(layer)] == stride; ++layer) {
            const double scale = scale_at(spec.min_scale, spec.max_scale, layer, count, middle);
            const double next = scale_at(spec.min_scale, spec.max_scale, layer + 1, count, middle);
            const auto more =
                layer == 0 && spec.reduce_boxes_in_lowest_layer
                    ? reduced_shapes(scale)
                    : shapes_of(scale, next, spec.aspect_ratios, spec.interpolated_scale_aspect_ratio);
            shapes.insert(shapes.end(), more.begin(), more.end());
        }
        if (spec.fixed_anchor_size) std::fill(shapes.begin(), shapes.end(), Shape{1, 1});
        const int rows = (input.height + stride - 1) / stride;
        const int columns = (input.width + stride - 1) / stride;
        auto appended = append_layer(grid, rows, columns, shapes, spec.anchor_offset_x, spec.anchor_offset_y);
        if (!appended) return appended;
    }
    return {};
}

Result<void> fill(AnchorGrid& grid, const GridAnchorSpec& spec, Size) {
    if (spec.layers.empty() || spec.layers.size() > kMaxLayers)
        return invalid_anchors("layers must be 1 to 64");
    for (const GridAnchorSpec::Layer& layer : spec.layers) {
        if (!in_range(layer.rows, 1, kMaxGridSide) || !in_range(layer.columns, 1, kMaxGridSide)) {
            return invalid_anchors("rows and columns must be 1 to 4096");
        }
        if (layer.sizes.empty() || layer.sizes.size() > kMaxPerCell) {
            return invalid_anchors("sizes must be 1 to 1024 pairs of width and height a layer");
        }
        std::vector<Shape> shapes;
        for (const auto& [width, height] : layer.sizes) {
            if (!in_range(width, 1e-6, 100) || !in_range(height, 1e-6, 100)) {
                return invalid_anchors("sizes must be fractions of the input, over 0 and at most 100");
            }
            shapes.push_back({width, height});
        }
        if (auto appended = append_layer(grid, layer.rows, layer.columns, shapes); !appended) return appended;
    }
    return {};
}

/// Anchors of one cell share a centre; a row goes on while centres move right, a layer while they move down.
class LayersOfList {
public:
    explicit LayersOfList(const std::vector<Anchor>& anchors) : anchors_(anchors) {}

    /// One layer of one row when the list is no grid.
    std::vector<AnchorLayer> find() {
        std::vector<AnchorLayer> layers;
        std::size_t at = 0;
        while (at < anchors_.size()) {
            const AnchorLayer layer = layer_from(at);
            at += static_cast<std::size_t>(layer.rows) * static_cast<std::size_t>(layer.columns) *
                  static_cast<std::size_t>(layer.per_cell);
            layers.push_back(layer);
            if (layers.size() > kMaxLayers) {
                return {{1, static_cast<int>(anchors_.size()), 1, 0}};
            }
        }
        return layers;
    }

private:
    /// Generators round each anchor's centre anew.
    static bool same(float a, float b) { return std::abs(a - b) < 1e-4F; }

    /// Anchors from `at` on with one centre.
    int cell_from(std::size_t at) const {
        std::size_t end = at + 1;
        while (end < anchors_.size() && same(anchors_[end].cx, anchors_[at].cx) &&
               same(anchors_[end].cy, anchors_[at].cy)) {
            ++end;
        }
        return static_cast<int>(end - at);
    }

    /// Cells from `at` on that move right in one row.
    int row_from(std::size_t at, int per_cell) const {
        int columns = 1;
        for (std::size_t next = at + static_cast<std::size_t>(per_cell); next < anchors_.size(); ++columns) {
            const Anchor& before = anchors_[next - 1];
            const bool right = same(anchors_[next].cy, before.cy) && anchors_[next].cx > before.cx;
            if (!right || cell_from(next) != per_cell) break;
            next += static_cast<std::size_t>(per_cell);
        }
        return columns;
    }

    AnchorLayer layer_from(std::size_t at) const {
        AnchorLayer layer{1, 1, cell_from(at), static_cast<int>(at)};
        layer.columns = row_from(at, layer.per_cell);
        const auto row = static_cast<std::size_t>(layer.columns) * static_cast<std::size_t>(layer.per_cell);
        for (std::size_t next = at + row; next < anchors_.size(); next += row) {
            const bool down = anchors_[next].cy > anchors_[next - 1].cy &&
                              !same(anchors_[next].cy, anchors_[next - 1].cy) &&
                              same(anchors_[next].cx, anchors_[at].cx);
            if (!down || cell_from(next) != layer.per_cell || row_from(next, layer.per_cell) != layer.columns)
                break;
            ++layer.rows;
        }
        return layer;
    }

    const std::vector<Anchor>& anchors_;
};

Result<void> fill(AnchorGrid& grid, const ExplicitAnchorSpec& spec, Size) {
    if (spec.anchors.empty()) {
        return invalid_anchors(spec.file.empty() ? "list is empty" : "file " + spec.file + " was not read");
    }
    if (spec.anchors.size() > static_cast<std::size_t>(kMaxAnchors)) {
        return fail(ErrorCode::kTooLarge, "The anchors are more than " + std::to_string(kMaxAnchors) + ".");
    }
    for (const Anchor& anchor : spec.anchors) {
        const bool placed = in_range(static_cast<double>(anchor.cx), -10, 10) &&
                            in_range(static_cast<double>(anchor.cy), -10, 10);
        const bool sized = in_range(static_cast<double>(anchor.width), 0, 100) &&
                           in_range(static_cast<double>(anchor.height), 0, 100);
        if (!placed || !sized) {
            return invalid_anchors(
                "list must hold centres from -10 to 10 and sizes from 0 to 100, as fractions of the input");
        }
    }
    grid.anchors = spec.anchors;
    grid.layers = LayersOfList(spec.anchors).find();
    return {};
}

/// Smallest side s of a square whose IoU with a co-centred box of sides a <= b reaches `iou`.
/// While s <= a the square lies inside, IoU = s^2 / (a b). While a <= s <= b they cross,
/// IoU = a s / (a b + s^2 - a s): a quadratic in s. Beyond b the IoU only falls.
double smallest_square(double a, double b, double iou) {
    const double inside = std::sqrt(iou * a * b);
    if (inside <= a) return inside;
    const double linear = a * (1 + iou);
    const double discriminant = linear * linear - 4 * iou * iou * a * b;
    if (discriminant < 0) return std::numeric_limits<double>::infinity();
    const double crossing = (linear - std::sqrt(discriminant)) / (2 * iou);
    return crossing <= b ? crossing : std::numeric_limits<double>::infinity();
}

struct BestAnchor {
    double iou = 0;
    int index = -1;
};

/// Of all anchors moved to the object's centre.
BestAnchor best_anchor(const AnchorGrid& grid, Size input, double width_px, double height_px) {
    BestAnchor best;
    if (!grid.sized || !(width_px > 0) || !(height_px > 0)) return best;
    for (std::size_t i = 0; i < grid.anchors.size(); ++i) {
        const double width = static_cast<double>(grid.anchors[i].width) * input.width;
        const double height = static_cast<double>(grid.anchors[i].height) * input.height;
        const double common = std::min(width, width_px) * std::min(height, height_px);
        const double iou = common / (width * height + width_px * height_px - common);
        if (iou > best.iou) best = {iou, static_cast<int>(i)};
    }
    return best;
}

}  // namespace

Result<AnchorGrid> make_anchors(const AnchorSpec& spec, Size input) {
    if (auto size = check_size(input); !size) {
        return fail(ErrorCode::kInvalidArgument, "The network's input: " + size.error().message);
    }
    AnchorGrid grid;
    const auto filled = visit_anchors(spec, [&](const auto& kind) { return fill(grid, kind, input); });
    if (!filled) return tl::unexpected<Error>(filled.error());
    return grid;
}

Result<std::vector<Anchor>> read_anchors(std::string_view text) {
    std::vector<Anchor> anchors;
    int line = 0;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        // strtod needs an end of its own.
        std::string row(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        ++line;
        std::replace_if(
            row.begin(), row.end(), [](char c) { return c == ',' || c == ';' || c == '\r' || c == '\t'; },
            ' ');
        if (row.find_first_not_of(' ') == std::string::npos || row.front() == '#') continue;
        std::array<float, 4> values;
        const char* at = row.c_str();
        bool read = true;
        for (float& value : values) {
            char* after = nullptr;
            value = std::strtof(at, &after);
            read = read && after != at && std::isfinite(value);
            at = after;
        }
        if (!read || std::string_view(at).find_first_not_of(' ') != std::string_view::npos) {
            return invalid_anchors("line " + std::to_string(line) +
                                   " is not cx cy width height, four numbers");
        }
        if (anchors.size() == static_cast<std::size_t>(kMaxAnchors)) {
            return fail(ErrorCode::kTooLarge,
                        "The anchors are more than " + std::to_string(kMaxAnchors) + ".");
        }
        anchors.push_back({values[0], values[1], values[2], values[3]});
    }
    return anchors;
}

double best_anchor_iou(const AnchorGrid& grid, Size input, double width_px, double height_px) {
    return best_anchor(grid, input, width_px, height_px).iou;
}

int nearest_anchor(const AnchorGrid& grid, Size input, double width_px, double height_px) {
    return best_anchor(grid, input, width_px, height_px).index;
}

double smallest_reach_px(const AnchorGrid& grid, Size input, double iou) {
    if (!grid.sized || grid.anchors.empty()) return 0;
    double smallest = std::numeric_limits<double>::infinity();
    for (const Anchor& anchor : grid.anchors) {
        const double width = static_cast<double>(anchor.width) * input.width;
        const double height = static_cast<double>(anchor.height) * input.height;
        smallest = std::min(smallest, smallest_square(std::min(width, height), std::max(width, height), iou));
    }
    return std::isinf(smallest) ? 0 : smallest;
}

}  // namespace farsight
