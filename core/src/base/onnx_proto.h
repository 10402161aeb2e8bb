// Field numbers of onnx/onnx.proto.
#pragma once

#include <protozero/types.hpp>

namespace farsight::onnx {

using protozero::pbf_tag_type;

namespace model_proto {
constexpr pbf_tag_type kIrVersion = 1;
constexpr pbf_tag_type kProducerName = 2;
constexpr pbf_tag_type kGraph = 7;
constexpr pbf_tag_type kOpsetImport = 8;
constexpr pbf_tag_type kMetadata = 14;
}  // namespace model_proto
namespace opset_proto {
constexpr pbf_tag_type kDomain = 1;
constexpr pbf_tag_type kVersion = 2;
}  // namespace opset_proto
namespace string_entry_proto {
constexpr pbf_tag_type kKey = 1;
constexpr pbf_tag_type kValue = 2;
}  // namespace string_entry_proto
namespace graph_proto {
constexpr pbf_tag_type kNode = 1;
constexpr pbf_tag_type kName = 2;
constexpr pbf_tag_type kInitializer = 5;
constexpr pbf_tag_type kInput = 11;
constexpr pbf_tag_type kOutput = 12;
constexpr pbf_tag_type kValueInfo = 13;
}  // namespace graph_proto
namespace node_proto {
constexpr pbf_tag_type kInput = 1;
constexpr pbf_tag_type kOutput = 2;
constexpr pbf_tag_type kName = 3;
constexpr pbf_tag_type kOpType = 4;
constexpr pbf_tag_type kAttribute = 5;
}  // namespace node_proto
namespace attribute_proto {
constexpr pbf_tag_type kName = 1;
constexpr pbf_tag_type kFloat = 2;
constexpr pbf_tag_type kInt = 3;
constexpr pbf_tag_type kString = 4;
constexpr pbf_tag_type kTensor = 5;
constexpr pbf_tag_type kInts = 8;
constexpr pbf_tag_type kType = 20;
}  // namespace attribute_proto
namespace tensor_proto {
constexpr pbf_tag_type kDims = 1;
constexpr pbf_tag_type kDataType = 2;
constexpr pbf_tag_type kInt64Data = 7;
constexpr pbf_tag_type kName = 8;
constexpr pbf_tag_type kRawData = 9;
constexpr pbf_tag_type kExternalData = 13;
}  // namespace tensor_proto
namespace value_info_proto {
constexpr pbf_tag_type kName = 1;
constexpr pbf_tag_type kType = 2;
}  // namespace value_info_proto
namespace type_proto {
constexpr pbf_tag_type kTensorType = 1;
constexpr pbf_tag_type kElementType = 1;
constexpr pbf_tag_type kShape = 2;
constexpr pbf_tag_type kDim = 1;
constexpr pbf_tag_type kDimValue = 1;
constexpr pbf_tag_type kDimParam = 2;
}  // namespace type_proto

}  // namespace farsight::onnx
