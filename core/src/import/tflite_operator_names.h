// Names of TFLite's builtin operators, for messages.
#pragma once

#include <cstdint>
#include <string>

namespace farsight::tflite {

/// For example "CONV_2D"; "code 4000" for one that came after this table.
std::string builtin_operator_name(std::int32_t code);

}  // namespace farsight::tflite
