// The names in YOLO's data.yaml, through libyaml.
#include <yaml.h>

#include <cmath>
#include <memory>

#include "annotations/builder.h"

namespace farsight::annotations {
namespace {

std::string scalar(const yaml_node_t* node) {
    if (node == nullptr || node->type != YAML_SCALAR_NODE) return {};
    return {reinterpret_cast<const char*>(node->data.scalar.value), node->data.scalar.length};
}

/// The value of a key of a mapping; null when there is none.
yaml_node_t* member(yaml_document_t* document, const yaml_node_t* mapping, std::string_view key) {
    if (mapping == nullptr || mapping->type != YAML_MAPPING_NODE) return nullptr;
    for (const auto* pair = mapping->data.mapping.pairs.start; pair < mapping->data.mapping.pairs.top;
         ++pair) {
        if (scalar(yaml_document_get_node(document, pair->key)) == key)
            return yaml_document_get_node(document, pair->value);
    }
    return nullptr;
}

/// [a, b] or {0: a, 1: b}; a number without a name keeps its number for one.
std::vector<std::string> names_of(yaml_document_t* document, const yaml_node_t* names) {
    constexpr double kMostClasses = 100000;
    std::vector<std::string> found;
    if (names == nullptr) return found;
    if (names->type == YAML_SEQUENCE_NODE) {
        for (const auto* item = names->data.sequence.items.start; item < names->data.sequence.items.top;
             ++item) {
            found.push_back(scalar(yaml_document_get_node(document, *item)));
        }
    }
    if (names->type != YAML_MAPPING_NODE) return found;
    for (const auto* pair = names->data.mapping.pairs.start; pair < names->data.mapping.pairs.top; ++pair) {
        const auto number = number_in(scalar(yaml_document_get_node(document, pair->key)));
        if (!number || std::floor(*number) != *number || *number < 0 || *number >= kMostClasses) continue;
        while (static_cast<double>(found.size()) <= *number) found.push_back(std::to_string(found.size()));
        found[static_cast<std::size_t>(*number)] = scalar(yaml_document_get_node(document, pair->value));
    }
    return found;
}

/// The first number of "kpt_shape: [17, 3]".
int keypoints_of(yaml_document_t* document, const yaml_node_t* shape) {
    if (shape == nullptr || shape->type != YAML_SEQUENCE_NODE ||
        shape->data.sequence.items.start == shape->data.sequence.items.top)
        return 0;
    constexpr double kMostPoints = 10000;
    const auto count = number_in(scalar(yaml_document_get_node(document, *shape->data.sequence.items.start)));
    return count && *count >= 1 && *count <= kMostPoints ? static_cast<int>(*count) : 0;
}

}  // namespace

Result<YoloNames> read_yolo_names(const AnnotationFile& file) {
    yaml_parser_t parser;
    if (yaml_parser_initialize(&parser) == 0) return fail(ErrorCode::kTooLarge, file.path + ": no memory.");
    const std::unique_ptr<yaml_parser_t, decltype(&yaml_parser_delete)> closes_parser(&parser,
                                                                                      &yaml_parser_delete);
    const std::string_view text = without_bom(file.text);
    yaml_parser_set_input_string(&parser, reinterpret_cast<const unsigned char*>(text.data()), text.size());
    yaml_document_t document;
    if (yaml_parser_load(&parser, &document) == 0) {
        return fail(ErrorCode::kBadData, file.path + ": is not YAML: " +
                                             (parser.problem != nullptr ? parser.problem : "unreadable") +
                                             ", line " + std::to_string(parser.problem_mark.line + 1) + ".");
    }
    const std::unique_ptr<yaml_document_t, decltype(&yaml_document_delete)> closes_document(
        &document, &yaml_document_delete);
    const yaml_node_t* root = yaml_document_get_root_node(&document);
    return YoloNames{names_of(&document, member(&document, root, "names")),
                     keypoints_of(&document, member(&document, root, "kpt_shape"))};
}

}  // namespace farsight::annotations
