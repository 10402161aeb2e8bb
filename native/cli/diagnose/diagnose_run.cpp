#include "diagnose/diagnose_run.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <optional>
#include <set>

#include "command.h"
#include "detector_options.h"
#include "farsight/runtime/image_file.h"
#include "farsight/runtime/tile_workers.h"
#include "parallel.h"
#include "progress.h"

namespace farsight::cli {
namespace {

/// Objects whose probes the report shows, and the surround that is shown with them.
constexpr std::size_t kShownObjects = 5;
constexpr float kShownAround = 1.5F;

Box to_box(const CocoBox& box) {
    return {static_cast<float>(box.x), static_cast<float>(box.y), static_cast<float>(box.x + box.width),
            static_cast<float>(box.y + box.height)};
}

/// The object and its surround as the network gets them.
Result<Image> patch_of(const ProbePicture& picture, double size_px, Filter filter) {
    const Box& box = picture.box;
    const float side = kShownAround * std::max(box.width(), box.height());
    const float x = (box.x0 + box.x1 - side) / 2;
    const float y = (box.y0 + box.y1 - side) / 2;
    const Rect region{static_cast<int>(std::lround(x)), static_cast<int>(std::lround(y)),
                      std::max(1, static_cast<int>(std::lround(side))),
                      std::max(1, static_cast<int>(std::lround(side)))};
    const double zoom = size_px / std::sqrt(static_cast<double>(box.area()));
    const int pixels = std::max(1, static_cast<int>(std::lround(static_cast<double>(side) * zoom)));
    return resample(picture.image.view(), region, {pixels, pixels}, filter);
}

class DiagnosisRun {
public:
    DiagnosisRun(const Model& model, const Dataset& dataset, const lab::DiagnosisClasses& classes,
                 const DiagnoseDetector& options, lab::DiagnosisData& data)
        : model_(model), dataset_(dataset), classes_(classes), options_(options), data_(data) {}

    Result<DiagnoseViews> run() {
        truths_ = truths_by_image(dataset_.annotations);
        objects_.resize(truths_.size());
        for (const SeenObject& object : data_.field.objects) {
            objects_[static_cast<std::size_t>(object.image)].push_back(object);
        }
        if (auto planned = plan_probes(); !planned) return tl::unexpected(planned.error());
        choose_photos();
        const int count = thread_count(options_.threads, photos_.size());
        for (int i = 0; i < count; ++i) {
            auto workers = TileWorkers::create(model_, options_.filter, 1);
            if (!workers) return tl::unexpected(workers.error());
            lanes_.push_back(std::move(*workers));
        }
        auto ran = run_parallel(photos_.size(), count, [this](std::size_t item, int lane) {
            return look_at(photos_[item], lanes_[static_cast<std::size_t>(lane)]);
        });
        bar_.clear();
        if (!ran && ran.error().code == ErrorCode::kCancelled) {
            return fail(ErrorCode::kCancelled, "interrupted after " + std::to_string(done_) + " of " +
                                                   std::to_string(photos_.size()) +
                                                   " photos; nothing was kept.");
        }
        if (!ran) return tl::unexpected(ran.error());
        return finish();
    }

private:
    bool readable(std::size_t image) const {
        return !dataset_.pictures[image].empty() && dataset_.unreadable[image].empty();
    }

    /// The field's objects in photos that can be read may be probed.
    Result<void> plan_probes() {
        for (const SeenObject& seen : data_.field.objects) {
            const auto image = static_cast<std::size_t>(seen.image);
            if (!readable(image)) continue;
            const CocoBox& box = dataset_.annotations.truths[static_cast<std::size_t>(seen.truth)].box;
            data_.probe_objects.push_back(
                {seen.image, seen.category, to_box(box), dataset_.annotations.images[image].size});
        }
        ProbeOptions asked;
        asked.max_objects = options_.max_objects;
        auto prober = Prober::create(model_.card.input, data_.probe_objects, asked);
        if (!prober) return tl::unexpected(prober.error());
        prober_ = std::move(*prober);
        data_.probe_counts = prober_->counts();
        data_.probe_sizes_px = asked.sizes_px;
        probes_of_.resize(truths_.size());
        while (const auto place = prober_->next()) {
            const Probe& probe = prober_->probes()[*place];
            probes_of_[static_cast<std::size_t>(prober_->object(probe).image)].push_back(*place);
        }
        if (options_.keep_pictures) choose_shown();
        return {};
    }

    /// Objects with the most probes, of different classes first.
    void choose_shown() {
        std::vector<std::size_t> counts(data_.probe_objects.size(), 0);
        for (const Probe& probe : prober_->probes()) ++counts[static_cast<std::size_t>(probe.object)];
        std::vector<std::int32_t> order(counts.size());
        for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<std::int32_t>(i);
        std::stable_sort(order.begin(), order.end(), [&](std::int32_t a, std::int32_t b) {
            return counts[static_cast<std::size_t>(a)] > counts[static_cast<std::size_t>(b)];
        });
        std::set<std::int32_t> classes;
        for (const bool new_classes : {true, false}) {
            for (const std::int32_t place : order) {
                const std::int32_t category = data_.probe_objects[static_cast<std::size_t>(place)].category;
                if (shown_.size() == kShownObjects || counts[static_cast<std::size_t>(place)] == 0) break;
                if (new_classes && !classes.insert(category).second) continue;
                shown_.insert(place);
            }
        }
    }

    void choose_photos() {
        for (std::size_t i = 0; i < truths_.size(); ++i) {
            if (readable(i)) photos_.push_back(i);
        }
        data_.photos.resize(photos_.size());
        place_of_photo_.assign(truths_.size(), 0);
        for (std::size_t i = 0; i < photos_.size(); ++i) place_of_photo_[photos_[i]] = i;
    }

    Result<void> look_at(std::size_t image, TileWorkers& workers) {
        const auto& file = dataset_.pictures[image];
        const auto photo = read_image(file);
        if (!photo) return tl::unexpected(photo.error());
        auto seen = run_photo(image, *photo, workers);
        if (seen) seen = run_probes(image, *photo, workers);
        if (!seen && seen.error().code != ErrorCode::kCancelled) {
            return fail(seen.error().code, file.string() + ": " + seen.error().message);
        }
        if (!seen) return seen;
        const std::scoped_lock lock(mutex_);
        bar_.show("diagnosing", ++done_, static_cast<int>(photos_.size()), "photos");
        return {};
    }

    Result<void> run_photo(std::size_t image, const Image& photo, TileWorkers& workers) {
        auto run = lab::Run::create(model_.card, photo.size(), lab::diagnosed_options(options_.detector));
        if (!run) return tl::unexpected(run.error());
        StageTimes times;
        TileCallbacks callbacks = stop_when_asked_;
        callbacks.enough = time_limit(options_.budget_ms);
        if (auto ran = workers.run(photo.view(), run->detector(), callbacks, times); !ran) return ran;
        auto diagnosed = lab::diagnose_photo(dataset_.annotations, truths_[image], objects_[image], classes_,
                                             options_.merging, options_.score, *run);
        if (!diagnosed) return tl::unexpected(diagnosed.error());
        data_.photos[place_of_photo_[image]] = std::move(*diagnosed);
        return {};
    }

    Result<void> run_probes(std::size_t image, const Image& photo, TileWorkers& workers) {
        for (const std::size_t place : probes_of_[image]) {
            auto picture = prober_->picture(place, photo.view());
            if (!picture) return tl::unexpected(picture.error());
            DetectorOptions alone = lab::diagnosed_options(options_.detector);
            alone.pyramid.enabled = false;
            alone.search = {};
            auto detector = TiledDetector::create(model_.card, picture->image.size(), alone);
            if (!detector) return tl::unexpected(detector.error());
            StageTimes times;
            auto ran = workers.run(picture->image.view(), *detector, stop_when_asked_, times);
            if (!ran) return ran;
            MergeOptions all = options_.merging;
            all.min_score = 0;
            std::vector<Detection> detections;
            if (auto merged = detector->detections(all, detections); !merged) return merged;
            if (auto kept = keep(place, *picture, detections); !kept) return kept;
        }
        return {};
    }

    Result<void> keep(std::size_t place, const ProbePicture& picture,
                      const std::vector<Detection>& detections) {
        const Probe& probe = prober_->probes()[place];
        Image patch;
        if (shown_.contains(probe.object)) {
            auto made = patch_of(picture, probe.size_px, options_.filter);
            if (!made) return tl::unexpected(made.error());
            patch = std::move(*made);
        }
        const std::scoped_lock lock(mutex_);
        prober_->absorb(place, picture.box, detections, classes_.of_label());
        if (shown_.contains(probe.object)) patches_.emplace(place, std::move(patch));
        return {};
    }

    DiagnoseViews finish() {
        data_.probe_answers = prober_->answers();
        DiagnoseViews views;
        for (auto& [place, patch] : patches_) {
            // Every probe was answered, so answers stand where probes do.
            views.views.push_back(
                {prober_->probes()[place], data_.probe_answers[place].score, std::move(patch)});
        }
        return views;
    }

    const Model& model_;
    const Dataset& dataset_;
    const lab::DiagnosisClasses& classes_;
    const DiagnoseDetector& options_;
    lab::DiagnosisData& data_;
    TileCallbacks stop_when_asked_ = {{}, [] { return interrupted(); }};
    std::vector<std::vector<std::int32_t>> truths_;  ///< By image.
    std::vector<std::vector<SeenObject>> objects_;
    std::vector<std::vector<std::size_t>> probes_of_;
    std::vector<std::size_t> photos_;          ///< Images that can be read.
    std::vector<std::size_t> place_of_photo_;  ///< By image.
    std::set<std::int32_t> shown_;             ///< Probed objects whose views are kept.
    std::vector<TileWorkers> lanes_;
    std::mutex mutex_;  ///< Of all below, once the threads run.
    std::optional<Prober> prober_;
    std::map<std::size_t, Image> patches_;  ///< By probe.
    ProgressBar bar_;
    int done_ = 0;
};

}  // namespace

Result<DiagnoseViews> run_diagnosis(const Model& model, const Dataset& dataset,
                                    const lab::DiagnosisClasses& classes, const DiagnoseDetector& options,
                                    lab::DiagnosisData& data) {
    return DiagnosisRun(model, dataset, classes, options, data).run();
}

}  // namespace farsight::cli
