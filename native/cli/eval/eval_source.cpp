#include "eval/eval_source.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "command.h"
#include "farsight/read_results.h"
#include "farsight/runtime/files.h"
#include "farsight/runtime/image_file.h"
#include "farsight/runtime/tile_workers.h"
#include "model_options.h"

namespace farsight::cli {
namespace {

std::string_view text_of(const std::vector<std::byte>& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Files beside an ONNX network that hold its weights: in the file each is named by an entry of key
/// "location".
std::vector<std::string> external_weights(std::string_view network) {
    // A protobuf message of two strings, fields 1 and 2, each with its length before it.
    constexpr std::string_view kKey = "\x0A\x08location\x12";
    std::set<std::string> names;
    for (auto at = network.find(kKey); at != std::string_view::npos; at = network.find(kKey, at + 1)) {
        const std::size_t length = at + kKey.size();
        if (length >= network.size()) break;
        names.emplace(network.substr(length + 1, static_cast<unsigned char>(network[length])));
    }
    return {names.begin(), names.end()};
}

/// Of a network and the weights that stand beside it.
Result<std::string> fingerprint_of(const std::filesystem::path& network) {
    constexpr std::size_t kMaxBytes = std::size_t{16} << 30;
    const auto bytes = read_file(network, kMaxBytes);
    if (!bytes) return tl::unexpected(bytes.error());
    std::uint64_t hash = fnv1a(text_of(*bytes));
    for (const std::string& name : external_weights(text_of(*bytes))) {
        const auto weights = read_file(network.parent_path() / name, kMaxBytes);
        if (!weights) continue;  // What looks like a name need not be one; the runtime says what it misses.
        hash = fnv1a(text_of(*weights), hash);
    }
    return hex_text(hash);
}

Box to_box(const CocoBox& box) {
    return {static_cast<float>(box.x), static_cast<float>(box.y), static_cast<float>(box.x + box.width),
            static_cast<float>(box.y + box.height)};
}

/// A results file in memory, its detections grouped by image and else in the file's order.
class ResultsByImage {
public:
    ResultsByImage(ReadResults results, std::size_t images, const ClassSelection& selection)
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
    ModelRunner(const ModelArguments& arguments, const Dataset& dataset, const ClassSelection& selection,
                std::function<void(int, int)> progress, Model model, TileWorkers workers)
        : arguments_(arguments),
          dataset_(dataset),
          selection_(selection),
          progress_(std::move(progress)),
          model_(std::move(model)),
          workers_(std::move(workers)) {
        for (const Label& label : model_.card.labels) {
            const std::int32_t by_coco =
                label.coco.empty() ? -1 : dataset.annotations.category_named(label.coco);
            place_of_label_.push_back(by_coco >= 0 ? by_coco
                                                   : dataset.annotations.category_named(label.name));
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
        std::vector<std::uint8_t> known(dataset_.annotations.categories.size(), 0);
        for (const std::int32_t place : place_of_label_) {
            if (place >= 0) known[static_cast<std::size_t>(place)] = 1;
        }
        return known;
    }

    Result<ImageFindings> find(std::int32_t place) {
        const auto& file = dataset_.pictures[static_cast<std::size_t>(place)];
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
        if (arguments_.asks_for_selection) arguments_.detector.search.classes = selected_labels();
        auto detector = TiledDetector::create(model_.card, image.size(), arguments_.detector);
        if (!detector) return tl::unexpected(detector.error());
        detector_ = std::move(*detector);
        StageTimes times;
        TileCallbacks callbacks = {progress_, [] { return interrupted(); }};
        callbacks.enough = time_limit(arguments_.search.budget_ms);
        if (auto ran = workers_.run(image.view(), *detector_, callbacks, times); !ran) {
            return tl::unexpected(ran.error());
        }
        ImageFindings findings;
        if (auto merged = detector_->detections(arguments_.merging, findings.detections); !merged) {
            return tl::unexpected(merged.error());
        }
        findings.tiles = detector_->plan().tiles;
        findings.pixel_ratio = detector_->absorbed_ratio();
        for (const Tile& tile : findings.tiles) {
            const auto candidates = detector_->candidates(tile.index);
            findings.candidates.insert(findings.candidates.end(), candidates.begin(), candidates.end());
        }
        select(findings);
        return findings;
    }

    /// The model's labels that are evaluated.
    std::vector<std::int32_t> selected_labels() const {
        std::vector<std::int32_t> labels;
        for (std::size_t label = 0; label < place_of_label_.size(); ++label) {
            const std::int32_t place = place_of_label_[label];
            if (place >= 0 && selection_.selected_of_place[static_cast<std::size_t>(place)] >= 0) {
                labels.push_back(static_cast<std::int32_t>(label));
            }
        }
        return labels;
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
    const Dataset& dataset_;
    const ClassSelection& selection_;
    std::function<void(int, int)> progress_;
    Model model_;
    TileWorkers workers_;
    std::vector<std::int32_t> place_of_label_;
    std::optional<TiledDetector> detector_;
};

std::string describe(const ModelArguments& arguments, const Dataset& dataset, const Model& model,
                     const std::string& fingerprint) {
    const PyramidOptions& pyramid = arguments.detector.pyramid;
    const MergeOptions& merging = arguments.merging;
    const nlohmann::ordered_json json = {{"model", model.card.name},
                                         {"network", fingerprint},
                                         {"card", hex_text(fnv1a(write_card(model.card)))},
                                         {"pictures", hex_text(dataset.pictures_fingerprint)},
                                         {"pyramid", arguments.search.pyramid},
                                         {"budget", arguments.search.budget},
                                         {"region", arguments.search.region},
                                         {"asked_for", arguments.asks_for_selection ? "classes" : "all"},
                                         {"levels", pyramid.levels},
                                         {"finest_zoom", pyramid.finest_zoom},
                                         {"overlap", pyramid.overlap},
                                         {"filter", name_of(arguments.filter)},
                                         {"merge", name_of(merging.method)},
                                         {"iou", merging.overlap},
                                         {"min_score", merging.min_score}};
    return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace

Result<ClassSelection> select_classes(const Annotations& annotations, const std::vector<std::string>& names,
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
            for (const AnnotatedClass& category : annotations.categories) {
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

Result<EvalSource> open_results(const std::filesystem::path& file, const Annotations& annotations,
                                const ClassSelection& selection) {
    const auto bytes = read_annotation_bytes(file);
    if (!bytes) return tl::unexpected(bytes.error());
    auto results = read_results(bytes->files(), annotations);
    if (!results) return tl::unexpected(results.error());
    if (results->detections.empty() && results->other_images > 0) {
        return fail(ErrorCode::kMismatch, file.string() +
                                              ": none of its results is of an annotated picture (" +
                                              results->other_image_example + " is not one).");
    }
    const auto warn = [&](std::int64_t count, const std::string& what) {
        if (count > 0) say_warning(file.string() + ": " + std::to_string(count) + " results " + what);
    };
    warn(results->other_images,
         "of pictures that are not annotated (" + results->other_image_example + ") were left out.");
    warn(results->other_categories, "of categories that the annotations do not list (" +
                                        results->other_category_example + ") were left out.");
    warn(results->other_names,
         "name their category differently than the annotations (" + results->other_name_example +
             "); ids count. farsight detect --categories ANNOTATIONS writes fitting ids.");
    warn(results->unlike_ids,
         "have an image_id that is one picture's id and another's file name (" + results->unlike_id_example +
             "); ids count. farsight detect --categories ANNOTATIONS writes fitting ids.");
    warn(results->beyond_pictures, "reach beyond the annotated size of their picture (" +
                                       results->beyond_picture_example +
                                       "); is it another size, or turned? farsight check --images tells.");
    for (const std::string& warning : warnings_of(results->remarks))
        say_warning(file.string() + ": " + warning);
    std::uint64_t fingerprint = fnv1a({});
    for (const AnnotationFile& part : bytes->files()) fingerprint = fnv1a(part.text, fingerprint);
    EvalSource source;
    source.description = nlohmann::json{{"results", hex_text(fingerprint)}}.dump();
    source.knows.assign(annotations.categories.size(), 1);
    auto reader = std::make_shared<ResultsByImage>(std::move(*results), annotations.images.size(), selection);
    source.find = [reader](std::int32_t place) -> Result<ImageFindings> { return reader->find(place); };
    return source;
}

Result<EvalSource> open_model(const ModelArguments& arguments, const Dataset& dataset,
                              const ClassSelection& selection, std::function<void(int, int)> progress) {
    auto model = open_model(arguments.model, arguments.files);
    if (!model) return tl::unexpected(model.error());
    const auto fingerprint = fingerprint_of(model->network_file);
    if (!fingerprint) return tl::unexpected(fingerprint.error());
    note_idle(arguments.search, *model);
    auto workers = TileWorkers::create(*model, arguments.filter, arguments.threads);
    if (!workers) return tl::unexpected(workers.error());
    EvalSource source;
    source.description = describe(arguments, dataset, *model, *fingerprint);
    auto runner = std::make_shared<ModelRunner>(arguments, dataset, selection, std::move(progress),
                                                std::move(*model), std::move(*workers));
    source.knows = runner->known();
    source.find = [runner](std::int32_t place) { return runner->find(place); };
    return source;
}

}  // namespace farsight::cli
