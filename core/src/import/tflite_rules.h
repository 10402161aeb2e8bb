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
Result<void> convert_div(Conversion& c, const TfliteOperator& op);
Result<void> convert_expand_dims(Conversion& c, const TfliteOperator& op);
Result<void> convert_hard_swish(Conversion& c, const TfliteOperator& op);
Result<void> convert_leaky_relu(Conversion& c, const TfliteOperator& op);
Result<void> convert_logistic(Conversion& c, const TfliteOperator& op);
Result<void> convert_max_pool(Conversion& c, const TfliteOperator& op);
Result<void> convert_maximum(Conversion& c, const TfliteOperator& op);
Result<void> convert_mean(Conversion& c, const TfliteOperator& op);
Result<void> convert_minimum(Conversion& c, const TfliteOperator& op);
Result<void> convert_mul(Conversion& c, const TfliteOperator& op);
Result<void> convert_pack(Conversion& c, const TfliteOperator& op);
Result<void> convert_pad(Conversion& c, const TfliteOperator& op);
Result<void> convert_prelu(Conversion& c, const TfliteOperator& op);
Result<void> convert_quantize(Conversion& c, const TfliteOperator& op);
Result<void> convert_relu(Conversion& c, const TfliteOperator& op);
Result<void> convert_relu6(Conversion& c, const TfliteOperator& op);
Result<void> convert_relu_n1_to_1(Conversion& c, const TfliteOperator& op);
Result<void> convert_reshape(Conversion& c, const TfliteOperator& op);
Result<void> convert_resize_bilinear(Conversion& c, const TfliteOperator& op);
Result<void> convert_resize_nearest(Conversion& c, const TfliteOperator& op);
Result<void> convert_slice(Conversion& c, const TfliteOperator& op);
Result<void> convert_softmax(Conversion& c, const TfliteOperator& op);
Result<void> convert_split(Conversion& c, const TfliteOperator& op);
Result<void> convert_squeeze(Conversion& c, const TfliteOperator& op);
Result<void> convert_strided_slice(Conversion& c, const TfliteOperator& op);
Result<void> convert_sub(Conversion& c, const TfliteOperator& op);
Result<void> convert_tanh(Conversion& c, const TfliteOperator& op);
Result<void> convert_transpose(Conversion& c, const TfliteOperator& op);

}  // namespace farsight::tflite
