#include "import/detection/post_process.h"

#include <flatbuffers/flexbuffers.h>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace farsight::tflite {
namespace {

constexpr std::string_view kName = "TFLite_Detection_PostProcess";

/// Those seen have about 200 bytes.
constexpr std::size_t kMostOptionBytes = 4096;

tl::unexpected<Error> invalid_options(const std::string& what) {
    return fail(ErrorCode::kInvalidModel, "The TFLite file's " + std::string(kName) + " " + what + ".");
}

bool is_post_process(const TfliteOperator& op) {
    return op.code == tflite_schema::BuiltinOperator::CUSTOM && op.custom_code == kName;
}

/// A number of the option map; `otherwise` where it is missing.
double number(const flexbuffers::Map& map, const char* key, double otherwise) {
    const flexbuffers::Reference value = map[key];
    if (value.IsFloat()) return value.AsDouble();
    if (value.IsInt() || value.IsUInt()) return static_cast<double>(value.AsInt64());
    if (value.IsBool()) return value.AsBool() ? 1 : 0;
    return otherwise;
}

Result<void> read_options(const TfliteOperator& op, PostProcess& result) {
    const auto* from = op.table->custom_options();
    if (from == nullptr || from->size() == 0 || from->size() > kMostOptionBytes) {
        return invalid_options("has no options, or over 4 KiB of them");
    }
    // A copy, since the reader wants them aligned.
    const std::vector<std::uint8_t> bytes(from->begin(), from->end());
    if (!flexbuffers::VerifyBuffer(bytes.data(), bytes.size())) {
        return invalid_options("has damaged options; fetch or export the file again");
    }
    const flexbuffers::Reference root = flexbuffers::GetRoot(bytes.data(), bytes.size());
    if (!root.IsMap()) return invalid_options("has options that are no map");
    const flexbuffers::Map map = root.AsMap();
    constexpr double kMissing = -1;
    const double classes = number(map, "num_classes", kMissing);
    if (!(classes >= 1 && classes <= kMaxAnchors))
        return invalid_options("does not say how many classes there are");
    result.classes = static_cast<int>(classes);
    const double most = number(map, "max_detections", 0);
    result.max_detections = most >= 0 && most <= kMaxAnchors ? static_cast<int>(most) : 0;
    const auto put = [&](const char* key, float& to) {
        to = static_cast<float>(number(map, key, static_cast<double>(to)));
    };
    put("y_scale", result.y_scale);
    put("x_scale", result.x_scale);
    put("h_scale", result.h_scale);
    put("w_scale", result.w_scale);
    put("nms_score_threshold", result.score_threshold);
    put("nms_iou_threshold", result.iou_threshold);
    result.regular_nms = number(map, "use_regular_nms", 0) != 0;
    for (const float scale : {result.y_scale, result.x_scale, result.h_scale, result.w_scale}) {
        if (!std::isfinite(scale) || scale <= 0)
            return invalid_options("has coder scales that are not over 0");
    }
    return {};
}

/// Real values of a constant, float or quantized to bytes.
Result<std::vector<float>> real_values(const TfliteTensor& tensor) {
    std::vector<float> values(static_cast<std::size_t>(element_count(tensor.shape)));
    if (tensor.type == tflite_schema::TensorType::FLOAT32) {
        std::memcpy(values.data(), tensor.data.data(), tensor.data.size());
        return values;
    }
    const bool is_signed = tensor.type == tflite_schema::TensorType::INT8;
    if ((!is_signed && tensor.type != tflite_schema::TensorType::UINT8) || tensor.scales.size() != 1) {
        return invalid_options("has anchors that are neither float nor quantized to 8 bits");
    }
    if (auto checked = check_quantization(tensor); !checked) return tl::unexpected(checked.error());
    const std::int64_t zero = tensor.zero_points.empty() ? 0 : tensor.zero_points[0];
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto byte = static_cast<std::uint8_t>(tensor.data[i]);
        const std::int64_t stored = is_signed ? static_cast<std::int8_t>(byte) : byte;
        values[i] = tensor.scales[0] * static_cast<float>(stored - zero);
    }
    return values;
}

/// From cy, cx, height, width.
Result<std::vector<Anchor>> read_anchors(const TfliteTensor& tensor) {
    const Shape& shape = tensor.shape;
    const bool list = !shape.empty() && shape.back() == 4 && shape.size() <= 3 &&
                      element_count(shape) == shape[shape.size() - 2 + (shape.size() == 1 ? 1 : 0)] * 4;
    if (!tensor.constant() || tensor.sparse || shape.size() < 2 || !list) {
        return invalid_options("has anchors that are not a list of four numbers each");
    }
    const auto values = real_values(tensor);
    if (!values) return tl::unexpected(values.error());
    std::vector<Anchor> anchors;
    for (std::size_t i = 0; i + 3 < values->size(); i += 4) {
        const float* from = values->data() + i;
        anchors.push_back({from[1], from[0], from[3], from[2]});
    }
    return anchors;
}

}  // namespace

Result<std::optional<PostProcess>> take_post_process(TfliteGraph& graph) {
    const auto found = std::find_if(graph.operators.begin(), graph.operators.end(), is_post_process);
    if (found == graph.operators.end()) return std::nullopt;
    if (std::count_if(graph.operators.begin(), graph.operators.end(), is_post_process) > 1) {
        return fail(ErrorCode::kUnsupported,
                    "The TFLite file has several operators " + std::string(kName) + ".");
    }
    PostProcess result;
    if (found->input(0) < 0 || found->input(1) < 0 || found->input(2) < 0) {
        return invalid_options("lacks box encodings, scores or anchors");
    }
    result.boxes = found->inputs[0];
    result.scores = found->inputs[1];
    if (auto read = read_options(*found, result); !read) return tl::unexpected(read.error());
    const TfliteTensor& anchors = graph.tensors[static_cast<std::size_t>(found->inputs[2])];
    if (element_count(anchors.shape) < 0 ||
        anchors.data.size() !=
            static_cast<std::size_t>(element_count(anchors.shape)) * element_bytes(anchors.type)) {
        return invalid_options("has anchors whose size is not their shape's");
    }
    auto list = read_anchors(anchors);
    if (!list) return tl::unexpected(list.error());
    result.anchors = std::move(*list);
    graph.operators.erase(found);
    graph.outputs = {result.boxes, result.scores};
    return result;
}

}  // namespace farsight::tflite
