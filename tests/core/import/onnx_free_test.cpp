#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <numeric>
#include <string>
#include <vector>

#include "farsight/free_size.h"
#include "farsight/region_anchors.h"
#include "import/onnx_writer.h"
#include "onnx_reader.h"

using namespace farsight;
using farsight::testing::OnnxModel;

namespace {

/// An SSD of two anchor layers on a 64 by 64 picture: strides 16 and 32, one anchor a cell, one class.
struct TinySsd {
    std::string reshape = "Reshape";  ///< Operator between the maps and the joint.
    std::vector<std::int64_t> box_shape = {-1, 16, 4};
    bool baked_map = false;
    bool global_pool = false;
    std::int64_t side = 64;  ///< Of the picture; -1: free.

    std::string onnx() const {
        onnx::Writer writer(1 << 12);
        writer.input("image", std::array<std::int64_t, 4>{1, 3, side, side});
        weights(writer, "w1", 8, 3, 16);
        weights(writer, "w2", 8, 8, 2);
        weights(writer, "wb", 4, 8, 1);
        weights(writer, "ws", 1, 8, 1);
        conv(writer, "image", "w1", 16, 16, "fine");
        if (baked_map) {
            const std::vector<float> map(16, 1.0F);
            writer.initializer("map", onnx::ElementType::kFloat, std::array<std::int64_t, 4>{1, 1, 4, 4},
                               std::as_bytes(std::span(map)));
        }
        if (global_pool) writer.node({"GlobalAveragePool", {"fine"}, {}}, "whole");
        const char* base = "fine";
        if (baked_map || global_pool) {
            writer.node({"Mul", {"fine", baked_map ? "map" : "whole"}, {}}, "scaled");
            base = "scaled";
        }
        conv(writer, base, "w2", 2, 2, "coarse");
        head(writer, base, "wb", "fine_boxes", box_shape);
        head(writer, "coarse", "wb", "coarse_boxes", {-1, 4, 4});
        head(writer, base, "ws", "fine_scores", {-1, 16, 1});
        head(writer, "coarse", "ws", "coarse_scores", {-1, 4, 1});
        writer.node({"Concat", {"fine_boxes", "coarse_boxes"}, {{"axis", std::int64_t{1}}}}, "boxes");
        writer.node({"Concat", {"fine_scores", "coarse_scores"}, {{"axis", std::int64_t{1}}}}, "scores");
        writer.output("boxes", std::array<std::int64_t, 3>{1, 20, 4});
        writer.output("scores", std::array<std::int64_t, 3>{1, 20, 1});
        return writer.finish();
    }

private:
    static void weights(onnx::Writer& writer, const char* name, std::int64_t out, std::int64_t in,
                        std::int64_t kernel) {
        const std::vector<float> values(static_cast<std::size_t>(out * in * kernel * kernel), 0.5F);
        writer.initializer(name, onnx::ElementType::kFloat, std::array{out, in, kernel, kernel},
                           std::as_bytes(std::span(values)));
    }
    static void conv(onnx::Writer& writer, const char* in, const char* weight, std::int64_t kernel,
                     std::int64_t stride, const char* out) {
        writer.node(
            {"Conv",
             {in, weight},
             {{"kernel_shape", std::vector{kernel, kernel}}, {"strides", std::vector{stride, stride}}}},
            out);
    }
    void head(onnx::Writer& writer, const std::string& map, const char* weight, const std::string& out,
              const std::vector<std::int64_t>& shape) const {
        conv(writer, map.c_str(), weight, 1, 1, (out + "_map").c_str());
        writer.node({"Transpose", {out + "_map"}, {{"perm", std::vector<std::int64_t>{0, 2, 3, 1}}}},
                    out + "_last");
        writer.initializer(out + "_shape", shape);
        writer.node({reshape, {out + "_last", out + "_shape"}, {}}, out);
    }
};

/// The second layer's anchors are `ratio` times as large as the first's.
ModelCard card_of(double ratio) {
    ModelCard card;
    card.name = "tiny";
    card.input.size = {64, 64};
    card.input.layout = Layout::kNchw;
    card.heads.boxes = "boxes";
    card.heads.scores = "scores";
    card.heads.classes_count = 1;
    card.heads.anchors = GridAnchorSpec{{{4, 4, {{0.125, 0.125}}}, {2, 2, {{0.125 * ratio, 0.125 * ratio}}}}};
    return card;
}

std::span<const std::byte> bytes_of(const std::string& text) {
    return std::as_bytes(std::span(text));
}

std::string refusal_of(const TinySsd& network) {
    const std::string onnx = network.onnx();
    const auto close = close_network(bytes_of(onnx), card_of(2));
    REQUIRE_FALSE(close);
    CHECK(close.error().code == ErrorCode::kUnsupported);
    return close.error().message;
}

bool mentions(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a file of free size stays on tiles when an operator sees the whole picture") {
    TinySsd network;
    network.side = -1;
    const std::string local = network.onnx();
    CHECK(close_network(bytes_of(local), card_of(2)));
    network.global_pool = true;
    CHECK(mentions(refusal_of(network), "GlobalAveragePool, which sees the whole picture"));
}

TEST_CASE("a freed network leaves height and width open and reshapes to any number of rows") {
    const std::string onnx = TinySsd{}.onnx();
    const auto freed = free_network(bytes_of(onnx));
    REQUIRE(freed);
    const OnnxModel model = testing::read_onnx(*freed);
    CHECK(model.inputs.at("image") == std::vector<std::string>{"batch", "3", "height", "width"});
    CHECK(model.outputs.at("boxes") == std::vector<std::string>{"batch", "rows", "4"});
    CHECK(model.nodes.size() == testing::read_onnx(onnx).nodes.size());
    const auto& reshape = model.producer("fine_boxes");
    CHECK(model.initializer(reshape.inputs.at(1)).values<std::int64_t>() ==
          std::vector<std::int64_t>{0, -1, 4});
    CHECK(model.initializer("w1").bytes == testing::read_onnx(onnx).initializer("w1").bytes);
    // What was only used by the old reshape is gone.
    CHECK(model.initializers.count("fine_boxes_shape") == 0);
}

TEST_CASE("a network that is free already stays as it is") {
    const std::string onnx = TinySsd{}.onnx();
    const auto once = free_network(bytes_of(onnx));
    REQUIRE(once);
    const auto twice = free_network(bytes_of(*once));
    REQUIRE(twice);
    CHECK(*twice == *once);
}

TEST_CASE("a close network keeps the layers with anchors up to four times the smallest") {
    const std::string onnx = TinySsd{}.onnx();
    SECTION("both") {
        const auto close = close_network(bytes_of(onnx), card_of(4));
        REQUIRE(close);
        CHECK(close->free == FreeSize{32, {16, 32}});
        CHECK(testing::read_onnx(close->onnx).producer("boxes").inputs.size() == 2);
    }
    SECTION("the first") {
        const auto close = close_network(bytes_of(onnx), card_of(5));
        REQUIRE(close);
        CHECK(close->free == FreeSize{16, {16}});
        const OnnxModel model = testing::read_onnx(close->onnx);
        CHECK(model.producer("boxes").inputs == std::vector<std::string>{"fine_boxes"});
        CHECK(model.producer("scores").inputs == std::vector<std::string>{"fine_scores"});
        // One convolution makes the map, two make its heads; the coarse map's three are gone.
        CHECK(model.count("Conv") == 3);
        CHECK(model.initializers.count("w2") == 0);
    }
}

TEST_CASE("what a network of free size cannot have is named") {
    TinySsd baked;
    baked.baked_map = true;
    CHECK(mentions(refusal_of(baked), "a map of fixed size, \"map\", is baked in"));
    TinySsd pooled;
    pooled.global_pool = true;
    CHECK(mentions(refusal_of(pooled), "GlobalAveragePool"));
    TinySsd grid;
    grid.box_shape = {1, 4, 4, 1, 4};
    CHECK(mentions(refusal_of(grid), "\"fine_boxes\" bakes a grid in"));
    TinySsd unknown;
    unknown.reshape = "Mystery";
    CHECK(mentions(refusal_of(unknown), "Mystery"));
}

TEST_CASE("anchors whose strides the graph does not have are refused") {
    const std::string onnx = TinySsd{}.onnx();
    ModelCard card = card_of(2);
    card.heads.anchors = GridAnchorSpec{{{8, 8, {{0.125, 0.125}}}, {2, 2, {{0.25, 0.25}}}}};
    const auto close = close_network(bytes_of(onnx), card);
    REQUIRE_FALSE(close);
    CHECK(mentions(close.error().message, "strides"));
}

TEST_CASE("a damaged network is an error, wherever it is cut off") {
    const std::string onnx = TinySsd{}.onnx();
    for (std::size_t length = 0; length < onnx.size(); length += 37) {
        const std::string cut = onnx.substr(0, length);
        const auto close = close_network(bytes_of(cut), card_of(2));
        if (length < onnx.size() / 2) CHECK_FALSE(close);
    }
}

TEST_CASE("a region's anchors go on at the stride, from where the trained grid's cells stand on average") {
    // The stock SSD: 19 and 10 cells on 300 pixels, whose strides are 16 and 32.
    const TfSsdAnchorSpec spec;
    const auto trained = make_anchors(spec, {300, 300});
    REQUIRE(trained);
    const FreeSize free{32, {16, 32}};
    const auto grid = region_anchors(*trained, {300, 300}, free, {364, 236});
    REQUIRE(grid);
    REQUIRE(grid->layers.size() == 2);
    CHECK(grid->layers[0].columns == 23);
    CHECK(grid->layers[0].rows == 15);
    CHECK(grid->layers[1].columns == 12);
    CHECK(grid->layers[1].rows == 8);
    CHECK(grid->layers[1].first_anchor == 23 * 15 * 3);
    CHECK(grid->anchors.size() == 23 * 15 * 3 + 12 * 8 * 6);
    // The mean over 19 cells of (i + 0.5) 300 / 19 is 150, that of 16 i is 144: the first centre lies at 6.
    const auto centre_px = [&](std::size_t i) {
        return std::pair{grid->anchors[i].cx * 364, grid->anchors[i].cy * 236};
    };
    CHECK(centre_px(0).first == Approx(6));
    CHECK(centre_px(0).second == Approx(6));
    CHECK(centre_px(3).first == Approx(22));
    CHECK(centre_px(3 * 23).second == Approx(22));
    // 10 cells of 32: 150 - 144.
    CHECK(centre_px(23 * 15 * 3).first == Approx(6));
    // The smallest anchor keeps its 30 pixels.
    CHECK(grid->anchors[0].width * 364 == Approx(30));
    CHECK(grid->anchors[0].height * 236 == Approx(30));
}

TEST_CASE("a region of a size between the steps is refused") {
    const auto trained = make_anchors(TfSsdAnchorSpec{}, {300, 300});
    REQUIRE(trained);
    CHECK_FALSE(region_anchors(*trained, {300, 300}, {32, {16, 32}}, {310, 300}));
    CHECK_FALSE(region_anchors(*trained, {300, 300}, {32, {16, 32}}, {12 - 32, 300}));
}
