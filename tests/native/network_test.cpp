#include "farsight/runtime/network.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <string>

#include "farsight/runtime/files.h"
#include "scratch_folder.h"
#include "tiny_network.h"

using namespace farsight;
using farsight::tests::tiny_card;
using farsight::tests::TinyNetwork;

namespace {

Result<Network> load(const std::string& onnx) {
    return Network::load(std::as_bytes(std::span(onnx)));
}

const HeadView& head(std::span<const HeadView> heads, std::string_view name) {
    return *std::find_if(heads.begin(), heads.end(), [&](const HeadView& view) { return view.name == name; });
}

}  // namespace

TEST_CASE("a network tells its tensors and runs") {
    TinyNetwork tiny;
    tiny.gains = {1, 2, 0, -1};
    tiny.biases = {0, 0, 0.5F, 1};
    const auto network = load(tiny.onnx());
    REQUIRE(network);
    REQUIRE(network->inputs().size() == 1);
    CHECK(network->inputs()[0].name == "image");
    CHECK(network->inputs()[0].shape == std::vector<std::int64_t>{1, 8, 8, 3});
    REQUIRE(network->outputs().size() == 2);

    auto run = NetworkRun::create(*network, tiny_card(), 1);
    REQUIRE(run);
    REQUIRE(run->input_floats(0).size() == 8 * 8 * 3);
    CHECK(run->input_bytes(0).empty());
    std::ranges::fill(run->input_floats(0), 0.25F);
    for (int repeat = 0; repeat < 2; ++repeat) {
        const auto heads = run->run(1);
        REQUIRE(heads);
        const HeadView& scores = head(*heads, "scores");
        CHECK(std::vector(scores.shape.begin(), scores.shape.end()) == std::vector<std::int64_t>{1, 4, 1});
        CHECK(std::vector(scores.values.begin(), scores.values.end()) ==
              std::vector<float>{0.25F, 0.5F, 0.5F, 0.75F});
    }
}

TEST_CASE("NaN and infinity pass through a run") {
    TinyNetwork tiny;
    tiny.biases = {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(), 0, 0};
    const auto network = load(tiny.onnx());
    REQUIRE(network);
    auto run = NetworkRun::create(*network, tiny_card(), 1);
    REQUIRE(run);
    std::ranges::fill(run->input_floats(0), 0.0F);
    const auto heads = run->run(1);
    REQUIRE(heads);
    CHECK(std::isnan(head(*heads, "scores").values[0]));
    CHECK(std::isinf(head(*heads, "scores").values[1]));
}

TEST_CASE("corrupt networks are errors with the file's name, never exceptions") {
    const farsight::tests::ScratchFolder folder;
    const std::string good = TinyNetwork().onnx();
    const auto bytes =
        GENERATE_COPY(std::string(), std::string("not a network"), good.substr(0, good.size() / 2),
                      std::string(64, '\xFF'), good + good.substr(0, 10) + "\xFF\xFF\xFF\xFF\xFF\xFF");
    REQUIRE(write_file(folder / "bad.onnx", bytes));
    const auto network = Network::load(folder / "bad.onnx");
    REQUIRE(!network);
    CHECK(network.error().code == ErrorCode::kInvalidModel);
    CHECK(network.error().message.find("bad.onnx") != std::string::npos);
    CHECK(!load(bytes));
}

TEST_CASE("hostile graphs are errors") {
    TinyNetwork hostile;
    SECTION("a cycle") {
        hostile.mean_source = "scores";
    }
    SECTION("a tensor whose size overflows") {
        hostile.claimed_shape = {1LL << 40, 1LL << 30};
    }
    SECTION("a tensor larger than its data") {
        hostile.claimed_shape = {1LL << 33};
    }
    SECTION("a negative size") {
        hostile.claimed_shape = {1, -4, -4};
    }
    const auto network = load(hostile.onnx());
    REQUIRE(!network);
    CHECK(network.error().code == ErrorCode::kInvalidModel);
    CHECK(network.error().message.find("export the network again") != std::string::npos);
}

TEST_CASE("a missing network file is an error") {
    CHECK(Network::load("/nowhere/none.onnx").error().code == ErrorCode::kIo);
}

TEST_CASE("a network of a fixed batch runs with that, whatever is asked for") {
    const auto network = load(TinyNetwork().onnx());
    REQUIRE(network);
    const auto run = NetworkRun::create(*network, tiny_card(), 2);
    REQUIRE(run);
    CHECK(run->capacity() == 1);
}
