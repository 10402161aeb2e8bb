#include "eval/eval_source.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "command.h"
#include "farsight/runtime/image_file.h"
#include "farsight/runtime/tile_workers.h"
#include "model_options.h"

namespace farsight::cli {
namespace {

Result<std::string> fingerprint_of(const std::filesystem::path& file) {
    const auto hash = file_fingerprint(file);
    if (!hash) return tl::unexpected(hash.error());
    char text[17];
    std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(*hash));
    return std::string(text);
}

Box to_box(const CocoBox& box) {
    return {static_cast<float>(box.x), static_cast<float>(box.y), static_cast<float>(box.x + box.width),
            static_cast<float>(box.y + box.height)};
}

/// A results file in memory, its detections grouped by image and else in the file's order.
class ResultsFile {
public:
    ResultsFile(CocoResults results, std::size_t images, const ClassSelection& selection)
        : detections_(std::move(results.detections)), first_(images + 1, 0), selection_(selection) {
        std::stable_sort(detections_.begin(), detections_.end(),
                         [](const ScoredBox& a, const ScoredBox& b) { return a.image < b.image; });
        for (const ScoredBox& box : detections_) ++first_[static_cast<std::size_t>(box.image) + 1];
        for (std::size_t i = 0; i < images; ++i) first_[i + 1] += first_[i];
    }

    /// Labels are places in the annotations' categories.
    ImageFindings find(std::int32_t image) const {
        ImageFindings findings;
        findings.category_of_label = selection_.selected_of_place;
        const auto place = static_cast<std::size_t>(image);
        for (std::size_t i = first_[place]; i < first_[place + 1]; ++i) {
            ScoredBox box = detections_[i];
            Detection detection;
            detection.box = to_box(box.box);
            detection.score = static_cast<float>(box.score);
            detection.label = box.category;
            box.category = selection_.selected_of_place[static_cast<std::size_t>(box.category)];
            const bool evaluated = box.category >= 0;
            findings.scored_of_detection.push_back(
                evaluated ? static_cast<std::int32_t>(findings.scored.size()) : -1);
            findings.detections.push_back(detection);
            if (evaluated) findings.scored.push_back(box);
        }
        return findings;
    }

private:
    std::vector<ScoredBox> detections_;
    std::vector<std::size_t> first_;
    const ClassSelection& selection_;
};

class ModelRunner {
public:
    ModelRunner(const ModelArguments& arguments, const CocoAnnotations& annotations,
                const ClassSelection& selection, std::function<void(int, int)> progress, Model model,
                TileWorkers workers)
        : arguments_(arguments),
          annotations_(annotations),
          selection_(selection),
          progress_(std::move(progress)),
          model_(std::move(model)),
          workers_(std::move(workers)) {
        for (const Label& label : model_.card.labels) {
            const std::int32_t by_coco = label.coco.empty() ? -1 : annotations.category_named(label.coco);
            place_of_label_.push_back(by_coco >= 0 ? by_coco : annotations.category_named(label.name));
        }
        const int background = model_.card.heads.background;
        if (background >= 0 && static_cast<std::size_t>(background) < place_of_label_.size()) {
            place_of_label_[static_cast<std::size_t>(background)] = -1;
        }
        place_of_label_.resize(
            std::max<std::size_t>(place_of_label_.size(),
                                  static_cast<std::size_t>(model_.card.heads.classes_count)),
            -1);
    }

    std::vector<std::uint8_t> known() const {
        std::vector<std::uint8_t> known(annotations_.categories.size(), 0);
        for (const std::int32_t place : place_of_label_) {
            if (place >= 0) known[static_cast<std::size_t>(place)] = 1;
        }
        return known;
    }

    Result<ImageFindings> find(std::int32_t place) {
        const auto file = arguments_.images / annotations_.images[static_cast<std::size_t>(place)].file_name;
        const auto image = read_image(file);
        if (!image) return tl::unexpected(image.error());
        auto findings = find(*image);
        if (!findings && findings.error().code != ErrorCode::kCancelled) {
            return fail(findings.error().code, file.string() + ": " + findings.error().message);
        }
        return findings;
    }

private:
    Result<ImageFindings> find(const Image& image) {
        auto detector = TiledDetector::create(model_.card, image.size(), arguments_.detector);
        if (!detector) return tl::unexpected(detector.error());
        detector_ = std::move(*detector);
        StageTimes times;
        const TileCallbacks callbacks = {progress_, [] { return interrupted(); }};
        if (auto ran = workers_.run(image.view(), *detector_, callbacks, times); !ran) {
            return tl::unexpected(ran.error());
        }
        ImageFindings findings;
        if (auto merged = detector_->detections(arguments_.merging, findings.detections); !merged) {
            return tl::unexpected(merged.error());
        }
        findings.tiles = detector_->plan().tiles;
        for (const Tile& tile : findings.tiles) {
            const auto candidates = detector_->candidates(tile.index);
            findings.candidates.insert(findings.candidates.end(), candidates.begin(), candidates.end());
        }
        select(findings);
        return findings;
    }

    void select(ImageFindings& findings) const {
        for (const std::int32_t place : place_of_label_) {
            findings.category_of_label.push_back(
                place < 0 ? -1 : selection_.selected_of_place[static_cast<std::size_t>(place)]);
        }
        for (const Detection& detection : findings.detections) {
            const std::int32_t category =
                findings.category_of_label[static_cast<std::size_t>(detection.label)];
            const bool evaluated = category >= 0;
            findings.scored_of_detection.push_back(
                evaluated ? static_cast<std::int32_t>(findings.scored.size()) : -1);
            if (evaluated) findings.scored.push_back({to_coco(detection.box), detection.score, 0, category});
        }
    }

    ModelArguments arguments_;
    const CocoAnnotations& annotations_;
    const ClassSelection& selection_;
    std::function<void(int, int)> progress_;
    Model model_;
    TileWorkers workers_;
    std::vector<std::int32_t> place_of_label_;
    std::optional<TiledDetector> detector_;
};

std::string describe(const ModelArguments& arguments, const Model& model, const std::string& fingerprint) {
    const PyramidOptions& pyramid = arguments.detector.pyramid;
    const MergeOptions& merging = arguments.merging;
    const nlohmann::ordered_json json = {{"model", model.card.name},
                                         {"network", fingerprint},
                                         {"pyramid", pyramid.enabled ? "auto" : "off"},
                                         {"levels", pyramid.levels},
                                         {"finest_zoom", pyramid.finest_zoom},
                                         {"overlap", pyramid.overlap},
                                         {"filter", name_of(arguments.filter)},
                                         {"merge", name_of(merging.method)},
                                         {"iou", merging.overlap},
                                         {"min_score", merging.min_score}};
    return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

/// Before hours of work: are all pictures there?
Result<void> check_pictures(const ModelArguments& arguments, const CocoAnnotations& annotations) {
    std::int64_t missing = 0;
    std::string first;
    for (const CocoImage& image : annotations.images) {
        std::error_code ignored;
        if (!image.file_name.empty() &&
            std::filesystem::is_regular_file(arguments.images / image.file_name, ignored)) {
            continue;
        }
        if (missing++ == 0) {
            first = image.file_name.empty()
                        ? "image " + std::to_string(image.id) + ", which has no \"file_name\""
                        : (arguments.images / image.file_name).string();
        }
    }
    if (missing == 0) return {};
    return fail(ErrorCode::kIo, std::to_string(missing) + " of " + std::to_string(annotations.images.size()) +
                                    " annotated images are not in the folder, the first of them " + first +
                                    "; check --images.");
}

}  // namespace

Result<ClassSelection> select_classes(const CocoAnnotations& annotations,
                                      const std::vector<std::string>& names,
                                      const std::vector<std::uint8_t>& known) {
    ClassSelection selection;
    const std::size_t count = annotations.categories.size();
    std::vector<std::uint8_t> wanted(count, names.empty() ? 1 : 0);
    for (const std::string& name : names) {
        if (equal_ignoring_case(name, "known")) {
            for (std::size_t i = 0; i < count; ++i) wanted[i] |= known[i];
            continue;
        }
        const std::int32_t place = annotations.category_named(name);
        if (place < 0) {
            std::string message = "--classes: \"" + name + "\" is not among the annotated classes: ";
            const char* separator = "";
            for (const CocoCategory& category : annotations.categories) {
                message.append(separator).append(category.name);
                separator = ", ";
            }
            message.append(".");
            return fail(ErrorCode::kInvalidArgument, std::move(message));
        }
        wanted[static_cast<std::size_t>(place)] = 1;
    }
    for (std::size_t i = 0; i < count; ++i) {
        selection.selected_of_place.push_back(
            wanted[i] != 0 ? static_cast<std::int32_t>(selection.places.size()) : -1);
        if (wanted[i] != 0) selection.places.push_back(static_cast<std::int32_t>(i));
    }
    if (selection.places.empty()) {
        return fail(ErrorCode::kInvalidArgument,
                    "--classes known: the model knows none of the annotated classes.");
    }
    return selection;
}

Result<EvalSource> open_results(const std::filesystem::path& file, const CocoAnnotations& annotations,
                                const ClassSelection& selection) {
    auto results = read_coco_results(file, annotations);
    if (!results) return tl::unexpected(results.error());
    if (results->left_out > 0) {
        say_warning(file.string() + ": " + std::to_string(results->left_out) +
                    " results of categories that the annotations do not list were left out.");
    }
    if (results->other_names > 0) {
        say_warning(file.string() + ": " + std::to_string(results->other_names) +
                    " results name their category differently than the annotations (" +
                    results->other_name_example +
                    "); ids count. farsight detect --categories ANNOTATIONS writes fitting ids.");
    }
    const auto fingerprint = fingerprint_of(file);
    if (!fingerprint) return tl::unexpected(fingerprint.error());
    EvalSource source;
    source.description = nlohmann::json{{"results", *fingerprint}}.dump();
    source.knows.assign(annotations.categories.size(), 1);
    auto reader = std::make_shared<ResultsFile>(std::move(*results), annotations.images.size(), selection);
    source.find = [reader](std::int32_t place) -> Result<ImageFindings> { return reader->find(place); };
    return source;
}

Result<EvalSource> open_model(const ModelArguments& arguments, const CocoAnnotations& annotations,
                              const ClassSelection& selection, std::function<void(int, int)> progress) {
    if (auto there = check_pictures(arguments, annotations); !there) return tl::unexpected(there.error());
    auto model = open_model(arguments.model, arguments.files);
    if (!model) return tl::unexpected(model.error());
    const auto fingerprint = fingerprint_of(model->network_file);
    if (!fingerprint) return tl::unexpected(fingerprint.error());
    auto workers = TileWorkers::create(*model, arguments.filter, arguments.threads);
    if (!workers) return tl::unexpected(workers.error());
    EvalSource source;
    source.description = describe(arguments, *model, *fingerprint);
    auto runner = std::make_shared<ModelRunner>(arguments, annotations, selection, std::move(progress),
                                                std::move(*model), std::move(*workers));
    source.knows = runner->known();
    source.find = [runner](std::int32_t place) { return runner->find(place); };
    return source;
}

}  // namespace farsight::cli
