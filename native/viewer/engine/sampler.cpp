#include "engine/sampler.h"

#include <algorithm>
#include <deque>
#include <utility>

#include "app/background.h"
#include "engine/elapsed.h"
#include "engine/shelf.h"
#include "engine/worker_shelf.h"

namespace farsight::viewer {
namespace {

/// How often a waiting sampler checks whether the viewer's own work is done.
constexpr auto kLookUp = std::chrono::milliseconds(15);

}  // namespace

/// What the sampler's thread does and keeps.
class Sampler::Work {
public:
    explicit Work(Sampler& sampler) : sampler_(sampler) {}

    void run() {
        while (const auto job = sampler_.next()) {
            if (job->limits) tell_limits(job->want);
            if (!job->sample) continue;
            const auto done = sample(*job->sample, job->want);
            if (done || done.error().code == ErrorCode::kCancelled) continue;
            sampler_.tell([&](StudyTold& told) {
                told.running = false;
                told.error = done.error().message;
            });
        }
    }

private:
    /// Empty when the model cannot be loaded; the detection's error says why.
    void tell_limits(const StudyWant& want) {
        std::vector<std::shared_ptr<const lab::DistanceLimit>> limits;
        for (const lab::StudySettings& settings : want.studies) {
            const auto model = model_for(settings, want);
            auto limit = model ? lab::distance_limit((*model)->model.card, settings.pyramid, want.shape)
                               : Result<lab::DistanceLimit>(tl::unexpected(model.error()));
            limits.push_back(limit ? std::make_shared<const lab::DistanceLimit>(std::move(*limit)) : nullptr);
        }
        sampler_.tell([&](StudyTold& told) { told.limits = std::move(limits); });
    }

    Result<std::shared_ptr<const LoadedModel>> model_for(const lab::StudySettings& settings,
                                                         const StudyWant& want) {
        const auto at = std::find(want.studies.begin(), want.studies.end(), settings) - want.studies.begin();
        const bool known = static_cast<std::size_t>(at) < want.files.size();
        return models_.get(settings.model, known ? want.files[static_cast<std::size_t>(at)] : ModelFiles{});
    }

    Result<lab::Study*> study_for(const lab::StudySettings& settings, const ModelCard& card) {
        const auto known = std::find_if(studies_.begin(), studies_.end(),
                                        [&](const lab::Study& one) { return one.settings() == settings; });
        if (known != studies_.end()) return &*known;
        auto study = lab::Study::create(settings, card);
        if (!study) return tl::unexpected(study.error());
        return &studies_.emplace_back(std::move(*study));
    }

    /// Renders a scene, or takes the one that another configuration has just been shown.
    Result<void> render(const SceneOptions& options, RenderProgress progress) {
        if (rendered_ == options) return {};
        rendered_.reset();
        const auto scene = make_scene(options);
        if (!scene) return tl::unexpected(scene.error());
        RenderOptions how;
        how.progress = progress;
        if (auto drawn = renderer_.render(*scene, how, image_, truth_); !drawn) return drawn;
        rendered_ = options;
        return {};
    }

    Result<void> sample(const lab::StudySettings& settings, const StudyWant& want) {
        const auto model = model_for(settings, want);
        if (!model) return tl::unexpected(model.error());
        const ModelCard& card = (*model)->model.card;
        const auto study = study_for(settings, card);
        if (!study) return tl::unexpected(study.error());
        const auto workers = workers_.get(*model, settings.filter, want.threads);
        if (!workers) return tl::unexpected(workers.error());

        double waited_ms = 0;
        auto overtaken = [&] { return sampler_.overtaken(settings, waited_ms); };
        const lab::StudyScene next = (*study)->next();
        auto rendered = render(next.scene, {&overtaken, [](void* asked, double) {
                                                return !(*static_cast<decltype(overtaken)*>(asked))();
                                            }});
        if (!rendered) return rendered;

        waited_ms = 0;
        const auto start = Clock::now();
        auto run = lab::Run::create(card, image_.size(), next.detector);
        if (!run) return tl::unexpected(run.error());
        StageTimes times;
        if (auto ran = (*workers)->run(image_.view(), run->detector(), {{}, overtaken}, times); !ran)
            return ran;
        if (auto added = (*study)->add(*run, truth_, milliseconds_since(start) - waited_ms); !added)
            return added;
        return tell_study(**study);
    }

    Result<void> tell_study(const lab::Study& study) {
        auto result = study.result();
        if (!result) return tl::unexpected(result.error());
        auto told_now = std::make_shared<const lab::StudyResult>(std::move(*result));
        sampler_.tell([&](StudyTold& told) {
            const auto same = std::find_if(told.studies.begin(), told.studies.end(), [&](const auto& other) {
                return other->settings == told_now->settings;
            });
            if (same == told.studies.end()) {
                told.studies.push_back(std::move(told_now));
            } else {
                *same = std::move(told_now);
            }
        });
        return {};
    }

    Sampler& sampler_;
    ModelShelf models_;
    WorkerShelf workers_;
    SceneRenderer renderer_;
    Image image_;
    GroundTruth truth_;
    std::optional<SceneOptions> rendered_;  ///< What the image shows.
    std::deque<lab::Study> studies_;
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
    Job job{want_, want_ != limits_of_ && !want_.studies.empty(), std::nullopt};
    if (!told_.running) return job;
    int fewest = want_.scenes;
    for (const lab::StudySettings& settings : want_.studies) {
        const lab::StudyResult* study = lab::study_of(told_.studies, settings);
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
        if (todo.limits) limits_of_ = want_;
        if (todo.limits || todo.sample) return todo;
        if (told_.running && !want_.studies.empty()) {
            // Every study has its scenes.
            told_.running = false;
            wake_();
        }
        news_.wait(lock);
    }
}

bool Sampler::overtaken(const lab::StudySettings& study, double& waited_ms) {
    const auto start = Clock::now();
    std::unique_lock lock(mutex_);
    const auto is_over = [&] {
        const bool wanted =
            std::find(want_.studies.begin(), want_.studies.end(), study) != want_.studies.end();
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
