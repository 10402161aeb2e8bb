// The core with a network of one's own: the loop of docs/embedding.md, complete.
// The "network" finds a white thing in its 32 by 32 input if that is at least 6 pixels wide and high, so it
// is as blind to small things as a real one: a square of 20 pixels is less than a pixel once a 1280-pixel
// frame is shrunk.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <vector>

#include "farsight/detector.h"
#include "farsight/preprocess.h"
#include "farsight/version.h"

namespace {

using namespace farsight;

constexpr int kSide = 32;      // Input of the network in pixels.
constexpr int kSmallest = 6;   // Smallest thing it sees, in input pixels.
constexpr float kCertain = 4;  // Its logit when it does.

/// One anchor as large as the input, one class.
ModelCard white_thing_card() {
    ModelCard card;
    card.name = "white-thing";
    card.input.size = {kSide, kSide};
    card.heads.kind = HeadKind::kSsd;
    card.heads.boxes = "boxes";
    card.heads.scores = "scores";
    card.heads.classes_count = 1;
    card.heads.anchors = GridAnchorSpec{{{1, 1, {{1.0, 1.0}}}}};
    card.labels = {{"white thing", ""}};
    return card;
}

struct Heads {
    std::array<float, 4> box = {};  ///< ty, tx, th, tw relative to the anchor.
    std::array<float, 1> logit = {-kCertain};
};

Heads run_network(const std::vector<float>& tensor) {
    int x0 = kSide, y0 = kSide, x1 = 0, y1 = 0;
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
            if (tensor[static_cast<std::size_t>(y * kSide + x) * 3] < 0) continue;
            x0 = std::min(x0, x);
            y0 = std::min(y0, y);
            x1 = std::max(x1, x + 1);
            y1 = std::max(y1, y + 1);
        }
    }
    Heads heads;
    if (x1 - x0 < kSmallest || y1 - y0 < kSmallest) return heads;
    const auto offset = [](int low, int high) {
        return 10 * (static_cast<float>(low + high) / 2 / kSide - 0.5F);
    };
    const auto size = [](int low, int high) { return 5 * std::log(static_cast<float>(high - low) / kSide); };
    heads.box = {offset(y0, y1), offset(x0, x1), size(y0, y1), size(x0, x1)};
    heads.logit = {kCertain};
    return heads;
}

Result<std::vector<Detection>> detect(const Image& image, const ModelCard& card,
                                      const DetectorOptions& options) {
    constexpr std::array<std::int64_t, 3> kBoxShape = {1, 1, 4};
    constexpr std::array<std::int64_t, 3> kScoreShape = {1, 1, 1};
    std::vector<float> tensor(card.input.values_per_tile());
    Preprocessor preprocessor(card.input, Filter::kTriangle);

    auto detector = TiledDetector::create(card, image.size(), options);
    if (!detector) return tl::unexpected(detector.error());
    while (const auto batch = detector->next_batch(1)) {
        const Tile& tile = detector->tiles(*batch).front();
        if (auto filled = preprocessor.fill(image.view(), tile, tensor); !filled) {
            return tl::unexpected(filled.error());
        }
        const Heads heads = run_network(tensor);
        const std::array<HeadView, 2> outputs = {HeadView{"boxes", heads.box, kBoxShape},
                                                 HeadView{"scores", heads.logit, kScoreShape}};
        if (auto kept = detector->absorb(*batch, outputs); !kept) return tl::unexpected(kept.error());
    }
    std::vector<Detection> found;
    if (auto merged = detector->detections({}, found); !merged) return tl::unexpected(merged.error());
    return found;
}

}  // namespace

int main() {
    Image image({1280, 720}, 3);
    for (int y = 300; y < 320; ++y)
        std::memset(image.row(y) + std::ptrdiff_t{700} * 3, 255, std::size_t{20} * 3);

    const ModelCard card = white_thing_card();
    DetectorOptions near_only;
    near_only.pyramid.enabled = false;
    DetectorOptions far_too;
    far_too.pyramid.levels = 2;
    far_too.pyramid.finest_zoom = 0.5;
    far_too.pyramid.overlap = 0.5;

    const auto full_frame = detect(image, card, near_only);
    const auto pyramid = detect(image, card, far_too);
    if (!full_frame || !pyramid) {
        std::fprintf(stderr, "%s\n", (full_frame ? pyramid : full_frame).error().message.c_str());
        return 1;
    }
    std::printf("farsight %s: full frame: %zu, pyramid: %zu\n", kVersion.data(), full_frame->size(),
                pyramid->size());
    for (const Detection& found : *pyramid) {
        std::printf("%s %.2f at %.0f, %.0f to %.0f, %.0f\n", card.labels[0].name.c_str(),
                    static_cast<double>(found.score), static_cast<double>(found.box.x0),
                    static_cast<double>(found.box.y0), static_cast<double>(found.box.x1),
                    static_cast<double>(found.box.y1));
    }
    return 0;
}
