#include "farsight/onnx_fields.h"

#include <array>
#include <catch2/catch.hpp>
#include <string>

#include "import/onnx_writer.h"

using namespace farsight;
using onnx::Attribute;
using onnx::Node;
using onnx::Writer;

namespace {

using Numbers = std::vector<std::int64_t>;

/// Weights of a square kernel, and the convolution over them; it pads behind only.
void convolve(Writer& writer, const std::string& from, const std::string& to, std::int64_t kernel,
              std::int64_t stride) {
    const Numbers shape = {1, 1, kernel, kernel};
    const std::vector<float> values(static_cast<std::size_t>(kernel * kernel), 1.0F);
    writer.initializer(to + "_weights", onnx::ElementType::kFloat, shape, std::as_bytes(std::span(values)));
    writer.node({"Conv", {from, to + "_weights"}, {Attribute("strides", Numbers{stride, stride})}}, to);
}

void input(Writer& writer) {
    writer.input("picture", Numbers{1, 64, 64});
}

Result<std::vector<HeadFields>> fields_of(Writer& writer) {
    const std::string bytes = writer.finish();
    return onnx_receptive_fields(std::as_bytes(std::span(bytes)));
}

}  // namespace

TEST_CASE("heads of two maps bear the fields of both, in the order in which they are strung together") {
    Writer writer(1 << 12);
    input(writer);
    convolve(writer, "picture", "a", 3, 2);  // 3 pixels, stride 2
    writer.node({"Relu", {"a"}, {}}, "b");
    convolve(writer, "b", "c", 3, 2);  // 3 + 2 * 2 = 7, stride 4
    convolve(writer, "c", "d", 3, 2);  // 7 + 2 * 4 = 15, stride 8
    convolve(writer, "c", "near_head", 1, 1);
    convolve(writer, "d", "far_head", 3, 1);  // 15 + 2 * 8 = 31, stride 8
    writer.initializer("shape", Numbers{0, -1, 4});
    writer.node({"Reshape", {"near_head", "shape"}, {}}, "near_rows");
    writer.node({"Reshape", {"far_head", "shape"}, {}}, "far_rows");
    writer.node({"Concat", {"near_rows", "far_rows"}, {Attribute("axis", 1)}}, "boxes");
    writer.output("boxes", Numbers{320, 4});
    const auto heads = fields_of(writer).value();
    REQUIRE(heads.size() == 1);
    CHECK(heads[0].output == "boxes");
    REQUIRE(heads[0].maps.size() == 2);
    CHECK(heads[0].maps[0].x.size_px == 7);
    CHECK(heads[0].maps[0].x.stride_px == 4);
    CHECK(heads[0].maps[1].y.size_px == 31);
    CHECK(heads[0].maps[1].y.stride_px == 8);
}

TEST_CASE("a residual sum sees what its deeper branch sees, and kernels of two shapes are told apart") {
    Writer writer(1 << 12);
    input(writer);
    const Numbers shape = {1, 1, 1, 5};
    const std::vector<float> row(5, 1.0F);
    writer.initializer("row", onnx::ElementType::kFloat, shape, std::as_bytes(std::span(row)));
    writer.node({"Conv", {"picture", "row"}, {Attribute("pads", Numbers{0, 2, 0, 2})}}, "wide");
    writer.node({"Add", {"picture", "wide"}, {}}, "sum");
    writer.output("sum", Numbers{1, 64, 64});
    const auto heads = fields_of(writer).value();
    REQUIRE(heads.size() == 1);
    CHECK(heads[0].maps[0].x.size_px == 5);
    CHECK(heads[0].maps[0].x.centre_px == 0.5);
    CHECK(heads[0].maps[0].y.size_px == 1);
}

TEST_CASE("a feature pyramid's fine map sees what the enlarged coarse one sees, at the fine stride") {
    Writer writer(1 << 12);
    input(writer);
    convolve(writer, "picture", "fine", 2, 2);  // 2 pixels, stride 2
    convolve(writer, "fine", "coarse", 2, 2);   // 4 pixels, stride 4
    writer.initializer("scales", std::vector<float>{1, 1, 2, 2});
    writer.node({"Resize", {"coarse", "", "scales"}, {}}, "enlarged");
    writer.node({"Add", {"fine", "enlarged"}, {}}, "merged");
    convolve(writer, "merged", "head", 3, 1);
    writer.output("head", Numbers{1, 32, 32});
    const auto map = fields_of(writer).value().at(0).maps.at(0);
    CHECK(map.x.stride_px == 2);
    // Pixels 0 to 3 for cell 0, and a neighbour on each side 2 pixels away.
    CHECK(map.x.size_px == 8);
}

TEST_CASE("what has no field says so") {
    Writer pooled(1 << 10);
    input(pooled);
    pooled.node({"GlobalAveragePool", {"picture"}, {}}, "all");
    pooled.output("all", Numbers{1, 1, 1});
    const auto global = fields_of(pooled);
    REQUIRE_FALSE(global);
    CHECK(global.error().code == ErrorCode::kUnsupported);
    CHECK(global.error().message.find("GlobalAveragePool") != std::string::npos);

    CHECK(onnx_receptive_fields({}).error().code == ErrorCode::kInvalidModel);
    const std::string broken = "\x3a\x7f\x0a";  // A graph of 127 bytes that are not there.
    CHECK(onnx_receptive_fields(std::as_bytes(std::span(broken))).error().code == ErrorCode::kInvalidModel);
}

TEST_CASE("a graph cut off anywhere is an error, not the end of the program") {
    Writer writer(1 << 12);
    input(writer);
    convolve(writer, "picture", "head", 3, 1);
    writer.output("head", Numbers{1, 64, 64});
    const std::string whole = writer.finish();
    REQUIRE(onnx_receptive_fields(std::as_bytes(std::span(whole))));
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const auto cut = onnx_receptive_fields(std::as_bytes(std::span(whole)).first(size));
        // What stands behind the graph may be missing.
        if (cut) {
            CHECK(cut->size() == 1);
        } else {
            CHECK(cut.error().code == ErrorCode::kInvalidModel);
        }
    }
}
