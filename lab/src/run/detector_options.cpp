#include "farsight/lab/run.h"

#include <algorithm>
#include <string>
#include <utility>

#include "farsight/annotations.h"

namespace farsight::lab {
namespace {

std::string known_names(const ModelCard& card) {
    std::string names;
    for (std::size_t i = 0; i < card.labels.size(); ++i) {
        if (static_cast<int>(i) == card.heads.background) continue;
        names += (names.empty() ? "" : ", ") + card.labels[i].name;
    }
    return names;
}

}  // namespace

Result<std::vector<std::int32_t>> asked_classes(const ModelCard& card, std::string_view names) {
    std::vector<std::int32_t> labels;
    while (!names.empty()) {
        const std::string_view name = names.substr(0, names.find(','));
        names.remove_prefix(std::min(names.size(), name.size() + 1));
        if (name.empty()) continue;
        bool known = false;
        for (std::size_t i = 0; i < card.labels.size(); ++i) {
            const Label& label = card.labels[i];
            const bool same = equal_ignoring_case(label.name, name) || equal_ignoring_case(label.coco, name);
            if (!same || static_cast<int>(i) == card.heads.background) continue;
            labels.push_back(static_cast<std::int32_t>(i));
            known = true;
        }
        if (known) continue;
        std::string message = "\"";
        message.append(name).append("\" is not a class of ").append(card.name).append(", which knows: ");
        return fail(ErrorCode::kInvalidArgument, message + known_names(card) + ".");
    }
    return labels;
}

Result<DetectorOptions> detector_options(const PyramidOptions& pyramid, const SearchSettings& search,
                                         const ModelCard& card) {
    auto classes = asked_classes(card, search.classes);
    if (!classes) return tl::unexpected(classes.error());
    DetectorOptions options;
    options.pyramid = pyramid;
    options.search.coarse_to_fine = !search.full;
    options.search.budget = search.budget;
    options.search.classes = std::move(*classes);
    return options;
}

}  // namespace farsight::lab
