#include <vector>

#include "bits.h"
#include "farsight/detector.h"
#include "farsight/dolly.h"
#include "farsight/lab/property.h"
#include "farsight/lab/run.h"
#include "farsight/preprocess.h"
#include "farsight/region_anchors.h"

namespace farsight::bits {
namespace {

/// A tile's heads: offsets and logits that leave some boxes sure and many doubtful.
struct NoisyHeads {
    std::vector<float> boxes;
    std::vector<float> scores;
    std::vector<std::int64_t> box_shape;
    std::vector<std::int64_t> score_shape;

    NoisyHeads(Noise& noise, std::int64_t rows, std::int64_t classes, float lowest = -9)
        : box_shape{1, rows, 4}, score_shape{1, rows, classes} {
        for (std::int64_t i = 0; i < rows * 4; ++i) boxes.push_back(noise.between(-2, 2));
        for (std::int64_t i = 0; i < rows * classes; ++i) scores.push_back(noise.between(lowest, 1));
    }

    std::vector<HeadView> views(const ModelCard& card) const {
        return {{card.heads.boxes, boxes, box_shape}, {card.heads.scores, scores, score_shape}};
    }
};

struct Variant {
    const char* name;
    ScoreActivation activation;
};

ModelCard grid_card(ScoreActivation activation) {
    ModelCard card;
    card.name = "grid";
    card.input.size = {64, 64};
    card.heads.boxes = "boxes";
    card.heads.scores = "scores";
    card.heads.activation = activation;
    card.heads.classes_count = 5;
    card.heads.anchors =
        GridAnchorSpec{{{8, 8, {{0.1, 0.1}, {0.2, 0.15}}}, {4, 4, {{0.3, 0.3}, {0.5, 0.35}}}}};
    card.labels.resize(5);
    for (std::size_t i = 0; i < card.labels.size(); ++i) card.labels[i].name = "class " + std::to_string(i);
    return card;
}

void report_candidates(const TiledDetector& detector, const std::string& name) {
    Fingerprint all;
    for (const Tile& tile : detector.plan().tiles) {
        for (const Candidate& candidate : detector.candidates(tile.index)) all.add(candidate);
    }
    report(name, all);
}

void report_merges(lab::Run& run, const std::string& name) {
    for (const lab::Choice& choice : lab::property("merge").choices) {
        const auto method = static_cast<MergeMethod>(choice.value);
        MergeOptions options;
        options.method = method;
        options.min_score = 0.1F;
        if (!run.decide(options)) std::printf("merge failed\n");
        Fingerprint all;
        const auto found = run.detections(lab::Scope::kPyramid);
        for (std::size_t i = 0; i < found.size(); ++i) all.add(found[i], run.matches()[i] < 0);
        report(name + std::string(name_of(method)), all);
    }
}

/// Gives every tile heads of its own, in the order of the plan.
void absorb_noise(TiledDetector& detector, const ModelCard& card, std::int64_t classes) {
    Noise noise;
    const auto rows = static_cast<std::int64_t>(detector.anchors().anchors.size());
    while (auto batch = detector.next_batch(1)) {
        const NoisyHeads heads(noise, rows, classes);
        if (!detector.absorb(*batch, heads.views(card))) std::printf("absorb failed\n");
    }
}

/// The same network, of free size beyond the full frame, where its first layer runs.
ModelCard free_card() {
    ModelCard card = grid_card(ScoreActivation::kSigmoid);
    card.free = FreeSize{8, {8}};
    return card;
}

std::int64_t rows_of(const ModelCard& card, const AnchorGrid& anchors, const Tile& tile) {
    if (!tile.close) return static_cast<std::int64_t>(anchors.anchors.size());
    const auto grid = region_anchors(anchors, card.input.size, *card.free, tile.input);
    return grid ? static_cast<std::int64_t>(grid->anchors.size()) : 0;
}

/// Heads that propose little, so that a search leaves something out.
void search_noise(TiledDetector& detector, const ModelCard& card, std::uint32_t seed) {
    Noise noise{seed};
    while (auto batch = detector.next_batch(1)) {
        const Tile tile = detector.tiles(*batch).front();
        const NoisyHeads heads(noise, rows_of(card, detector.anchors(), tile), 5, -150);
        if (!detector.absorb(*batch, heads.views(card))) std::printf("absorb failed\n");
    }
}

void add_plan(Fingerprint& all, const PyramidPlan& plan) {
    for (const Tile& tile : plan.tiles) {
        const Rect& r = tile.region;
        for (const std::int32_t number : {tile.level, r.x, r.y, r.width, r.height, tile.input.width,
                                          tile.input.height, tile.close ? 1 : 0}) {
            all.add(number);
        }
    }
}

void add_evidence(Fingerprint& all, const Evidence& of) {
    for (const float value :
         {of.best, of.mean, of.suited, of.agreement, of.inside, of.contains, of.overlaps}) {
        all.add(value);
    }
    all.add(of.agreeing);
}

/// Plans, detections and evidence of many searches.
void report_searches(const std::string& name, const ModelCard& card) {
    Fingerprint plans;
    Fingerprint found;
    std::size_t regions = 0;
    for (std::uint32_t seed = 1; seed <= 60; ++seed) {
        DetectorOptions options;
        options.pyramid.finest_zoom = 1;
        options.search.coarse_to_fine = true;
        if (seed % 3 == 0) options.search.budget = 1.5 + seed / 4.0;
        if (seed % 4 == 0) options.search.classes = {1, 3};
        if (seed % 5 == 0) options.search.region = Box{20, 30, 90, 70};
        const int width = 200 + static_cast<int>(seed * 37 % 500);
        const int height = 150 + static_cast<int>(seed * 53 % 400);
        auto run = lab::Run::create(card, {width, height}, options);
        if (!run) {
            std::printf("search failed: %s\n", run.error().message.c_str());
            return;
        }
        search_noise(run->detector(), card, seed);
        add_plan(plans, run->plan());
        regions += run->plan().tiles.size();
        MergeOptions merging;
        merging.min_score = 0.05F;
        if (!run->decide(merging)) std::printf("merge failed\n");
        const auto detections = run->detections(lab::Scope::kPyramid);
        for (std::size_t i = 0; i < detections.size(); ++i) found.add(detections[i], run->matches()[i] < 0);
        std::vector<Evidence> evidence;
        run->detector().evidence(merging, detections, evidence);
        for (const Evidence& of : evidence) add_evidence(found, of);
    }
    report(name + "/plans-" + std::to_string(regions), plans);
    report(name + "/found", found);
}

}  // namespace

void report_detection() {
    report_searches("search/tiles", grid_card(ScoreActivation::kSigmoid));
    report_searches("search/free", free_card());
    constexpr Variant kVariants[] = {{"sigmoid", ScoreActivation::kSigmoid},
                                     {"softmax", ScoreActivation::kSoftmax}};
    for (const Variant& variant : kVariants) {
        const ModelCard card = grid_card(variant.activation);
        DetectorOptions options;
        options.pyramid.finest_zoom = 1;
        auto run = lab::Run::create(card, {400, 300}, options);
        if (!run) {
            std::printf("detector failed: %s\n", run.error().message.c_str());
            return;
        }
        absorb_noise(run->detector(), card, 5);
        report_candidates(run->detector(), std::string("decode/") + variant.name);
        report_merges(*run, std::string("merge/") + variant.name + "/");
    }
}

void report_page(const std::string& text) {
    const auto card = read_card(text);
    if (!card) {
        std::printf("card failed: %s\n", card.error().message.c_str());
        return;
    }
    const Image photo = picture({640, 480}, 4);
    DetectorOptions options;
    options.pyramid.levels = 2;
    options.pyramid.finest_zoom = 1;
    auto run = lab::Run::create(*card, photo.size(), options);
    Preprocessor preprocessor(card->input, Filter::kTriangle);
    std::vector<float> values(card->input.values_per_tile());
    Fingerprint tensors;
    for (const Tile& tile : run->plan().tiles) {
        if (!preprocessor.fill(photo.view(), tile, std::span(values))) std::printf("preprocess failed\n");
        tensors.add(std::span<const float>(values));
    }
    report("page/tensors", tensors);
    absorb_noise(run->detector(), *card, card->heads.classes_count);
    report_candidates(run->detector(), "page/candidates");
    report_merges(*run, "page/merge/");
    Fingerprint moved;
    moved.add(*dolly(photo.view(), 2.5));
    report("page/dolly", moved);
}

}  // namespace farsight::bits
