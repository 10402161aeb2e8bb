#include "sweep/sweep_run.h"

#include <mutex>
#include <nlohmann/json.hpp>

#include "command.h"
#include "farsight/runtime/tile_workers.h"
#include "line_log.h"
#include "parallel.h"
#include "progress.h"

namespace farsight::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string log_line(std::int64_t frame, const SweepFrameResult& result) {
    Json objects = Json::array();
    for (const SweepObject& o : result.objects) {
        objects.push_back({o.category, o.distance, o.height_px, o.width_px, o.scores});
    }
    return Json{{"frame", frame},
                {"objects", objects},
                {"false_positives", result.false_positives},
                {"tiles", result.tiles}}
               .dump() +
           "\n";
}

bool read_line(std::string_view line, SweepResults& results) {
    const Json json = Json::parse(line, nullptr, false);
    if (json.is_discarded()) return false;
    try {
        SweepFrameResult result;
        for (const Json& o : json.at("objects")) {
            SweepObject object;
            object.category = o.at(0).get<std::int32_t>();
            object.distance = o.at(1).get<double>();
            object.height_px = o.at(2).get<double>();
            object.width_px = o.at(3).get<double>();
            o.at(4).get_to(object.scores);
            result.objects.push_back(object);
        }
        json.at("false_positives").get_to(result.false_positives);
        json.at("tiles").get_to(result.tiles);
        results[json.at("frame").get<std::int64_t>()] = std::move(result);
        return true;
    } catch (const Json::exception&) {
        return false;
    }
}

/// Reads what an earlier run left and cuts off a line that it had not finished.
Result<void> resume(LineLog& log, const std::string& head, SweepResults& results) {
    if (auto ours = log.check_unfinished_head(head + "\n"); !ours) return ours;
    const auto text = log.text();
    if (!text) return tl::unexpected(text.error());
    std::size_t whole = 0;
    for (int number = 1;; ++number) {
        const std::size_t end = text->find('\n', whole);
        if (end == std::string::npos) break;
        const std::string_view line = std::string_view{*text}.substr(whole, end - whole);
        whole = end + 1;
        if (number == 1 && line != head) {
            return fail(
                ErrorCode::kMismatch,
                log.path().string() + ": belongs to another sweep; give another --state, or delete it.");
        }
        if (number > 1 && !read_line(line, results)) {
            return fail(ErrorCode::kBadData, log.path().string() + ": line " + std::to_string(number) +
                                                 " is damaged; delete the file to begin anew.");
        }
    }
    if (auto cut = log.cut(whole); !cut) return cut;
    return whole > 0 ? Result<void>{} : log.append(head + "\n");
}

class Sweep {
public:
    Sweep(const SweepSource& source, const Model& model, const SweepArguments& arguments)
        : source_(source), model_(model), arguments_(arguments) {}

    Result<SweepResults> run() {
        if (!arguments_.state.empty()) {
            auto log = LineLog::open(arguments_.state);
            if (!log) return tl::unexpected(log.error());
            log_ = std::move(*log);
            if (auto read = resume(log_, sweep_terms(source_, model_, arguments_), results_); !read) {
                return tl::unexpected(read.error());
            }
        }
        std::vector<std::int64_t> missing;
        for (std::int64_t frame = 0; frame < source_.frames; ++frame) {
            if (!results_.contains(frame)) missing.push_back(frame);
        }
        if (auto ready = make_lanes(missing.size()); !ready) return tl::unexpected(ready.error());
        auto ran =
            run_parallel(missing.size(), static_cast<int>(lanes_.size()), [&](std::size_t item, int lane) {
                return measure(missing[item], lanes_[static_cast<std::size_t>(lane)]);
            });
        bar_.clear();
        const bool stopped_early = !ran && ran.error().code == ErrorCode::kCancelled;
        if (stopped_early && results_.empty()) return stopped();
        if (!ran && !stopped_early) return tl::unexpected(ran.error());
        return std::move(results_);
    }

private:
    struct Lane {
        SweepLane frame;
        TileWorkers workers;
    };

    Result<void> make_lanes(std::size_t frames) {
        const int lanes = thread_count(arguments_.threads, frames);
        for (int i = 0; i < lanes; ++i) {
            auto workers = TileWorkers::create(model_, arguments_.filter, 1);
            if (!workers) return tl::unexpected(workers.error());
            lanes_.push_back({{}, std::move(*workers)});
        }
        return {};
    }

    Result<void> measure(std::int64_t frame, Lane& lane) {
        if (auto made = source_.make(frame, lane.frame); !made) return made;
        TileCallbacks callbacks = {{}, [] { return interrupted(); }};
        callbacks.enough = time_limit(arguments_.search.budget_ms);
        const lab::SweepFrame& shown = lane.frame.frame;
        auto run = lab::Run::create(model_.card, shown.image.size(), judged_options(arguments_));
        if (!run) return tl::unexpected(run.error());
        StageTimes times;
        auto ran = lane.workers.run(shown.image.view(), run->detector(), callbacks, times);
        if (!ran) return ran;
        auto result = judge_frame(source_, shown, arguments_, *run);
        if (!result) return tl::unexpected(result.error());
        const std::scoped_lock lock(mutex_);
        if (log_.is_open()) {
            if (auto kept = log_.append(log_line(frame, *result)); !kept) return kept;
        }
        results_[frame] = std::move(*result);
        bar_.show("sweeping", static_cast<int>(results_.size()), static_cast<int>(source_.frames), "frames");
        return {};
    }

    tl::unexpected<Error> stopped() const {
        return fail(ErrorCode::kCancelled, "interrupted before the first of " +
                                               std::to_string(source_.frames) + " frames was done.");
    }

    const SweepSource& source_;
    const Model& model_;
    const SweepArguments& arguments_;
    std::vector<Lane> lanes_;
    std::mutex mutex_;  ///< Of all below, once the threads run.
    LineLog log_;
    SweepResults results_;
    ProgressBar bar_;
};

}  // namespace

std::string sweep_terms(const SweepSource& source, const Model& model, const SweepArguments& arguments) {
    const PyramidOptions& pyramid = arguments.detector.pyramid;
    const MergeOptions& merging = arguments.merging;
    Json terms = {{"source", Json::parse(source.description)},
                  {"model", model.card.name},
                  {"score", arguments.score},
                  {"iou", 0.5},
                  {"levels", pyramid.levels},
                  {"finest_zoom", pyramid.finest_zoom},
                  {"overlap", pyramid.overlap},
                  {"merge", name_of(merging.method)},
                  {"merge_iou", merging.overlap}};
    const SearchArguments& search = arguments.search;
    terms["pyramid"] = search.pyramid;
    if (search.budget != "0") terms["budget"] = search.budget;
    if (!search.asked_for.empty()) terms["ask_for"] = search.asked_for;
    if (!search.region.empty()) terms["region"] = search.region;
    // Left out at its default, so that a state from before the flag goes on.
    if (arguments.filter != Filter::kTriangle) terms["filter"] = name_of(arguments.filter);
    return terms.dump();
}

Result<SweepResults> run_sweep(const SweepSource& source, const Model& model,
                               const SweepArguments& arguments) {
    return Sweep(source, model, arguments).run();
}

}  // namespace farsight::cli
