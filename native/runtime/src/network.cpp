#include "farsight/runtime/network.h"

#include <onnxruntime_cxx_api.h>
#include <onnxruntime_session_options_config_keys.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace farsight {

struct Network::Session {
    Ort::Session session{nullptr};
    std::vector<TensorInfo> inputs;
    std::vector<TensorInfo> outputs;
    ONNXTensorElementDataType input_type = ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT;
    std::vector<ONNXTensorElementDataType> output_types;
};

namespace {

/// Most values an output buffer is made for in advance: 1 GiB of floats.
constexpr std::int64_t kMaxPreparedValues = std::int64_t{1} << 28;

/// Runs `call`, whose exceptions become an error that starts with `what`.
template <class Call>
auto guarded(ErrorCode code, const std::string& what, Call&& call) -> decltype(call()) {
    try {
        return call();
    } catch (const std::exception& exception) {
        std::string words = exception.what();
        while (!words.empty() && (words.back() == '\n' || words.back() == ' ')) words.pop_back();
        return fail(code, what + ": " + words);
    } catch (...) {
        return fail(code, what + ".");
    }
}

bool is_number(ONNXTensorElementDataType type) {
    switch (type) {
        case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT:
        case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16:
        case ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE:
        case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8:
        case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8:
        case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32:
        case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64:
            return true;
        default:
            return false;
    }
}

bool is_whole_number(ONNXTensorElementDataType type) {
    return is_number(type) && type != ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT &&
           type != ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16 && type != ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE;
}

/// Null when the library is older than the headers this program was built with.
const OrtApi* runtime_api() {
    static const OrtApi* const kApi = OrtGetApiBase()->GetApi(ORT_API_VERSION);
    return kApi;
}

Ort::Env& environment() {
    // What goes wrong comes back as an error; the runtime itself keeps silent.
    static Ort::Env env(ORT_LOGGING_LEVEL_FATAL, "farsight");
    return env;
}

Ort::SessionOptions session_options() {
    Ort::SessionOptions options;
    // Measured: one thread a run and tiles in parallel is twice as fast as threads inside a run.
    options.SetIntraOpNumThreads(1);
    options.SetInterOpNumThreads(1);
    options.SetExecutionMode(ORT_SEQUENTIAL);
    options.SetGraphOptimizationLevel(GraphOptimizationLevel::ORT_ENABLE_ALL);
    options.SetLogSeverityLevel(ORT_LOGGING_LEVEL_FATAL);
    options.AddConfigEntry(kOrtSessionOptionsConfigAllowIntraOpSpinning, "0");
    options.AddConfigEntry(kOrtSessionOptionsConfigAllowInterOpSpinning, "0");
    return options;
}

/// Half and double floats are fed as floats, whole numbers as bytes; `stored` is what the network has.
Result<TensorInfo> input_info(const Ort::Session& session, ONNXTensorElementDataType& stored) {
    Ort::AllocatorWithDefaultOptions allocator;
    if (session.GetInputCount() != 1) {
        return fail(ErrorCode::kUnsupported, "The network has " + std::to_string(session.GetInputCount()) +
                                                 " inputs; a detector with one picture input is needed.");
    }
    TensorInfo info;
    info.name = session.GetInputNameAllocated(0, allocator).get();
    const Ort::TypeInfo type = session.GetInputTypeInfo(0);
    if (type.GetONNXType() != ONNX_TYPE_TENSOR) {
        return fail(ErrorCode::kUnsupported, "The network's input \"" + info.name + "\" is not a tensor.");
    }
    const auto tensor = type.GetTensorTypeAndShapeInfo();
    stored = tensor.GetElementType();
    switch (stored) {
        case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT:
        case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16:
        case ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE:
            info.type = ElementType::kFloat32;
            break;
        case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8:
        case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32:
        case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64:
            info.type = ElementType::kUint8;
            break;
        default:
            return fail(ErrorCode::kUnsupported,
                        "The network's input \"" + info.name +
                            "\" holds neither float nor whole numbers from 0 to 255. Export it with "
                            "a float32 or uint8 input.");
    }
    info.shape = tensor.GetShape();
    return info;
}

}  // namespace

Network::Network(std::shared_ptr<Session> session) : session_(std::move(session)) {}

namespace {

/// `make` builds the Ort::Session from its source.
template <class Made, class Make>
Result<std::shared_ptr<Made>> open_session(Make&& make) {
    if (runtime_api() == nullptr) {
        return fail(ErrorCode::kRuntime, "ONNX Runtime " + network_runtime_version() +
                                             " is older than the one this program was built for (API " +
                                             std::to_string(ORT_API_VERSION) + "). Install a newer one.");
    }
    const std::string refused = "ONNX Runtime " + network_runtime_version() + " cannot load the network";
    auto opened = guarded(ErrorCode::kInvalidModel, refused, [&]() -> Result<std::shared_ptr<Made>> {
        auto made = std::make_shared<Made>();
        made->session = make(environment(), session_options());
        auto input = input_info(made->session, made->input_type);
        if (!input) return tl::unexpected(input.error());
        made->inputs.push_back(std::move(*input));

        Ort::AllocatorWithDefaultOptions allocator;
        for (std::size_t i = 0; i < made->session.GetOutputCount(); ++i) {
            const Ort::TypeInfo type = made->session.GetOutputTypeInfo(i);
            if (type.GetONNXType() != ONNX_TYPE_TENSOR) continue;
            const auto tensor = type.GetTensorTypeAndShapeInfo();
            if (!is_number(tensor.GetElementType())) continue;
            made->outputs.push_back(
                {made->session.GetOutputNameAllocated(i, allocator).get(),
                 is_whole_number(tensor.GetElementType()) ? ElementType::kUint8 : ElementType::kFloat32,
                 tensor.GetShape()});
            made->output_types.push_back(tensor.GetElementType());
        }
        return made;
    });
    if (!opened && opened.error().code == ErrorCode::kInvalidModel) {
        opened.error().message += " (Copy or export the network again.)";
    }
    return opened;
}

}  // namespace

Result<Network> Network::load(const std::filesystem::path& file) {
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    if (error) return fail(ErrorCode::kIo, file.string() + ": cannot read it: " + error.message() + ".");
    if (size == 0)
        return fail(ErrorCode::kInvalidModel, file.string() + ": is empty. Copy or export it again.");
    if (size > kMaxNetworkBytes) return fail(ErrorCode::kTooLarge, file.string() + ": is over 2 GB.");
    auto session = open_session<Session>([&](const Ort::Env& env, const Ort::SessionOptions& options) {
        return Ort::Session(env, file.c_str(), options);
    });
    if (!session) return fail(session.error().code, file.string() + ": " + session.error().message);
    return Network(std::move(*session));
}

Result<Network> Network::load(std::span<const std::byte> onnx) {
    if (onnx.empty()) return fail(ErrorCode::kInvalidModel, "The network is empty.");
    auto session = open_session<Session>([&](const Ort::Env& env, const Ort::SessionOptions& options) {
        return Ort::Session(env, onnx.data(), onnx.size(), options);
    });
    if (!session) return tl::unexpected(session.error());
    return Network(std::move(*session));
}

std::span<const TensorInfo> Network::inputs() const {
    return session_->inputs;
}
std::span<const TensorInfo> Network::outputs() const {
    return session_->outputs;
}

std::string network_runtime_version() {
    return OrtGetApiBase()->GetVersionString();
}

struct NetworkRun::Buffers {
    /// One output asked for: its shape for the batch at hand and its values as floats.
    struct Output {
        std::size_t index = 0;  ///< In Network::outputs().
        std::vector<std::int64_t> shape;
        std::vector<float> values;
        /// The runtime writes into `values` itself; otherwise it makes the tensor, which is then converted.
        bool prepared = false;
    };

    std::shared_ptr<Network::Session> session;
    ElementType type = ElementType::kFloat32;
    std::size_t values_per_tile = 0;
    Layout layout = Layout::kNhwc;
    Size size;
    std::vector<std::int64_t> input_shape;
    std::vector<float> floats;
    std::vector<std::uint8_t> bytes;
    /// The input in the network's own type, where that is neither float nor bytes.
    std::vector<Ort::Float16_t> halves;
    std::vector<double> doubles;
    std::vector<std::int32_t> integers;
    std::vector<std::int64_t> longs;
    int capacity = 1;    ///< Entries of a run.
    bool fixed = false;  ///< Every run has `capacity` entries.
    bool batched_input = true;
    bool batched = true;  ///< Outputs have a batch dimension.

    std::vector<Output> outputs;
    std::vector<const char*> output_names;
    std::vector<Ort::Value> output_values;
    std::vector<HeadView> views;
    Ort::Value input_value{nullptr};
    int prepared_batch = 0;

    void set_size(Size wanted);
    void prepare(int batch);
    void convert_input();
    void prepare_output(std::size_t i, int batch);
    void take_output(std::size_t i);
};

namespace {

/// Elements of a shape whose free first dimension is the batch; nothing when it is not known in advance.
std::optional<std::int64_t> known_elements(std::vector<std::int64_t>& shape, int batch) {
    if (shape.empty()) return std::nullopt;
    if (shape[0] == -1) shape[0] = batch;
    std::int64_t elements = 1;
    for (const std::int64_t dimension : shape) {
        if (dimension <= 0 || dimension > kMaxPreparedValues / elements) return std::nullopt;
        elements *= dimension;
    }
    return elements;
}

template <class From, class Convert>
void copy_as_floats(const Ort::Value& value, std::vector<float>& out, Convert&& convert) {
    const From* from = value.GetTensorData<From>();
    std::transform(from, from + out.size(), out.begin(), convert);
}

void convert_to_floats(const Ort::Value& value, ONNXTensorElementDataType type, std::vector<float>& out) {
    const auto cast = [](auto number) { return static_cast<float>(number); };
    switch (type) {
        case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16:
            copy_as_floats<Ort::Float16_t>(value, out, [](Ort::Float16_t half) { return half.ToFloat(); });
            break;
        case ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE:
            copy_as_floats<double>(value, out, cast);
            break;
        case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8:
            copy_as_floats<std::uint8_t>(value, out, cast);
            break;
        case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8:
            copy_as_floats<std::int8_t>(value, out, cast);
            break;
        case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32:
            copy_as_floats<std::int32_t>(value, out, cast);
            break;
        case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64:
            copy_as_floats<std::int64_t>(value, out, cast);
            break;
        default:
            copy_as_floats<float>(value, out, cast);
            break;
    }
}

}  // namespace

void NetworkRun::Buffers::prepare_output(std::size_t i, int batch) {
    Output& output = outputs[i];
    output.shape = session->outputs[output.index].shape;
    // Without a batch the first dimension counts detections, which only the run tells.
    const auto elements = batched ? known_elements(output.shape, batch) : std::nullopt;
    output.prepared = elements && session->output_types[output.index] == ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT;
    output_values[i] = Ort::Value(nullptr);
    if (!output.prepared) return;
    output.values.resize(static_cast<std::size_t>(*elements));
    const auto memory = Ort::MemoryInfo::CreateCpu(OrtArenaAllocator, OrtMemTypeDefault);
    output_values[i] = Ort::Value::CreateTensor<float>(memory, output.values.data(), output.values.size(),
                                                       output.shape.data(), output.shape.size());
}

namespace {

template <class Value>
Ort::Value tensor_of(std::vector<Value>& values, std::size_t count, const std::vector<std::int64_t>& shape) {
    const auto memory = Ort::MemoryInfo::CreateCpu(OrtArenaAllocator, OrtMemTypeDefault);
    return Ort::Value::CreateTensor<Value>(memory, values.data(), count, shape.data(), shape.size());
}

}  // namespace

void NetworkRun::Buffers::set_size(Size wanted) {
    if (wanted == size) return;
    size = wanted;
    values_per_tile = 3 * static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height);
    input_shape = layout == Layout::kNhwc ? std::vector<std::int64_t>{capacity, size.height, size.width, 3}
                                          : std::vector<std::int64_t>{capacity, 3, size.height, size.width};
    if (!batched_input) input_shape.erase(input_shape.begin());
    const std::size_t values = values_per_tile * static_cast<std::size_t>(capacity);
    if (type == ElementType::kFloat32) {
        floats.resize(values);
    } else {
        bytes.resize(values);
    }
    prepared_batch = 0;
}

void NetworkRun::Buffers::prepare(int batch) {
    const int entries = fixed ? capacity : batch;
    const std::size_t count = values_per_tile * static_cast<std::size_t>(entries);
    if (input_shape.size() == 4) input_shape[0] = entries;
    switch (session->input_type) {
        case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16:
            halves.resize(count);
            input_value = tensor_of(halves, count, input_shape);
            break;
        case ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE:
            doubles.resize(count);
            input_value = tensor_of(doubles, count, input_shape);
            break;
        case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32:
            integers.resize(count);
            input_value = tensor_of(integers, count, input_shape);
            break;
        case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64:
            longs.resize(count);
            input_value = tensor_of(longs, count, input_shape);
            break;
        case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8:
            input_value = tensor_of(bytes, count, input_shape);
            break;
        default:
            input_value = tensor_of(floats, count, input_shape);
            break;
    }
    for (std::size_t i = 0; i < outputs.size(); ++i) prepare_output(i, entries);
    prepared_batch = batch;
}

/// Into the network's own type.
void NetworkRun::Buffers::convert_input() {
    const auto convert = [](const auto& from, auto& to) {
        using Value = typename std::decay_t<decltype(to)>::value_type;
        for (std::size_t i = 0; i < to.size(); ++i) to[i] = static_cast<Value>(from[i]);
    };
    switch (session->input_type) {
        case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16:
            for (std::size_t i = 0; i < halves.size(); ++i) halves[i] = Ort::Float16_t(floats[i]);
            break;
        case ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE:
            convert(floats, doubles);
            break;
        case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32:
            convert(bytes, integers);
            break;
        case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64:
            convert(bytes, longs);
            break;
        default:
            break;
    }
}

void NetworkRun::Buffers::take_output(std::size_t i) {
    Output& output = outputs[i];
    if (!output.prepared) {
        const auto info = output_values[i].GetTensorTypeAndShapeInfo();
        output.shape = info.GetShape();
        output.values.resize(info.GetElementCount());
        convert_to_floats(output_values[i], info.GetElementType(), output.values);
        output_values[i] = Ort::Value(nullptr);
    }
    views[i] = {session->outputs[output.index].name, output.values, output.shape};
}

NetworkRun::NetworkRun(std::unique_ptr<Buffers> buffers) : buffers_(std::move(buffers)) {}
NetworkRun::NetworkRun(NetworkRun&&) noexcept = default;
NetworkRun& NetworkRun::operator=(NetworkRun&&) noexcept = default;
NetworkRun::~NetworkRun() = default;

Result<NetworkRun> NetworkRun::create(const Network& network, const ModelCard& card, int max_batch) {
    const TensorInfo& input = network.session_->inputs.front();
    if (input.shape.size() != 4 && input.shape.size() != 3) {
        return fail(ErrorCode::kMismatch, "The network's input \"" + input.name + "\" has " +
                                              std::to_string(input.shape.size()) +
                                              " dimensions; a batch of pictures has four.");
    }
    constexpr std::int64_t kMostEntries = 1024;
    if (input.shape[0] > kMostEntries && input.shape.size() == 4) {
        return fail(ErrorCode::kTooLarge, "The network takes batches of exactly " +
                                              std::to_string(input.shape[0]) +
                                              ". Export it with a free batch dimension.");
    }

    auto buffers = std::make_unique<Buffers>();
    buffers->session = network.session_;
    buffers->type = input.type;
    buffers->layout = card.input.layout;
    buffers->batched = card.heads.batched;
    buffers->capacity = max_batch;
    if (input.shape.size() == 3) {
        buffers->batched_input = false;
        buffers->capacity = 1;
        buffers->fixed = true;
    } else if (input.shape[0] > 0) {
        buffers->capacity = static_cast<int>(input.shape[0]);
        buffers->fixed = true;
    }
    buffers->set_size(card.input.size);

    const std::array<const std::string*, 4> named = {&card.heads.boxes, &card.heads.scores,
                                                     &card.heads.classes, &card.heads.count};
    const bool all = std::all_of(named.begin(), named.end(), [](const auto* name) { return name->empty(); });
    for (std::size_t i = 0; i < network.outputs().size(); ++i) {
        const std::string& name = network.outputs()[i].name;
        if (!all && std::none_of(named.begin(), named.end(), [&](const auto* n) { return *n == name; }))
            continue;
        buffers->outputs.push_back({i, {}, {}, false});
        buffers->output_names.push_back(name.c_str());
        buffers->output_values.emplace_back(nullptr);
    }
    if (buffers->outputs.empty())
        return fail(ErrorCode::kMismatch, "The network has no output the card names.");
    buffers->views.resize(buffers->outputs.size());
    return NetworkRun(std::move(buffers));
}

int NetworkRun::capacity() const {
    return buffers_->capacity;
}

void NetworkRun::set_size(Size size) {
    buffers_->set_size(size);
}

std::span<float> NetworkRun::input_floats(int entry) {
    if (buffers_->type != ElementType::kFloat32) return {};
    return std::span(buffers_->floats)
        .subspan(buffers_->values_per_tile * static_cast<std::size_t>(entry), buffers_->values_per_tile);
}

std::span<std::uint8_t> NetworkRun::input_bytes(int entry) {
    if (buffers_->type != ElementType::kUint8) return {};
    return std::span(buffers_->bytes)
        .subspan(buffers_->values_per_tile * static_cast<std::size_t>(entry), buffers_->values_per_tile);
}

Result<std::span<const HeadView>> NetworkRun::run(int batch) {
    Buffers& buffers = *buffers_;
    return guarded(ErrorCode::kRuntime, "ONNX Runtime failed to run the network",
                   [&]() -> Result<std::span<const HeadView>> {
                       if (buffers.prepared_batch != batch) buffers.prepare(batch);
                       buffers.convert_input();
                       const char* input_name = buffers.session->inputs.front().name.c_str();
                       buffers.session->session.Run(Ort::RunOptions{nullptr}, &input_name,
                                                    &buffers.input_value, 1, buffers.output_names.data(),
                                                    buffers.output_values.data(),
                                                    buffers.output_names.size());
                       for (std::size_t i = 0; i < buffers.outputs.size(); ++i) buffers.take_output(i);
                       return std::span<const HeadView>(buffers.views);
                   });
}

}  // namespace farsight
