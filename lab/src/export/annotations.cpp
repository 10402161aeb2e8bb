#include <algorithm>
#include <limits>

#include "farsight/lab/export.h"

namespace farsight::lab {

Annotations as_annotations(const ModelCard& card, const std::vector<ImageResult>& results,
                           const std::vector<std::string>& names) {
    Annotations all;
    const int classes = std::max(card.heads.classes_count, static_cast<int>(card.labels.size()));
    for (int label = 0; label < classes; ++label)
        all.categories.push_back({std::int64_t{label} + 1, label_name(card, label), {}});
    for (std::size_t i = 0; i < results.size(); ++i) {
        AnnotatedImage image;
        image.id = static_cast<std::int64_t>(i) + 1;
        image.file_name = names[i];
        image.size = results[i].size;
        all.images.push_back(std::move(image));
        for (const Detection& detection : results[i].detections) {
            TruthBox found;
            found.box = to_coco(detection.box);
            found.area = found.box.width * found.box.height;
            found.image = static_cast<std::int32_t>(i);
            found.category = detection.label;
            all.truths.push_back(found);
            all.distances_m.push_back(std::numeric_limits<double>::quiet_NaN());
            all.scores.push_back(detection.score);
        }
    }
    return all;
}

}  // namespace farsight::lab
