#include "engine/engine.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "app/background.h"
#include "engine/elapsed.h"
#include "engine/run.h"
#include "engine/scene_shelf.h"
#include "engine/worker_shelf.h"
#include "farsight/lab/run_words.h"

namespace farsight::viewer {
namespace {

/// Findings of about ten thousand tiles.
constexpr std::size_t kCacheBytes = 128'000'000;
/// While tiles come in, the window is told at most this often.
constexpr auto kTellEvery = std::chrono::milliseconds(80);

/// What the engine's thread does and keeps.
class Work {
public:
    explicit Work(Mailbox& mailbox) : mailbox_(mailbox) {}

    void run() {
        while (const auto request = mailbox_.next()) answer(*request);
    }

private:
    void answer(const Request& request) {
        const std::string key = request.key();
        if (key == key_ && run_ && run_->done()) {
            // Only the decision changed: merge again what is in.
            tell_findings();
            return;
        }
        key_ = key;
        if (auto detected = detect(request); !detected) tell_error(request, detected.error());
    }

    void status(Phase phase, std::string text, float fraction = -1) {
        mailbox_.tell([&](Told& told) { told.status = {phase, std::move(text), fraction}; });
    }

    Result<void> detect(const Request& request) {
        about_ = ErrorAbout::kPhoto;
        auto photo = request.scene ? render(*request.scene) : read_photo(request);
        if (!photo) return tl::unexpected(photo.error());
        tell_photo(*photo);
        about_ = ErrorAbout::kModel;
        status(Phase::kLoading, "Loading the model");
        const auto model = models_.get(request.model, request.model_files);
        if (!model) return tl::unexpected(model.error());
        mailbox_.tell(
            [&](Told& told) { told.model = std::shared_ptr<const ShownModel>(*model, &(*model)->shown); });
        about_ = ErrorAbout::kRun;
        auto run = ShownRun::create(request, *photo, *model, cache_);
        if (!run) return tl::unexpected(run.error());
        run_ = std::move(*run);
        const auto workers = workers_.get(*model, request.filter, request.threads);
        if (!workers) return tl::unexpected(workers.error());
        return run_tiles(**workers);
    }

    Result<std::shared_ptr<const ShownPhoto>> render(const SceneSettings& settings) {
        status(Phase::kLoading, "Rendering the scene");
        return scenes_.get(settings);
    }

    Result<std::shared_ptr<const ShownPhoto>> read_photo(const Request& request) {
        status(Phase::kLoading, "Reading the photo");
        const auto loaded = photos_.get(request.photo_file);
        if (!loaded) return tl::unexpected(loaded.error());
        if (photo_ && photo_->name == request.photo && photo_->distance == request.distance &&
            photo_stamp_ == (*loaded)->stamp) {
            return photo_;
        }
        photo_stamp_ = (*loaded)->stamp;
        return show(**loaded, request.photo, request.distance);
    }

    /// Tells the picture as soon as it is there, unless it is on show.
    void tell_photo(std::shared_ptr<const ShownPhoto> photo) {
        if (photo == photo_) return;
        photo_ = std::move(photo);
        mailbox_.tell([&](Told& told) {
            told.photo = photo_;
            told.findings.reset();
        });
    }

    Result<void> run_tiles(TileWorkers& workers) {
        const auto start = Clock::now();
        ShownRun& run = *run_;
        run_start_ = start;
        tiles_at_start_ = run.tiles_done();
        tell_findings();
        TileCallbacks callbacks;
        callbacks.cancelled = [&] { return mailbox_.superseded(key_); };
        callbacks.absorbed = [&](const TileBatch& batch, std::span<const HeadView> heads) {
            ++network_runs_;
            run.keep(batch, heads, cache_);
            run.timing().total_ms = run.timing().decode_image_ms + milliseconds_since(start);
            if (Clock::now() - told_ >= kTellEvery) tell_findings();
        };
        auto ran =
            workers.run(run.photo().mips.front().view(), run.detector(), callbacks, run.timing().stages);
        if (!ran && ran.error().code != ErrorCode::kCancelled) return ran;
        if (!ran && !mailbox_.stopped()) return {};
        run.timing().total_ms = run.timing().decode_image_ms + milliseconds_since(start);
        tell_findings();
        return {};
    }

    /// Merges what is in and tells it.
    void tell_findings() {
        const Request request = mailbox_.latest();
        if (request.key() != key_) return;
        auto findings = run_->findings(request);
        if (!findings) return tell_error(request, findings.error());
        if (auto looked = look_closer(request, **findings); !looked)
            return tell_error(request, looked.error());
        (*findings)->network_runs = network_runs_;
        const Status status = status_now();
        mailbox_.tell([&](Told& told) {
            told.findings = std::move(*findings);
            told.status = status;
        });
        if (request.followed && run_->done()) {
            mailbox_.tell_confidence(request.number, run_->confidence(*request.followed));
        }
        told_ = Clock::now();
    }

    /// At the chosen object of a scene.
    Result<void> look_closer(const Request& request, Findings& findings) {
        const SceneFacts* scene = run_->photo().scene.get();
        if (scene == nullptr) return {};
        const ObjectTruth* object = scene->object(request.chosen);
        if (!run_->done() || object == nullptr || object->visible.empty()) return {};
        const std::string key = key_ + "|" + std::to_string(object->id);
        if (key != why_key_) {
            auto why = run_->explain(*object, request);
            if (!why) return tl::unexpected(why.error());
            why_ = std::move(*why);
            why_key_ = key;
        }
        findings.why = why_;
        return {};
    }

    Status status_now() const {
        if (run_->done()) return {Phase::kReady, "Ready", -1};
        const std::string tile = std::to_string(run_->tiles_done()) + " of " + std::to_string(run_->tiles());
        const float fraction = static_cast<float>(run_->tiles_done()) / static_cast<float>(run_->tiles());
        if (mailbox_.stopped()) return {Phase::kStopped, "Stopped at tile " + tile, fraction};
        // Tiles from the cache took no time.
        const std::int64_t before = tiles_at_start_;
        const std::string left = lab::time_left_text(run_->tiles_done() - before, run_->tiles() - before,
                                                     milliseconds_since(run_start_));
        return {Phase::kWorking, "Tile " + tile + (left.empty() ? "" : ", " + left), fraction};
    }

    void tell_error(const Request& request, const Error& error) {
        key_.clear();
        const std::string name = about_ == ErrorAbout::kPhoto ? request.photo : request.model;
        mailbox_.tell([&](Told& told) {
            told.status = {Phase::kError, "Something went wrong", -1};
            told.error = ErrorNote{about_, name, error.message};
        });
    }

    Mailbox& mailbox_;
    PhotoShelf photos_;
    SceneShelf scenes_;
    ModelShelf models_;
    WorkerShelf workers_;
    TileCache cache_{kCacheBytes};
    std::string key_;  ///< Of the request that is run or was.
    std::optional<ShownRun> run_;
    std::shared_ptr<const lab::WhyView> why_;
    std::string why_key_;  ///< Of the run and the object that it explains.
    std::shared_ptr<const ShownPhoto> photo_;
    std::string photo_stamp_;
    ErrorAbout about_ = ErrorAbout::kRun;
    std::uint64_t network_runs_ = 0;
    Clock::time_point told_;
    Clock::time_point run_start_;
    std::int64_t tiles_at_start_ = 0;  ///< Done before the network ran.
};

}  // namespace

Engine::Engine(std::function<void()> wake)
    : mailbox_(std::move(wake)), thread_([this] {
          stand_back();
          Work(mailbox_).run();
          mailbox_.end();
      }) {}

Engine::~Engine() {
    mailbox_.close();
}

bool Engine::close(std::chrono::milliseconds patience) {
    mailbox_.close();
    return mailbox_.wait_for_end(patience);
}

}  // namespace farsight::viewer
