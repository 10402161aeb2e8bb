#include "import/detection/metadata.h"

#include "import/detection/zip.h"
#include "tflite_metadata_generated.h"

namespace farsight::tflite {
namespace {

namespace schema = tflite_metadata;

constexpr flatbuffers::uoffset_t kMaxTables = 1 << 14;
constexpr flatbuffers::uoffset_t kMaxDepth = 16;
constexpr flatbuffers::uoffset_t kMostTensors = 64;
constexpr flatbuffers::uoffset_t kMostFiles = 64;

const schema::ModelMetadata* verified(std::span<const std::byte> bytes) {
    constexpr std::size_t kIdentifierEnd = 8;
    const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
    if (bytes.size() < kIdentifierEnd || !schema::ModelMetadataBufferHasIdentifier(data)) return nullptr;
    flatbuffers::Verifier::Options limits;
    limits.max_depth = kMaxDepth;
    limits.max_tables = kMaxTables;
    flatbuffers::Verifier verifier(data, bytes.size(), limits);
    return schema::VerifyModelMetadataBuffer(verifier) ? schema::GetModelMetadata(data) : nullptr;
}

template <class Vector, class Use>
void each(const Vector* vector, flatbuffers::uoffset_t most, Use&& use) {
    if (vector == nullptr) return;
    for (flatbuffers::uoffset_t i = 0; i < vector->size() && i < most; ++i) {
        if (vector->Get(i) != nullptr) use(*vector->Get(i));
    }
}

void read_normalization(const schema::TensorMetadata& input, Metadata& result) {
    each(input.process_units(), kMostTensors, [&](const schema::ProcessUnit& unit) {
        const auto* options = unit.options_as_NormalizationOptions();
        if (options == nullptr || options->mean() == nullptr || options->std() == nullptr) return;
        const auto fits = [](flatbuffers::uoffset_t size) { return size == 1 || size == 3; };
        if (!fits(options->mean()->size()) || !fits(options->std()->size())) return;
        result.mean.assign(options->mean()->begin(), options->mean()->end());
        result.deviation.assign(options->std()->begin(), options->std()->end());
    });
}

void find_labels(const flatbuffers::Vector<flatbuffers::Offset<schema::AssociatedFile>>* files,
                 Metadata& result) {
    each(files, kMostFiles, [&](const schema::AssociatedFile& file) {
        const bool labels = file.type() == schema::AssociatedFileType::TENSOR_VALUE_LABELS ||
                            file.type() == schema::AssociatedFileType::TENSOR_AXIS_LABELS;
        if (labels && file.name() != nullptr && result.labels_file.empty()) {
            result.labels_file = file.name()->str();
        }
    });
}

/// Usual file names of the list, where the metadata do not name it.
constexpr std::string_view kUsualNames[] = {"labelmap.txt", "labels.txt", "label_map.txt", "labelmap.pbtxt"};

}  // namespace

Metadata read_metadata(const TfliteGraph& graph, std::span<const std::byte> file) {
    Metadata result;
    std::vector<std::byte> aligned;
    if (!graph.metadata.empty()) {
        // FlatBuffers reads numbers where they stand.
        aligned.assign(graph.metadata.begin(), graph.metadata.end());
        const schema::ModelMetadata* metadata = verified(aligned);
        if (metadata == nullptr) {
            result.warnings.emplace_back("The TFLite file's metadata are damaged and were not read.");
        } else {
            if (metadata->name() != nullptr) result.name = metadata->name()->str();
            find_labels(metadata->associated_files(), result);
            each(metadata->subgraph_metadata(), 1, [&](const schema::SubGraphMetadata& subgraph) {
                find_labels(subgraph.associated_files(), result);
                each(subgraph.input_tensor_metadata(), 1,
                     [&](const schema::TensorMetadata& input) { read_normalization(input, result); });
                each(subgraph.output_tensor_metadata(), kMostTensors,
                     [&](const schema::TensorMetadata& output) {
                         find_labels(output.associated_files(), result);
                     });
            });
        }
    }
    const ZipArchive archive(file);
    if (result.labels_file.empty()) {
        for (const std::string_view name : kUsualNames) {
            if (archive.has(name)) result.labels_file = name;
        }
    }
    if (result.labels_file.empty()) return result;
    if (const auto text = archive.stored(result.labels_file)) {
        result.labels = std::string(reinterpret_cast<const char*>(text->data()), text->size());
    } else {
        result.warnings.push_back("The TFLite file names a list of labels, " + quoted(result.labels_file) +
                                  ", that its archive does not hold uncompressed; give it with --labels.");
        result.labels_file.clear();
    }
    return result;
}

}  // namespace farsight::tflite
