// How each TFLite operator is written in ONNX. Their operands have been checked: see the table in
// tflite_operators.cpp.
#pragma once

#include "import/tflite_conversion.h"

namespace farsight::tflite {

Result<void> convert_add(Conversion& c, const TfliteOperator& op);
Result<void> convert_average_pool(Conversion& c, const TfliteOperator& op);
Result<void> convert_concatenation(Conversion& c, const TfliteOperator& op);
Result<void> convert_conv(Conversion& c, const TfliteOperator& op);
Result<void> convert_depthwise(Conversion& c, const TfliteOperator& op);
Result<void> convert_dequantize(Conversion& c, const TfliteOperator& op);
Result<void> convert_logistic(Conversion& c, const TfliteOperator& op);
Result<void> convert_max_pool(Conversion& c, const TfliteOperator& op);
Result<void> convert_mul(Conversion& c, const TfliteOperator& op);
Result<void> convert_pad(Conversion& c, const TfliteOperator& op);
Result<void> convert_prelu(Conversion& c, const TfliteOperator& op);
Result<void> convert_relu(Conversion& c, const TfliteOperator& op);
Result<void> convert_relu6(Conversion& c, const TfliteOperator& op);
Result<void> convert_relu_n1_to_1(Conversion& c, const TfliteOperator& op);
Result<void> convert_reshape(Conversion& c, const TfliteOperator& op);
Result<void> convert_resize_bilinear(Conversion& c, const TfliteOperator& op);

}  // namespace farsight::tflite
