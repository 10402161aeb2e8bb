#include "close_network.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "farsight/free_size.h"

namespace farsight {
namespace {

/// Values that change from pixel to pixel and are the same on every machine.
template <class Value>
void fill_pattern(std::span<Value> values) {
    std::uint32_t state = 1;
    for (Value& value : values) {
        state = state * 1664525U + 1013904223U;
        value = static_cast<Value>(static_cast<float>(state >> 24) / (sizeof(Value) == 1 ? 1.0F : 255.0F));
    }
}

Result<std::span<const HeadView>> run_pattern(NetworkRun& run) {
    fill_pattern(run.input_floats(0));
    fill_pattern(run.input_bytes(0));
    return run.run(1);
}

/// The close network has the first rows of each head; of a run's `entries` the first is compared.
bool same_heads(std::span<const HeadView> whole, std::span<const HeadView> close, int entries) {
    constexpr float kTolerance = 1e-3F;
    for (const HeadView& head : close) {
        const auto of_whole = std::find_if(whole.begin(), whole.end(),
                                           [&](const HeadView& other) { return other.name == head.name; });
        if (of_whole == whole.end() || of_whole->values.size() < head.values.size()) return false;
        const std::size_t count = head.values.size() / static_cast<std::size_t>(entries);
        for (std::size_t i = 0; i < count; ++i) {
            const float expected = of_whole->values[i];
            if (!(std::abs(head.values[i] - expected) <= kTolerance * std::max(1.0F, std::abs(expected)))) {
                return false;
            }
        }
    }
    return true;
}

Result<void> check_by_running(const Model& model, const Network& close) {
    auto whole_run = NetworkRun::create(model.network, model.card, 1);
    if (!whole_run) return tl::unexpected(whole_run.error());
    auto close_run = NetworkRun::create(close, model.card, 1);
    if (!close_run) return tl::unexpected(close_run.error());
    const auto whole = run_pattern(*whole_run);
    if (!whole) return tl::unexpected(whole.error());
    const auto heads = run_pattern(*close_run);
    if (!heads) return tl::unexpected(heads.error());
    if (same_heads(*whole, *heads, close_run->capacity())) return {};
    return fail(ErrorCode::kUnsupported, "freed of its size it gives other heads");
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
    if (auto same = check_by_running(model, *network); !same) {
        model.tiles_because = same.error().message;
        return;
    }
    model.card.free = std::move(made->free);
    model.close = std::move(*network);
}

}  // namespace farsight
