// What the tests of the TFLite import share.
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "core/import/onnx_reader.h"
#include "core/import/tflite_builder.h"
#include "farsight/tflite.h"

namespace farsight::testing {

inline OnnxModel imported(const std::vector<std::byte>& file) {
    const auto model = import_tflite(file);
    INFO((model ? std::string("imported") : model.error().message));
    REQUIRE(model);
    return read_onnx(model->onnx);
}

}  // namespace farsight::testing
