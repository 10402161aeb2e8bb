#include "farsight/anchors.h"

#include <catch2/catch.hpp>
#include <cmath>

using namespace farsight;

namespace {

#include "golden/decode.inc"

AnchorGrid grid_of(const AnchorSpec& spec, Size input) {
    auto grid = make_anchors(spec, input);
    REQUIRE(grid.has_value());
    return *grid;
}

ErrorCode code_of(const AnchorSpec& spec, Size input = {300, 300}) {
    const auto grid = make_anchors(spec, input);
    REQUIRE_FALSE(grid.has_value());
    CHECK_FALSE(grid.error().message.empty());
    return grid.error().code;
}

GridAnchorSpec one_box(double width, double height) {
    return {{{1, 1, {{width, height}}}}};
}

/// Smallest side whose best IoU reaches `iou`, by trying sides a hundredth of a pixel apart.
double searched_reach(const AnchorGrid& grid, Size input, double iou) {
    for (int hundredths = 1; hundredths < 100 * input.width; ++hundredths) {
        const double side = hundredths / 100.0;
        if (best_anchor_iou(grid, input, side, side) >= iou) return side;
    }
    return HUGE_VAL;
}

}  // namespace

TEST_CASE("a TF SSD of 300 pixels has 1917 anchors on six layers") {
    const AnchorGrid grid = grid_of(TfSsdAnchorSpec{}, {300, 300});
    CHECK(grid.anchors.size() == 1917);
    CHECK(grid.sized);
    REQUIRE(grid.layers.size() == 6);
    const int sides[] = {19, 10, 5, 3, 2, 1};
    const int firsts[] = {0, 1083, 1683, 1833, 1887, 1911};
    for (std::size_t i = 0; i < 6; ++i) {
        CHECK(grid.layers[i].rows == sides[i]);
        CHECK(grid.layers[i].columns == sides[i]);
        CHECK(grid.layers[i].per_cell == (i == 0 ? 3 : 6));
        CHECK(grid.layers[i].first_anchor == firsts[i]);
    }
}

TEST_CASE("TF anchors are those of the float64 formulas") {
    const AnchorGrid grid = grid_of(TfSsdAnchorSpec{}, {300, 300});
    for (const auto& [index, cx, cy, width, height] : kTfAnchors) {
        const Anchor& anchor = grid.anchors.at(static_cast<std::size_t>(index));
        CHECK(static_cast<double>(anchor.cx) == Approx(cx).margin(1e-7));
        CHECK(static_cast<double>(anchor.cy) == Approx(cy).margin(1e-7));
        CHECK(static_cast<double>(anchor.width) == Approx(width).margin(1e-7));
        CHECK(static_cast<double>(anchor.height) == Approx(height).margin(1e-7));
    }
}

TEST_CASE("a TF SSD of 320 pixels has 2034 anchors") {
    CHECK(grid_of(TfSsdAnchorSpec{}, {320, 320}).anchors.size() == 2034);
}

TEST_CASE("TF anchors stay square in pixels on an input that is not") {
    const AnchorGrid grid = grid_of(TfSsdAnchorSpec{}, {600, 300});
    CHECK(grid.layers[0].columns == 38);
    CHECK(grid.layers[0].rows == 19);
    CHECK(grid.anchors[0].width * 600 == Approx(30));
    CHECK(grid.anchors[0].height * 300 == Approx(30));
}

TEST_CASE("TF layers may name their grids, as feature pyramids with other strides need") {
    TfSsdAnchorSpec spec;
    spec.layers = 2;
    spec.grid_sizes = {4, 3};
    const AnchorGrid grid = grid_of(spec, {300, 300});
    CHECK(grid.anchors.size() == 4 * 4 * 3 + 3 * 3 * 6);
    CHECK(grid.anchors[0].cx == 0.125F);
}

TEST_CASE("the short-range face detector has 896 anchors, two a cell and then six") {
    const AnchorGrid grid = grid_of(MediaPipeAnchorSpec{}, {128, 128});
    CHECK(grid.anchors.size() == 896);
    CHECK_FALSE(grid.sized);
    REQUIRE(grid.layers.size() == 2);
    CHECK(grid.layers[0].per_cell == 2);
    CHECK(grid.layers[1].per_cell == 6);
    CHECK(grid.layers[1].first_anchor == 512);
    // The third anchor stands in the second cell: (1 + 0.5) / 16.
    CHECK(grid.anchors[2].cx == 0.09375F);
    CHECK(grid.anchors[2].cy == 0.03125F);
    CHECK(grid.anchors[2].width == 1);
}

TEST_CASE("the full-range face detector has 2304 anchors, one a cell") {
    MediaPipeAnchorSpec spec;
    spec.strides = {4};
    spec.interpolated_scale_aspect_ratio = 0;
    const AnchorGrid grid = grid_of(spec, {192, 192});
    CHECK(grid.anchors.size() == 2304);
    CHECK(grid.layers[0].rows == 48);
}

TEST_CASE("MediaPipe anchors without a fixed size grow from min_scale to max_scale") {
    MediaPipeAnchorSpec spec;
    spec.min_scale = 0.2;
    spec.max_scale = 0.6;
    spec.strides = {16, 32};
    spec.fixed_anchor_size = false;
    const AnchorGrid grid = grid_of(spec, {64, 64});
    REQUIRE(grid.anchors.size() == 4 * 4 * 2 + 2 * 2 * 2);
    CHECK(grid.sized);
    CHECK(grid.anchors[0].width == 0.2F);
    CHECK(static_cast<double>(grid.anchors[1].width) == Approx(std::sqrt(0.2 * 0.6)));
    CHECK(grid.anchors[32].width == 0.6F);
    CHECK(static_cast<double>(grid.anchors[33].width) == Approx(std::sqrt(0.6)));
}

TEST_CASE("written-out grids keep the order row, column, box") {
    const GridAnchorSpec spec{{{1, 2, {{0.5, 0.25}, {0.1, 0.2}}}, {1, 1, {{1, 1}}}}};
    const AnchorGrid grid = grid_of(spec, {100, 100});
    REQUIRE(grid.anchors.size() == 5);
    CHECK(grid.anchors[0].cx == 0.25F);
    CHECK(grid.anchors[0].width == 0.5F);
    CHECK(grid.anchors[1].height == 0.2F);
    CHECK(grid.anchors[2].cx == 0.75F);
    CHECK(grid.layers[1].first_anchor == 4);
}

TEST_CASE("an object of an anchor's own size is reached with IoU one") {
    const AnchorGrid grid = grid_of(one_box(0.2, 0.1), {100, 100});
    CHECK(best_anchor_iou(grid, {100, 100}, 20, 10) == Approx(1));
    CHECK(best_anchor_iou(grid, {100, 100}, 10, 10) == Approx(0.5));
    // Crossed: common 10 x 10, union 200 + 400 - 100.
    CHECK(best_anchor_iou(grid, {100, 100}, 10, 40) == Approx(100.0 / 500));
    CHECK(best_anchor_iou(grid, {100, 100}, 0, 10) == 0);
}

TEST_CASE("the nearest anchor of a person is an upright one of its size") {
    const Size input{300, 300};
    const AnchorGrid grid = grid_of(TfSsdAnchorSpec{}, input);
    // 64 by 128 pixels: scale 0.35 of the second layer (105 pixels), ratio 1/2: 74 by 148.
    const int index = nearest_anchor(grid, input, 64, 128);
    REQUIRE(index >= 1083);
    REQUIRE(index < 1683);
    const Anchor& anchor = grid.anchors[static_cast<std::size_t>(index)];
    CHECK(anchor.width * 300 == Approx(105 / std::sqrt(2.0)));
    CHECK(anchor.height * 300 == Approx(105 * std::sqrt(2.0)));
    CHECK(nearest_anchor(grid, input, 0, 10) == -1);
    CHECK(nearest_anchor(AnchorGrid{}, input, 10, 10) == -1);
}

TEST_CASE("a 30-pixel anchor reaches squares from 30 times the root of the IoU") {
    const AnchorGrid grid = grid_of(TfSsdAnchorSpec{}, {300, 300});
    CHECK(smallest_reach_px(grid, {300, 300}, 0.5) == Approx(30 * std::sqrt(0.5)));
    CHECK(smallest_reach_px(grid, {300, 300}, 1) == Approx(30));
}

TEST_CASE("the closed form of reach agrees with a search") {
    const double iou = GENERATE(0.3, 0.5, 0.6, 0.7);
    const double aspect = GENERATE(0.2, 0.34, 0.5, 0.7, 1.0, 1.6, 3.0);
    const Size input{100, 100};
    const AnchorGrid grid = grid_of(one_box(0.2 * aspect, 0.2), input);
    const double searched = searched_reach(grid, input, iou);
    const double closed = smallest_reach_px(grid, input, iou);
    if (std::isinf(searched)) {
        CHECK(closed == 0);
    } else {
        CHECK(closed == Approx(searched).margin(0.011));
    }
}

TEST_CASE("a grid without sizes says nothing of reach") {
    const AnchorGrid grid = grid_of(MediaPipeAnchorSpec{}, {128, 128});
    CHECK(best_anchor_iou(grid, {128, 128}, 20, 20) == 0);
    CHECK(smallest_reach_px(grid, {128, 128}, 0.5) == 0);
    CHECK(smallest_reach_px(AnchorGrid{}, {128, 128}, 0.5) == 0);
}

TEST_CASE("specifications out of range are refused") {
    TfSsdAnchorSpec tf;
    tf.layers = GENERATE(0, -1, 65);
    CHECK(code_of(tf) == ErrorCode::kInvalidArgument);
    tf = {};
    tf.min_scale = GENERATE(values({0.0, -1.0, 0.96, std::nan("")}));
    CHECK(code_of(tf) == ErrorCode::kInvalidArgument);
    tf = {};
    tf.grid_sizes = {19, 10};
    CHECK(code_of(tf) == ErrorCode::kInvalidArgument);
    tf.grid_sizes = {19, 10, 5, 3, 2, 0};
    CHECK(code_of(tf) == ErrorCode::kInvalidArgument);
    tf = {};
    tf.aspect_ratios = {1, std::nan("")};
    CHECK(code_of(tf) == ErrorCode::kInvalidArgument);
    tf.aspect_ratios = {};
    tf.interpolated_scale_aspect_ratio = 0;
    CHECK(code_of(tf) == ErrorCode::kInvalidArgument);
    CHECK(code_of(TfSsdAnchorSpec{}, {0, 300}) == ErrorCode::kInvalidArgument);
}

TEST_CASE("MediaPipe and written-out specifications out of range are refused") {
    MediaPipeAnchorSpec media_pipe;
    media_pipe.strides = {};
    CHECK(code_of(media_pipe) == ErrorCode::kInvalidArgument);
    media_pipe.strides = {0};
    CHECK(code_of(media_pipe) == ErrorCode::kInvalidArgument);
    media_pipe = {};
    media_pipe.anchor_offset_x = std::nan("");
    CHECK(code_of(media_pipe) == ErrorCode::kInvalidArgument);
    CHECK(code_of(GridAnchorSpec{}) == ErrorCode::kInvalidArgument);
    CHECK(code_of(GridAnchorSpec{{{1, 1, {}}}}) == ErrorCode::kInvalidArgument);
    CHECK(code_of(GridAnchorSpec{{{0, 1, {{1, 1}}}}}) == ErrorCode::kInvalidArgument);
    CHECK(code_of(one_box(0, 1)) == ErrorCode::kInvalidArgument);
    CHECK(code_of(one_box(1, HUGE_VAL)) == ErrorCode::kInvalidArgument);
}

TEST_CASE("over a million anchors are too many") {
    MediaPipeAnchorSpec media_pipe;
    media_pipe.strides = {1};
    CHECK(code_of(media_pipe, {1024, 1024}) == ErrorCode::kTooLarge);
    CHECK(code_of(GridAnchorSpec{{{4096, 4096, {{1, 1}}}}}) == ErrorCode::kTooLarge);
}
