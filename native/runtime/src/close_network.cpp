#include "close_network.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "farsight/anchors.h"
#include "farsight/free_size.h"
#include "farsight/onnx_fields.h"
#include "farsight/region_anchors.h"

namespace farsight {
namespace {

/// Values that change from pixel to pixel and are the same on every machine; moved with `origin`.
template <class Value>
void fill_pattern(std::span<Value> values, Layout layout, Size size, int origin) {
    const auto width = static_cast<std::size_t>(size.width);
    const auto plane = width * static_cast<std::size_t>(size.height);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const bool planar = layout == Layout::kNchw;
        const std::size_t pixel = planar ? i % plane : i / 3;
        const auto channel = static_cast<std::uint32_t>(planar ? i / plane : i % 3);
        const auto x = static_cast<std::uint32_t>(static_cast<int>(pixel % width) - origin);
        const auto y = static_cast<std::uint32_t>(static_cast<int>(pixel / width) - origin);
        std::uint32_t state = x * 73856093U ^ y * 19349663U ^ (channel + 1) * 83492791U;
        state = (state ^ (state >> 15)) * 1664525U + 1013904223U;
        state = (state ^ (state >> 13)) * 747796405U;
        values[i] =
            static_cast<Value>(static_cast<float>(state >> 24) / (sizeof(Value) == 1 ? 1.0F : 255.0F));
    }
}

Result<std::span<const HeadView>> run_pattern(NetworkRun& run, Layout layout, Size size, int origin) {
    run.set_size(size);
    fill_pattern(run.input_floats(0), layout, size, origin);
    fill_pattern(run.input_bytes(0), layout, size, origin);
    return run.run(1);
}

bool alike(float value, float expected) {
    constexpr float kTolerance = 1e-3F;
    return std::abs(value - expected) <= kTolerance * std::max(1.0F, std::abs(expected));
}

const HeadView* head_named(std::span<const HeadView> heads, std::string_view name) {
    const auto found =
        std::find_if(heads.begin(), heads.end(), [&](const HeadView& head) { return head.name == name; });
    return found == heads.end() ? nullptr : &*found;
}

/// The close network has the first rows of each head; of a run's `entries` the first is compared.
bool same_heads(std::span<const HeadView> whole, std::span<const HeadView> close, int entries) {
    for (const HeadView& head : close) {
        const HeadView* const expected = head_named(whole, head.name);
        if (expected == nullptr || expected->values.size() < head.values.size()) return false;
        const std::size_t count = head.values.size() / static_cast<std::size_t>(entries);
        for (std::size_t i = 0; i < count; ++i) {
            if (!alike(head.values[i], expected->values[i])) return false;
        }
    }
    return true;
}

/// Cell 0 and those after it that a shift may change, since they see the edge that moved.
int first_inside(const ReceptiveField& field) {
    const double reach = field.size_px / 2 - field.centre_px;
    return std::max(0, static_cast<int>(std::ceil(reach / field.stride_px)));
}

/// The heads of one anchor layer, for a picture and for the same one step further on a larger region.
struct ShiftedLayer {
    const AnchorLayer& small;
    const AnchorLayer& large;
    int shift = 0;  ///< In cells.
    MapField field;
};

bool same_layer(const ShiftedLayer& layer, std::span<const float> small, std::span<const float> large,
                std::size_t per_row) {
    const auto begin_of = [&](const AnchorLayer& at, int row, int column) {
        return static_cast<std::size_t>(at.first_anchor + (row * at.columns + column) * at.per_cell) *
               per_row;
    };
    const std::size_t count = static_cast<std::size_t>(layer.small.per_cell) * per_row;
    for (int row = first_inside(layer.field.y); row < layer.small.rows; ++row) {
        for (int column = first_inside(layer.field.x); column < layer.small.columns; ++column) {
            const std::size_t from = begin_of(layer.small, row, column);
            const std::size_t to = begin_of(layer.large, row + layer.shift, column + layer.shift);
            for (std::size_t i = 0; i < count; ++i) {
                if (!alike(large[to + i], small[from + i])) return false;
            }
        }
    }
    return true;
}

/// Grids of the close network at the card's size and one step larger.
struct Grids {
    AnchorGrid small;
    AnchorGrid large;
};

Result<Grids> grids_of(const ModelCard& card, const FreeSize& free, Size larger) {
    const auto trained = make_anchors(card.heads.anchors, card.input.size);
    if (!trained) return tl::unexpected(trained.error());
    auto small = region_anchors(*trained, card.input.size, free, card.input.size);
    if (!small) return tl::unexpected(small.error());
    auto large = region_anchors(*trained, card.input.size, free, larger);
    if (!large) return tl::unexpected(large.error());
    return Grids{std::move(*small), std::move(*large)};
}

/// Heads are copied: the second run overwrites the views of the first.
struct KeptHead {
    std::string name;
    std::vector<float> values;
};

bool shifted_heads(const KeptHead& small, std::span<const float> large, const Grids& grids,
                   const FreeSize& free, const HeadFields& fields) {
    const std::size_t rows = grids.small.anchors.size();
    if (small.values.size() % rows != 0 || fields.maps.size() != grids.small.layers.size()) return false;
    const std::size_t per_row = small.values.size() / rows;
    if (large.size() != grids.large.anchors.size() * per_row) return false;
    for (std::size_t i = 0; i < grids.small.layers.size(); ++i) {
        const ShiftedLayer layer{grids.small.layers[i], grids.large.layers[i],
                                 free.step_px / free.strides_px[i], fields.maps[i]};
        if (!same_layer(layer, small.values, large, per_row)) return false;
    }
    return true;
}

std::vector<KeptHead> keep(std::span<const HeadView> heads, int entries) {
    std::vector<KeptHead> kept;
    for (const HeadView& head : heads) {
        const std::size_t count = head.values.size() / static_cast<std::size_t>(entries);
        kept.push_back({std::string(head.name),
                        {head.values.begin(), head.values.begin() + static_cast<std::ptrdiff_t>(count)}});
    }
    return kept;
}

/// A picture moved by one step, on a region that is a step larger: what does not see the edge that moved
/// finds the same.
Result<void> check_shifted(const CloseNetwork& made, const ModelCard& card, NetworkRun& run,
                           const std::vector<KeptHead>& heads) {
    const int step = made.free.step_px;
    const Size larger{card.input.size.width + step, card.input.size.height + step};
    const auto grids = grids_of(card, made.free, larger);
    if (!grids) return tl::unexpected(grids.error());
    const auto fields = onnx_receptive_fields(std::as_bytes(std::span(made.onnx)));
    if (!fields) return tl::unexpected(fields.error());
    const auto shifted = run_pattern(run, card.input.layout, larger, step);
    if (!shifted) return tl::unexpected(shifted.error());
    const auto entries = static_cast<std::size_t>(run.capacity());
    for (const KeptHead& head : heads) {
        const auto of_head = std::find_if(fields->begin(), fields->end(), [&](const HeadFields& candidate) {
            return candidate.output == head.name;
        });
        const HeadView* const large = head_named(*shifted, head.name);
        if (of_head == fields->end() || large == nullptr ||
            !shifted_heads(head, large->values.first(large->values.size() / entries), *grids, made.free,
                           *of_head)) {
            return fail(ErrorCode::kUnsupported,
                        "on a larger region it gives other heads for the same picture");
        }
    }
    return {};
}

Result<void> check_by_running(const Model& model, const Network& close, const CloseNetwork& made) {
    auto whole_run = NetworkRun::create(model.network, model.card, 1);
    if (!whole_run) return tl::unexpected(whole_run.error());
    auto close_run = NetworkRun::create(close, model.card, 1);
    if (!close_run) return tl::unexpected(close_run.error());
    const InputSpec& input = model.card.input;
    const auto whole = run_pattern(*whole_run, input.layout, input.size, 0);
    if (!whole) return tl::unexpected(whole.error());
    const auto heads = run_pattern(*close_run, input.layout, input.size, 0);
    if (!heads) return tl::unexpected(heads.error());
    const int entries = close_run->capacity();
    if (!same_heads(*whole, *heads, entries)) {
        return fail(ErrorCode::kUnsupported, "freed of its size it gives other heads");
    }
    return check_shifted(made, model.card, *close_run, keep(*heads, entries));
}

}  // namespace

void add_close_network(std::span<const std::byte> onnx, Model& model) {
    auto made = close_network(onnx, model.card);
    if (!made) {
        model.tiles_because = made.error().message;
        return;
    }
    auto network = Network::load(std::as_bytes(std::span(made->onnx)));
    if (!network) {
        model.tiles_because = network.error().message;
        return;
    }
    if (auto same = check_by_running(model, *network, *made); !same) {
        model.tiles_because = same.error().message;
        return;
    }
    model.card.free = std::move(made->free);
    model.close = std::move(*network);
}

}  // namespace farsight
