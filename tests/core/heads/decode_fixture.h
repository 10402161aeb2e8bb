// What the tests of every kind of head share: tensors, one decoding, one box.
#pragma once

#include <catch2/catch.hpp>
#include <string>

#include "farsight/decode.h"

namespace farsight::testing {

/// A tensor and its shape, seen as a head.
struct Tensor {
    std::string name;
    std::vector<std::int64_t> shape;
    std::vector<float> values;

    Tensor(std::string tensor_name, std::vector<std::int64_t> dimensions, float fill = 0)
        : name(std::move(tensor_name)), shape(std::move(dimensions)) {
        std::size_t count = 1;
        for (const std::int64_t dimension : shape) count *= static_cast<std::size_t>(dimension);
        values.assign(count, fill);
    }

    float& at(int row, int value) {
        return values[static_cast<std::size_t>(row) * static_cast<std::size_t>(shape.back()) +
                      static_cast<std::size_t>(value)];
    }
    void set_row(int row, std::initializer_list<float> row_values) {
        int i = 0;
        for (const float value : row_values) at(row, i++) = value;
    }
    operator HeadView() const { return {name, values, shape}; }
};

struct Decoded {
    std::vector<Candidate> candidates;
    DecodeStats stats;
};

/// A tile that is the whole of an image of one pixel, so that boxes come out as fractions.
inline PyramidPlan unit_plan() {
    PyramidPlan plan;
    plan.image = {1, 1};
    return plan;
}

inline Tile tile_at(Rect region, std::uint8_t interior_edges = 0) {
    return {.index = 3, .level = 1, .region = region, .interior_edges = interior_edges};
}

inline Decoded decode(const ModelCard& card, std::initializer_list<HeadView> heads,
                      const DecodeOptions& options = {}, const PyramidPlan& plan = unit_plan(),
                      const Tile& tile = tile_at({0, 0, 1, 1}), int entry = 0) {
    auto decoder = Decoder::create(card, options);
    REQUIRE(decoder.has_value());
    Decoded decoded;
    const auto stats = decoder->decode(heads, entry, plan, tile, decoded.candidates);
    INFO((stats ? "" : stats.error().message));
    REQUIRE(stats.has_value());
    decoded.stats = *stats;
    return decoded;
}

inline Error error_of(const ModelCard& card, std::initializer_list<HeadView> heads, int entry = 0) {
    auto decoder = Decoder::create(card, {});
    REQUIRE(decoder.has_value());
    std::vector<Candidate> out;
    const auto stats = decoder->decode(heads, entry, unit_plan(), tile_at({0, 0, 1, 1}), out);
    REQUIRE_FALSE(stats.has_value());
    CHECK(out.empty());
    return stats.error();
}

inline void check_box(const Box& box, double x0, double y0, double x1, double y1, double margin = 1e-6) {
    CHECK(static_cast<double>(box.x0) == Approx(x0).margin(margin));
    CHECK(static_cast<double>(box.y0) == Approx(y0).margin(margin));
    CHECK(static_cast<double>(box.x1) == Approx(x1).margin(margin));
    CHECK(static_cast<double>(box.y1) == Approx(y1).margin(margin));
}

}  // namespace farsight::testing
