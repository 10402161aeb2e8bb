// Any text is detections until the reader says otherwise.
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "farsight/read_results.h"

namespace {

using namespace farsight;

Annotations known_pictures() {
    const AnnotationFile file = {"truth.json", R"({"images": [
        {"id": 1, "file_name": "a.jpg", "width": 64, "height": 48},
        {"id": 7, "file_name": "b/a.jpg", "width": 64, "height": 48},
        {"id": 9, "file_name": "b/b.png", "width": 30, "height": 20}],
        "annotations": [{"id": 1, "image_id": 1, "category_id": 3, "bbox": [1, 2, 3, 4]}],
        "categories": [{"id": 1, "name": "person"}, {"id": 3, "name": "car"}]})"};
    return *read_annotations(std::span(&file, 1));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Annotations kKnown = known_pictures();
    // The first byte chooses the file's name, as the readers go by endings too.
    constexpr std::array kNames = {"found.json", "found.csv", "b/b.txt", "a.xml"};
    if (size == 0) return 0;
    const AnnotationFile file = {kNames[data[0] % kNames.size()],
                                 {reinterpret_cast<const char*>(data + 1), size - 1}};
    const auto results = read_results(std::span(&file, 1), kKnown);
    if (!results) {
        if (results.error().message.empty()) std::abort();
        return 0;
    }
    for (const ScoredBox& found : results->detections) {
        const bool placed = found.image >= 0 && found.image < 3 && found.category >= 0 && found.category < 2;
        if (!placed || !std::isfinite(found.box.x + found.box.y + found.box.width + found.box.height))
            std::abort();
    }
    return 0;
}
