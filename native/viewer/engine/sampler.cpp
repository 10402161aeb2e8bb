#include "engine/sampler.h"

#include <algorithm>
#include <map>
#include <utility>

#include "app/background.h"
#include "engine/shelf.h"

namespace farsight::viewer {
namespace {

using Clock = std::chrono::steady_clock;

/// Enough for a band that does not tremble, cheap enough after every scene.
constexpr int kResamples = 400;
/// How often a sampler that stands back looks up.
constexpr auto kLookUp = std::chrono::milliseconds(15);

double milliseconds_since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

}  // namespace

std::string StudyWant::key() const {
    std::string key = shape.name + std::to_string(shape.height_m) + "|" + std::to_string(shape.aspect) + "|" +
                      std::to_string(threads) + "|" + std::to_string(scenes);
    for (const StudySettings& study : studies) key.append("\n").append(study.key());
    return key;
}

/// What the sampler's thread does and keeps.
class Sampler::Work {
public:
    explicit Work(Sampler& sampler) : sampler_(sampler) {}

    void run() {
        while (const auto job = sampler_.next()) {
            if (job->limits) tell_limits(job->want);
            if (!job->sample) continue;
            const auto done = sample(*job->sample, job->want.threads);
            if (done || done.error().code == ErrorCode::kCancelled) continue;
            sampler_.tell([&](StudyTold& told) {
                told.running = false;
                told.error = done.error().message;
            });
        }
    }

private:
    /// A study, and all that is needed to go on with it.
    struct Sampled {
        StudySettings settings;
        SweepSource source;
        SweepResults results;
        double total_ms = 0;
    };

    /// Of a model that cannot be had there are none; detecting says why.
    void tell_limits(const StudyWant& want) {
        std::vector<std::shared_ptr<const DistanceLimit>> limits;
        for (const StudySettings& settings : want.studies) {
            const auto model = models_.get(settings.model);
            auto limit = model ? distance_limit((*model)->model.card, settings, want.shape)
                               : Result<DistanceLimit>(tl::unexpected(model.error()));
            limits.push_back(limit ? std::make_shared<const DistanceLimit>(std::move(*limit)) : nullptr);
        }
        sampler_.tell([&](StudyTold& told) { told.limits = std::move(limits); });
    }

    Result<Sampled*> sampled_for(const StudySettings& settings, const ModelCard& card) {
        const std::string key = settings.key();
        if (const auto known = sampled_.find(key); known != sampled_.end()) return &known->second;
        auto source = scene_source(settings.recipe(), kMaxScenes, card);
        if (!source) return tl::unexpected(source.error());
        return &sampled_.emplace(key, Sampled{settings, std::move(*source), {}, 0}).first->second;
    }

    /// Renders the study's next scene, or takes the one that another configuration has just been shown.
    Result<void> render(const Sampled& sampled, std::int64_t frame, RenderProgress progress) {
        std::string key = sampled.source.description + std::to_string(frame);
        if (key == rendered_) return {};
        rendered_.clear();
        lane_.progress = progress;
        if (auto made = sampled.source.make(frame, lane_); !made) return made;
        rendered_ = std::move(key);
        return {};
    }

    Result<void> sample(const StudySettings& settings, int threads) {
        const auto model = models_.get(settings.model);
        if (!model) return tl::unexpected(model.error());
        const auto sampled = sampled_for(settings, (*model)->model.card);
        if (!sampled) return tl::unexpected(sampled.error());
        auto workers = TileWorkers::create((*model)->model, settings.filter, threads);
        if (!workers) return tl::unexpected(workers.error());

        double waited_ms = 0;
        auto overtaken = [&, key = settings.key()] { return sampler_.overtaken(key, waited_ms); };
        const auto frame = static_cast<std::int64_t>((*sampled)->results.size());
        if (auto made =
                render(**sampled, frame,
                       {&overtaken,
                        [](void* asked, double) { return !(*static_cast<decltype(overtaken)*>(asked))(); }});
            !made) {
            return made;
        }

        waited_ms = 0;
        const auto start = Clock::now();
        auto result = judge_frame((*sampled)->source, lane_.frame, (*model)->model.card, settings.detector(),
                                  *workers, {{}, overtaken});
        if (!result) return tl::unexpected(result.error());
        (*sampled)->total_ms += milliseconds_since(start) - waited_ms;
        (*sampled)->results[frame] = std::move(*result);
        return tell_study(**sampled);
    }

    Result<void> tell_study(const Sampled& sampled) {
        auto study = std::make_shared<Study>();
        study->settings = sampled.settings;
        study->scenes = static_cast<int>(sampled.results.size());
        study->ms = sampled.total_ms / study->scenes;
        const std::vector<SweepTrial> trials = sweep_trials(sampled.source, sampled.results);
        RangeOptions options;
        options.edges = sampled.source.distance_edges;
        options.resamples = kResamples;
        const std::size_t configurations = sampled.settings.pyramid.enabled ? kSweepConfigurations : 1;
        for (std::size_t c = 0; c < configurations; ++c) {
            auto curve =
                sweep_curve(trials, c, &SweepObject::distance, sampled.settings.detector().score, options);
            if (!curve) return tl::unexpected(curve.error());
            study->curves[c] = std::move(*curve);
            study->tiles = sampled.results.rbegin()->second.tiles[c];
        }
        sampler_.tell([&, key = study->settings.key()](StudyTold& told) {
            const auto same = std::find_if(told.studies.begin(), told.studies.end(),
                                           [&](const auto& other) { return other->settings.key() == key; });
            if (same == told.studies.end()) {
                told.studies.push_back(std::move(study));
            } else {
                *same = std::move(study);
            }
        });
        return {};
    }

    Sampler& sampler_;
    ModelShelf models_;
    SweepLane lane_;
    std::string rendered_;  ///< What the lane's frame shows.
    std::map<std::string, Sampled> sampled_;
};

Sampler::Sampler(std::function<void()> wake, std::function<bool()> busy)
    : wake_(std::move(wake)), busy_(std::move(busy)), thread_([this] {
          stand_back();
          Work(*this).run();
          const std::lock_guard lock(mutex_);
          ended_ = true;
          news_.notify_all();
      }) {}

Sampler::~Sampler() {
    close({});
}

void Sampler::want(StudyWant want) {
    const std::lock_guard lock(mutex_);
    want_ = std::move(want);
    news_.notify_all();
}

void Sampler::run(bool running) {
    const std::lock_guard lock(mutex_);
    told_.running = running;
    news_.notify_all();
}

StudyTold Sampler::told() const {
    const std::lock_guard lock(mutex_);
    return told_;
}

std::optional<std::string> Sampler::take_error() {
    const std::lock_guard lock(mutex_);
    return std::exchange(told_.error, std::nullopt);
}

bool Sampler::close(std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    closing_ = true;
    news_.notify_all();
    return news_.wait_for(lock, patience, [&] { return ended_; });
}

Sampler::Job Sampler::job() const {
    Job job{want_, want_.key() != limits_of_ && !want_.studies.empty(), std::nullopt};
    if (!told_.running) return job;
    int fewest = want_.scenes;
    for (const StudySettings& settings : want_.studies) {
        const Study* study = study_of(told_.studies, settings);
        const int scenes = study == nullptr ? 0 : study->scenes;
        if (scenes < fewest) job.sample = settings;
        fewest = std::min(fewest, scenes);
    }
    return job;
}

std::optional<Sampler::Job> Sampler::next() {
    std::unique_lock lock(mutex_);
    for (;;) {
        if (closing_) return std::nullopt;
        Job todo = job();
        if (todo.limits) limits_of_ = want_.key();
        if (todo.limits || todo.sample) return todo;
        if (told_.running && !want_.studies.empty()) {
            // Every study has its scenes.
            told_.running = false;
            wake_();
        }
        news_.wait(lock);
    }
}

bool Sampler::overtaken(const std::string& study_key, double& waited_ms) {
    const auto start = Clock::now();
    std::unique_lock lock(mutex_);
    const auto is_over = [&] {
        const bool wanted = std::any_of(want_.studies.begin(), want_.studies.end(),
                                        [&](const StudySettings& one) { return one.key() == study_key; });
        return closing_ || !told_.running || !wanted;
    };
    while (!is_over() && busy_()) news_.wait_for(lock, kLookUp);
    waited_ms += milliseconds_since(start);
    return is_over();
}

void Sampler::tell(const std::function<void(StudyTold&)>& change) {
    {
        const std::lock_guard lock(mutex_);
        change(told_);
    }
    wake_();
}

}  // namespace farsight::viewer
