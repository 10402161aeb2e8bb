// The core with a network of one's own: the loop of docs/embedding.md, complete.
// The "network" here calls a cell of its 32 by 32 input an object when the cell is bright, so it is as blind
// to small things as a real one: a square of 20 pixels is less than a pixel once a 1280-pixel frame is
// shrunk.
#include <array>
#include <cstdio>
#include <cstring>
#include <vector>

#include "farsight/detector.h"
#include "farsight/preprocess.h"
#include "farsight/version.h"

namespace {

using namespace farsight;

constexpr int kSide = 32;              // Input of the network in pixels.
constexpr int kCells = 4;              // Its heads form a grid of 4 by 4.
constexpr int kCell = kSide / kCells;  // Pixels of a cell.

ModelCard brightness_card() {
    ModelCard card;
    card.name = "brightness";
    card.input.size = {kSide, kSide};
    card.heads.kind = HeadKind::kSsd;
    card.heads.boxes = "boxes";
    card.heads.scores = "scores";
    card.heads.classes_count = 1;
    GridAnchorSpec grid;
    grid.layers.push_back({kCells, kCells, {{1.0 / kCells, 1.0 / kCells}}});
    card.heads.anchors = grid;
    card.labels = {{"bright", ""}};
    return card;
}

/// One logit a cell: its mean brightness, from -8 for black to 8 for white. Box offsets stay 0.
void run_network(const std::vector<float>& tensor, std::array<float, kCells * kCells>& logits) {
    logits.fill(0);
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
            const auto pixel = static_cast<std::size_t>(y * kSide + x) * 3;
            const auto cell = static_cast<std::size_t>(y / kCell * kCells + x / kCell);
            logits[cell] += tensor[pixel] * 8 / (kCell * kCell);
        }
    }
}

Result<std::size_t> count_objects(const Image& image, const ModelCard& card, const DetectorOptions& options) {
    constexpr std::array<std::int64_t, 3> kBoxShape = {1, kCells * kCells, 4};
    constexpr std::array<std::int64_t, 3> kScoreShape = {1, kCells * kCells, 1};
    const std::array<float, kCells* kCells* 4> offsets = {};
    std::array<float, kCells* kCells> logits = {};
    const std::array<HeadView, 2> heads = {HeadView{"boxes", offsets, kBoxShape},
                                           HeadView{"scores", logits, kScoreShape}};
    std::vector<float> tensor(card.input.values_per_tile());
    Preprocessor preprocessor(card.input, Filter::kTriangle);

    auto detector = TiledDetector::create(card, image.size(), options);
    if (!detector) return tl::unexpected(detector.error());
    while (const auto batch = detector->next_batch(1)) {
        const Tile& tile = detector->tiles(*batch).front();
        if (auto filled = preprocessor.fill(image.view(), tile, tensor); !filled)
            return tl::unexpected(filled.error());
        run_network(tensor, logits);
        if (auto kept = detector->absorb(*batch, heads); !kept) return tl::unexpected(kept.error());
    }
    std::vector<Detection> found;
    if (auto merged = detector->detections({}, found); !merged) return tl::unexpected(merged.error());
    return found.size();
}

}  // namespace

int main() {
    Image image({1280, 720}, 3);
    for (int y = 300; y < 320; ++y)
        std::memset(image.row(y) + std::ptrdiff_t{700} * 3, 255, std::size_t{20} * 3);

    const ModelCard card = brightness_card();
    DetectorOptions near_only;
    near_only.pyramid.enabled = false;
    DetectorOptions far_too;
    far_too.pyramid.finest_zoom = 0.5;

    const auto full_frame = count_objects(image, card, near_only);
    const auto pyramid = count_objects(image, card, far_too);
    if (!full_frame || !pyramid) {
        std::fprintf(stderr, "%s\n", (full_frame ? pyramid : full_frame).error().message.c_str());
        return 1;
    }
    std::printf("farsight %s: full frame: %zu, pyramid: %zu\n", kVersion.data(), *full_frame, *pyramid);
    return 0;
}
