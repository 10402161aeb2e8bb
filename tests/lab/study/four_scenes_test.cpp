// A study of four scenes with a stand-in network of integer arithmetic: the state machine that viewer and
// page drive, and the frames that the command sweeps, give the bytes of the golden. tests/web/study.test.mjs
// asks the same of WebAssembly. The hidden test "[.write]" writes the golden.
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>

#include "farsight/lab/study.h"
#include "farsight/preprocess.h"

using namespace farsight;
using namespace farsight::lab;

namespace {

constexpr int kScenes = 4;
constexpr std::size_t kSide = 64;
constexpr std::size_t kCells = 8;
constexpr std::size_t kAnchors = 3 * kCells * kCells;
constexpr const char* kGolden = FARSIGHT_GOLDEN_DIR "/study_four_scenes.json";

std::string text_of(const std::string& file) {
    std::ifstream stream(file);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

ModelCard contrast_card() {
    auto card = read_card(text_of(FARSIGHT_GOLDEN_DIR "/study_card.json"));
    REQUIRE(card);
    return *std::move(card);
}

StudySettings settings_of(const PyramidOptions& pyramid) {
    StudySettings settings;
    settings.model = "contrast";
    settings.pyramid = pyramid;
    settings.search.full = true;
    settings.weather = Weather::kClear;
    settings.place = Place::kRoad;
    return settings;
}

PyramidOptions three_levels() {
    PyramidOptions pyramid;
    pyramid.levels = 3;
    pyramid.finest_zoom = 0.5;
    return pyramid;
}

/// All anchors of a cell have one score for both classes: (largest - smallest value of its pixels) / 256.
std::vector<float> scores_of(std::span<const std::uint8_t> pixels) {
    std::vector<float> scores(kAnchors * 3, 0.0F);
    constexpr std::size_t kCellSide = kSide / kCells;
    for (std::size_t cell = 0; cell < kCells * kCells; ++cell) {
        int low = 255;
        int high = 0;
        for (std::size_t y = 0; y < kCellSide; ++y) {
            const std::size_t row = cell / kCells * kCellSide + y;
            const std::size_t from = 3 * (row * kSide + cell % kCells * kCellSide);
            for (std::size_t i = from; i < from + 3 * kCellSide; ++i) {
                low = std::min<int>(low, pixels[i]);
                high = std::max<int>(high, pixels[i]);
            }
        }
        for (std::size_t anchor = 3 * cell; anchor < 3 * cell + 3; ++anchor) {
            scores[3 * anchor + 1] = static_cast<float>(high - low) / 256;
            scores[3 * anchor + 2] = scores[3 * anchor + 1];
        }
    }
    return scores;
}

void drive(Run& run, const ModelCard& card, const ImageView& image) {
    const std::vector<float> boxes(kAnchors * 4, 0.0F);
    const std::vector<std::int64_t> box_shape = {1, kAnchors, 4};
    const std::vector<std::int64_t> score_shape = {1, kAnchors, 3};
    Preprocessor preprocessor(card.input, Filter::kTriangle);
    std::vector<std::uint8_t> pixels(card.input.values_per_tile());
    while (const auto batch = run.detector().next_batch(1)) {
        REQUIRE(preprocessor.fill(image, run.detector().tiles(*batch).front(), std::span(pixels)));
        const std::vector<float> scores = scores_of(pixels);
        const std::vector<HeadView> heads = {{"boxes", boxes, box_shape}, {"scores", scores, score_shape}};
        REQUIRE(run.detector().absorb(*batch, heads));
    }
}

/// As the viewer's sampler does it.
StudyResult studied(const StudySettings& settings, const ModelCard& card) {
    auto study = Study::create(settings, card);
    REQUIRE(study);
    SceneRenderer renderer;
    Image image;
    GroundTruth truth;
    while (study->scenes() < kScenes) {
        const StudyScene next = study->next();
        const auto scene = make_scene(next.scene);
        REQUIRE(scene);
        REQUIRE(renderer.render(*scene, {}, image, truth));
        auto run = Run::create(card, image.size(), next.detector);
        REQUIRE(run);
        drive(*run, card, image.view());
        REQUIRE(study->add(*run, truth, 0));
    }
    auto result = study->result();
    REQUIRE(result);
    return *std::move(result);
}

/// As `farsight sweep` does it.
StudyResult swept(const StudySettings& settings, const ModelCard& card) {
    const auto source = scene_source(settings.recipe(), kScenes, card);
    REQUIRE(source);
    const auto detector = settings.detector(card);
    REQUIRE(detector);
    SweepResults results;
    SweepLane lane;
    for (std::int64_t frame = 0; frame < kScenes; ++frame) {
        REQUIRE(source->make(frame, lane));
        auto run = Run::create(card, lane.frame.image.size(), judged_options(*detector));
        REQUIRE(run);
        drive(*run, card, lane.frame.image.view());
        auto judged = judge_frame(*source, lane.frame, *detector, *run);
        REQUIRE(judged);
        results[frame] = std::move(*judged);
    }
    StudyResult told;
    told.settings = settings;
    told.scenes = kScenes;
    const std::vector<SweepTrial> trials = sweep_trials(*source, results);
    RangeOptions options;
    options.edges = source->distance_edges;
    options.resamples = kStudyResamples;
    for (std::size_t c = 0; c < kSweepConfigurations; ++c) {
        auto curve = sweep_curve(trials, c, &SweepObject::distance, detector->score, options);
        REQUIRE(curve);
        told.curves[c] = *std::move(curve);
        told.tiles = results.rbegin()->second.tiles[c];
    }
    return told;
}

std::string golden_text() {
    const ModelCard card = contrast_card();
    PyramidOptions off;
    off.enabled = false;
    return study_json(studied(settings_of(three_levels()), card), card.title) + "\n" +
           study_json(studied(settings_of(off), card), card.title) + "\n";
}

}  // namespace

TEST_CASE("a study of four scenes gives the bytes that the page gives") {
    CHECK(golden_text() == text_of(kGolden));
}

TEST_CASE("the command sweeps the scenes of a study, and judges them the same") {
    const ModelCard card = contrast_card();
    const StudySettings settings = settings_of(three_levels());
    const std::string sweep = study_json(swept(settings, card), card.title);
    CHECK(text_of(kGolden).starts_with(sweep + "\n"));
}

TEST_CASE("write the golden of four scenes", "[.write]") {
    std::ofstream(kGolden) << golden_text();
}
