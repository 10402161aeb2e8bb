// The runtime from another project: a photo in, the best detection out.
#include <cstdio>
#include <vector>

#include "farsight/runtime/image_file.h"
#include "farsight/runtime/model_file.h"
#include "farsight/runtime/tile_workers.h"

namespace {

using namespace farsight;

Result<void> print_best(const char* photo) {
    const auto image = read_image(photo);
    if (!image) return tl::unexpected(image.error());
    const auto model = load_model(kDefaultModel);
    if (!model) return tl::unexpected(model.error());
    auto workers = TileWorkers::create(*model, Filter::kTriangle, 1);
    if (!workers) return tl::unexpected(workers.error());
    auto detector = TiledDetector::create(model->card, image->size(), {});
    if (!detector) return tl::unexpected(detector.error());
    StageTimes times;
    if (auto ran = workers->run(image->view(), *detector, {}, times); !ran) return ran;
    std::vector<Detection> found;
    if (auto merged = detector->detections({}, found); !merged) return merged;
    if (found.empty()) return fail(ErrorCode::kMismatch, "nothing was found");
    const auto label = static_cast<std::size_t>(found.front().label);
    std::printf("%s %.2f\n", model->card.labels[label].name.c_str(),
                static_cast<double>(found.front().score));
    return {};
}

}  // namespace

int main(int count, char** words) {
    const auto printed = print_best(count > 1 ? words[1] : "");
    if (!printed) std::fprintf(stderr, "%s\n", printed.error().message.c_str());
    return printed ? 0 : 1;
}
