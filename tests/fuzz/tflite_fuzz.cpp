// Any bytes are a TFLite file until the importer says otherwise.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "farsight/tflite.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto model = farsight::import_tflite(std::as_bytes(std::span(data, size)));
    // Either side must say something, and the output stays within its stated bound.
    constexpr std::size_t kSlack = std::size_t{8} << 20;
    if (model ? model->onnx.empty() || model->onnx.size() > 4 * size + kSlack
              : model.error().message.empty()) {
        std::abort();
    }
    return 0;
}
