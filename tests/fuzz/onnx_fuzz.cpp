// Any bytes are an ONNX file until its readers say otherwise; what its metadata and its graph claim never
// makes a card that contradicts itself.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>
#include <vector>

#include "farsight/model.h"
#include "farsight/onnx_facts.h"
#include "farsight/onnx_fields.h"
#include "farsight/recognise.h"

namespace {

using farsight::TensorInfo;

/// Outputs of each kind, named as the graph names its first two.
std::vector<std::vector<TensorInfo>> heads_called(const std::string& first, const std::string& second) {
    using enum farsight::ElementType;
    return {{{first, kFloat32, {1, 84, 525}}},
            {{first, kFloat32, {1, 525, 85}}},
            {{first, kFloat32, {1, 300, 6}}},
            {{first, kFloat32, {1, 37, 525}}, {second, kFloat32, {1, 32, 40, 40}}},
            {{first, kFloat32, {1, 525, 4}}, {second, kFloat32, {1, 525, 80}}},
            {{first, kFloat32, {-1, 4}}, {second, kFloat32, {-1}}, {"labels", kUint8, {-1}}},
            {{first, kFloat32, {-1, -1, -1}}}};
}

void check(const farsight::Result<farsight::Recognition>& recognition, std::span<const TensorInfo> inputs,
           std::span<const TensorInfo> outputs) {
    if (!recognition) {
        if (recognition.error().message.empty()) std::abort();
        return;
    }
    if (!farsight::check_card(recognition->card, inputs, outputs)) std::abort();
    if (!farsight::read_card(farsight::write_card(recognition->card)) && !recognition->card.name.empty())
        std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto bytes = std::as_bytes(std::span(data, size));
    const auto fields = farsight::onnx_receptive_fields(bytes);
    if (!fields && fields.error().message.empty()) std::abort();
    const auto facts = farsight::read_onnx_facts(bytes);
    if (!facts) {
        if (facts.error().message.empty()) std::abort();
        return 0;
    }
    const auto name = [&](std::size_t i) {
        return i < facts->outputs.size() ? facts->outputs[i].name : "scores";
    };
    const std::array<TensorInfo, 1> inputs = {
        {{"images", farsight::ElementType::kFloat32, {1, 3, 160, 160}}}};
    const std::array<TensorInfo, 1> free = {{{"images", farsight::ElementType::kUint8, {-1, -1, -1, 3}}}};
    for (const auto& outputs : heads_called(name(0), name(1))) {
        check(farsight::recognise(inputs, outputs, &*facts), inputs, outputs);
        check(farsight::recognise(free, outputs, &*facts), free, outputs);
    }
    return 0;
}
