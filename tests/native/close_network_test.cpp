#include <array>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "farsight/runtime/model_file.h"
#include "import/onnx_writer.h"
#include "scratch_folder.h"

using namespace farsight;
using farsight::tests::ScratchFolder;

namespace {

/// An SSD of one anchor layer on a 64 by 64 picture with a stride of 16. With `row_sums` each cell is
/// divided by what stands in its whole row, which no other operator's name tells.
std::string grid_network(bool row_sums) {
    onnx::Writer writer(1 << 12);
    writer.input("image", std::array<std::int64_t, 4>{1, 3, 64, 64});
    const auto conv = [&](const char* in, const char* out, std::int64_t from, std::int64_t to,
                          std::int64_t kernel, std::int64_t stride) {
        std::vector<float> weights;
        for (std::int64_t i = 0; i < from * to * kernel * kernel; ++i)
            weights.push_back(static_cast<float>(i % 7 - 3) / 64);
        const std::string name = std::string(out) + "_weights";
        writer.initializer(name, onnx::ElementType::kFloat, std::array{to, from, kernel, kernel},
                           std::as_bytes(std::span(weights)));
        writer.node(
            {"Conv",
             {in, name},
             {{"kernel_shape", std::vector{kernel, kernel}}, {"strides", std::vector{stride, stride}}}},
            out);
    };
    conv("image", "cells", 3, 4, 16, 16);
    if (row_sums) writer.node({"Softmax", {"cells"}, {{"axis", std::int64_t{3}}}}, "summed");
    const auto head = [&](const std::string& out, std::int64_t values) {
        conv(row_sums ? "summed" : "cells", (out + "_map").c_str(), 4, values, 1, 1);
        writer.node({"Transpose", {out + "_map"}, {{"perm", std::vector<std::int64_t>{0, 2, 3, 1}}}},
                    out + "_last");
        writer.initializer(out + "_shape", std::vector<std::int64_t>{-1, 16, values});
        writer.node({"Reshape", {out + "_last", out + "_shape"}, {}}, out);
        writer.output(out, std::array<std::int64_t, 3>{1, 16, values});
    };
    head("boxes", 4);
    head("scores", 1);
    return writer.finish();
}

Result<Model> opened(bool row_sums) {
    ModelCard card;
    card.name = "grid";
    card.input.size = {64, 64};
    card.input.layout = Layout::kNchw;
    card.heads.boxes = "boxes";
    card.heads.scores = "scores";
    card.heads.classes_count = 1;
    card.heads.anchors = GridAnchorSpec{{{4, 4, {{0.25, 0.25}}}}};
    card.labels = {{"Patch", {}}};
    const ScratchFolder folder;
    const std::filesystem::path network = folder / "grid.onnx";
    std::ofstream(network, std::ios::binary) << grid_network(row_sums);
    std::ofstream(folder / "grid.onnx.card.json") << write_card(card);
    return load_model(network.string());
}

}  // namespace

TEST_CASE("a network is free of its size when a shifted picture gives shifted heads") {
    const auto model = opened(false);
    REQUIRE(model);
    CHECK(model->tiles_because.empty());
    CHECK(model->close);
    REQUIRE(model->card.free);
    CHECK(model->card.free->strides_px == std::vector{16});
}

TEST_CASE("a network whose cells depend on the size of the region stays on tiles") {
    const auto model = opened(true);
    REQUIRE(model);
    CHECK_FALSE(model->close);
    CHECK_FALSE(model->card.free);
    CHECK(model->tiles_because == "on a larger region it gives other heads for the same picture");
}
