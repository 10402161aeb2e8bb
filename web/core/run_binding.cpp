// Runs behind plain C functions: one picture, one model, one plan. Handles and errors as in binding.cpp.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <utility>

#include "binding.h"
#include "farsight/lab/export.h"
#include "farsight/lab/headline.h"
#include "farsight/lab/numbers.h"
#include "farsight/lab/run.h"
#include "farsight/lab/run_words.h"
#include "page_run.h"

namespace farsight::web {
namespace {

/// The page's list shows no more rows.
constexpr std::size_t kMostRows = 200;

lab::Scope scope_of(bool pyramid) {
    return pyramid ? lab::Scope::kPyramid : lab::Scope::kFullFrame;
}

lab::Timing timing_of(const RunTimes& times) {
    lab::Timing timing;
    timing.stages = {times.preprocess_ms, times.network_ms, times.decode_heads_ms};
    timing.decode_image_ms = times.decode_image_ms;
    timing.merge_ms = times.merge_ms;
    timing.total_ms = times.total_ms;
    return timing;
}

/// What stands at the boxes of a list, as far as a picture has room for them.
Json labels_of(const lab::Run& run, lab::Scope scope, const ModelCard& card) {
    Json labels = Json::array();
    const auto found = run.detections(scope);
    for (const Detection& detection : found.first(std::min(kMostRows, found.size())))
        labels.push_back(lab::label_text(lab::label_name(card, detection.label), detection.score));
    return labels;
}

Json figures_of(const std::vector<lab::Figure>& figures) {
    Json json = Json::array();
    for (const lab::Figure& figure : figures)
        json.push_back({{"name", figure.name}, {"count", figure.count}, {"words", figure.words}});
    return json;
}

/// JSON has no NaN.
Json number_or_null(double value) {
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

struct RunSettings {
    DetectorOptions options;
    Filter filter;
};

Result<RunSettings> read_run_settings(const Json& settings, const ModelCard& card) {
    PyramidOptions pyramid;
    pyramid.enabled = settings.value("pyramid", pyramid.enabled);
    pyramid.levels = settings.value("levels", pyramid.levels);
    pyramid.finest_zoom = settings.value("finestZoom", pyramid.finest_zoom);
    pyramid.overlap = settings.value("overlap", pyramid.overlap);
    auto options = lab::detector_options(pyramid, read_search(settings), card);
    if (!options) return tl::unexpected(options.error());
    const auto filter = parse_filter(settings.value("filter", std::string(name_of(Filter::kTriangle))));
    if (!filter) return tl::unexpected(filter.error());
    return RunSettings{std::move(*options), *filter};
}

/// The rows of the list of detections, as text.
Json list_of(const lab::Run& run) {
    Json list = Json::array();
    const auto found = run.detections(lab::Scope::kPyramid);
    for (const Detection& detection : found.first(std::min(kMostRows, found.size()))) {
        list.push_back(
            {lab::percent_text(static_cast<double>(detection.score)), lab::height_text(detection.box)});
    }
    return list;
}

}  // namespace

Json json_of(const lab::Headline& headline) {
    return {{"figures", figures_of(headline.figures)},
            {"parts", figures_of(headline.parts)},
            {"facts", headline.facts},
            {"brief", headline.brief}};
}

/// `settings`: {"pyramid": bool, "full": bool, "levels": number, "finestZoom": number, "overlap": number,
/// "budget": number, "classes": text, "filter": text, "tiles": bool}; "tiles" keeps to the card's size.
FS_EXPORT PageRun* fs_run_create(const Card* card, int width, int height, const char* text,
                                 std::size_t size) {
    const Json settings = Json::parse(text_of(text, size), nullptr, false);
    if (!settings.is_object()) {
        last_error = {ErrorCode::kInvalidArgument, "The run's settings are not JSON."};
        return nullptr;
    }
    const auto made = read_run_settings(settings, card->card);
    if (!made) {
        last_error = made.error();
        return nullptr;
    }
    ModelCard used = card->card;
    if (settings.value("tiles", false)) used.free.reset();
    return hold(PageRun::create(used, {width, height}, made->options, made->filter));
}

FS_EXPORT void fs_run_free(PageRun* run) {
    delete run;
}

/// The plan's levels and cost as JSON.
FS_EXPORT std::string* fs_run_plan(const PageRun* run) {
    const PyramidPlan& plan = run->run().plan();
    Json levels = Json::array();
    for (const Level& level : plan.levels) {
        levels.push_back({{"zoom", level.zoom()}, {"columns", level.columns}, {"rows", level.rows}});
    }
    return give(Json{{"levels", levels},
                     {"pixelRatio", plan.pixel_ratio()},
                     {"fullPixelRatio", number_or_null(run->run().full_pixel_ratio())}});
}

/// Every tile as PageRun::regions() lays it out, until the next call: `size` integers.
FS_EXPORT const std::int32_t* fs_run_regions(PageRun* run, std::size_t* size) {
    const auto regions = run->regions();
    *size = regions.size();
    return regions.data();
}

/// How many tiles to run now, the first of them in `first`; 0 while it must wait, or when done.
FS_EXPORT int fs_run_next(PageRun* run, int max_tiles, std::int32_t* first) {
    const auto batch = run->run().detector().next_batch(max_tiles);
    *first = batch ? batch->first_tile : 0;
    return batch ? batch->count : 0;
}

/// Whether the close network runs a tile; the width of its input and 65536 times its height in `size`.
FS_EXPORT bool fs_run_input(const PageRun* run, int tile, std::uint32_t* size) {
    const Size input = run->input_of(tile);
    *size = static_cast<std::uint32_t>(input.width) | (static_cast<std::uint32_t>(input.height) << 16U);
    return run->run().plan().tiles[static_cast<std::size_t>(tile)].close;
}

/// Fills a tile's tensor; `values` holds three elements of the card's type for each of its network pixels.
FS_EXPORT bool fs_run_fill(PageRun* run, const Image* image, int tile, void* values) {
    return note(run->fill(*image, tile, values));
}

/// A batch's tiles as shaders/preprocess.wgsl reads them, until the next call: `size` integers.
FS_EXPORT const std::int32_t* fs_run_tables(PageRun* run, int first, int count, std::size_t* size) {
    const auto tables = run->tables({first, count});
    *size = tables.size();
    return tables.data();
}

/// Adds a head for the next fs_run_absorb; nothing is copied but the name.
FS_EXPORT void fs_run_head(PageRun* run, const char* name, std::size_t name_size, const float* values,
                           std::size_t count, const std::int64_t* shape, std::size_t rank) {
    run->add_head(std::string(text_of(name, name_size)), {values, count}, {shape, rank});
}

FS_EXPORT bool fs_run_absorb(PageRun* run, int first, int count) {
    return note(run->absorb({first, count}));
}

FS_EXPORT bool fs_run_absorb_cached(PageRun* run, int tile, const Candidate* candidates, std::size_t size) {
    return note(run->run().absorb_cached(tile, {candidates, size / sizeof(Candidate)}));
}

/// A tile's raw candidates as bytes, `size` of them, to be kept and given back to fs_run_absorb_cached.
FS_EXPORT const Candidate* fs_run_candidates(const PageRun* run, int tile, std::size_t* size) {
    const auto candidates = run->run().detector().candidates(tile);
    *size = candidates.size_bytes();
    return candidates.data();
}

FS_EXPORT bool fs_run_done(const PageRun* run) {
    return run->run().done();
}

/// What is in so far, as JSON.
FS_EXPORT std::string* fs_run_progress(const PageRun* page) {
    const lab::Run& run = page->run();
    return give(Json{{"done", run.done()},
                     {"tilesDone", run.tiles_done()},
                     {"tilesCached", run.tiles_cached()},
                     {"candidates", run.candidates()},
                     {"nonFinite", run.detector().stats().non_finite}});
}

/// Merges what is in, the full frame alone and the whole pyramid.
FS_EXPORT bool fs_run_decide(PageRun* run, const char* method, std::size_t method_size, float overlap,
                             float min_score) {
    const auto parsed = parse_merge_method(text_of(method, method_size));
    if (!parsed) {
        last_error = parsed.error();
        return false;
    }
    MergeOptions options;
    options.method = *parsed;
    options.overlap = overlap;
    options.min_score = min_score;
    return note(run->run().decide(options));
}

/// The counts of the last decision, as JSON.
FS_EXPORT std::string* fs_run_counts(const PageRun* run) {
    const lab::Counts counts = run->run().counts();
    return give(Json{{"fullFrame", counts.full_frame},
                     {"recovered", counts.recovered},
                     {"total", counts.total},
                     {"fullFrameAlone", counts.full_frame_alone}});
}

/// What the page shows of the last decision in words, as JSON.
FS_EXPORT std::string* fs_run_words(const PageRun* page, const Card* card, const RunTimes* times,
                                    bool on_scene, int workers) {
    const lab::Run& run = page->run();
    const bool pyramid_on = page->pyramid().enabled;
    const lab::Timing timing = timing_of(*times);
    Json cost = Json::array();
    for (const lab::CostRow& row : lab::cost_rows(&timing, on_scene)) {
        cost.push_back({{"text", row.text}, {"number", row.number}, {"share", row.share}});
    }
    Json levels = Json::array();
    for (const lab::LevelRow& row :
         lab::level_rows(run.plan(), run.detections(lab::Scope::kPyramid), run.matches())) {
        levels.push_back({{"name", row.name},
                          {"tiles", row.tiles},
                          {"onFullFrame", row.on_full_frame},
                          {"recovered", row.recovered}});
    }
    Json facts = Json::array();
    for (std::string fact : {lab::full_cost_text(run.detector().absorbed_ratio(), run.full_pixel_ratio()),
                             lab::cost_note(workers), lab::cached_text(run.tiles_cached(), run.tiles()),
                             lab::dropped_text(run.detector().stats().non_finite)}) {
        if (!fact.empty()) facts.push_back(std::move(fact));
    }
    return give(Json{{"cost", cost},
                     {"total", lab::milliseconds_text(timing.total_ms)},
                     {"summary", lab::tiles_and_time_text(run.tiles_done(), timing.total_ms)},
                     {"pixelRatio", lab::ratio_text(run.detector().absorbed_ratio())},
                     {"facts", facts},
                     {"levels", levels},
                     {"list", list_of(run)},
                     {"labels",
                      {{"fullFrame", labels_of(run, lab::Scope::kFullFrame, card->card)},
                       {"pyramid", labels_of(run, lab::Scope::kPyramid, card->card)}}},
                     {"headline", json_of(lab::headline_of(run.counts(), pyramid_on))},
                     {"noFinds", lab::no_finds_text(run.counts(), pyramid_on)}});
}

/// The last decision as a file of the kind "json" or "csv"; `file` is the picture's name.
FS_EXPORT std::string* fs_run_export(const PageRun* page, const Card* card, const RunTimes* times,
                                     const char* kind, std::size_t kind_size, const char* file,
                                     std::size_t file_size) {
    lab::ImageResult result;
    result.file = std::string(text_of(file, file_size));
    result.size = page->run().plan().image;
    result.take(page->run());
    const lab::Timing timing = timing_of(*times);
    result.stages = timing.stages;
    result.decode_image_ms = timing.decode_image_ms;
    result.merge_ms = timing.merge_ms;
    result.total_ms = timing.total_ms;
    result.cached_image = times->decode_image_ms == 0;
    return give(text_of(kind, kind_size) == "csv" ? lab::format_csv(card->card, result)
                                                  : lab::format_json(card->card, {result}));
}

/// The detections of the last decision as PageRun::columns() lays them out, until the next call; how many of
/// them in `count`.
FS_EXPORT const std::byte* fs_run_columns(PageRun* run, bool pyramid, std::size_t* count) {
    *count = run->run().detections(scope_of(pyramid)).size();
    return run->columns(scope_of(pyramid)).data();
}

/// The detection that is this object, -1 when there is none.
FS_EXPORT int fs_run_find(const PageRun* run, bool pyramid, int label, float x0, float y0, float x1,
                          float y1) {
    return run->run().find(scope_of(pyramid), label, {x0, y0, x1, y1});
}

/// The score that the list would show for this object, under every threshold; 0 when nothing is it.
FS_EXPORT float fs_run_confidence(PageRun* run, bool pyramid, int label, float x0, float y0, float x1,
                                  float y1) {
    return run->run().confidence(scope_of(pyramid), label, {x0, y0, x1, y1});
}

}  // namespace farsight::web
