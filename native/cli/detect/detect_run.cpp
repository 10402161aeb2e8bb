#include "detect/detect_run.h"

#include <chrono>
#include <filesystem>
#include <set>

#include "annotate.h"
#include "command.h"
#include "farsight/lab/run.h"
#include "farsight/runtime/image_file.h"
#include "outputs.h"

namespace farsight::cli {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

tl::unexpected<Error> about(const std::string& file, const Error& error) {
    return fail(error.code, file + ": " + error.message);
}

Result<Image> read_picture(const std::string& file, PictureNotes* notes = nullptr) {
    if (file != "-") return read_image(file, notes);
    const auto bytes = read_standard_input(kMaxImageFileBytes);
    if (!bytes) return tl::unexpected(bytes.error());
    auto image = decode_image(*bytes, notes);
    if (!image) return about("standard input", image.error());
    return image;
}

}  // namespace

std::map<std::string, std::string> annotated_files(const std::string& folder,
                                                   const std::vector<std::string>& pictures) {
    std::map<std::string, std::string> files;
    std::set<std::string> taken;
    for (const std::string& picture : pictures) {
        if (files.contains(picture)) continue;
        const std::string stem = picture == "-" ? "stdin" : fs::path(picture).stem().string();
        std::string name = stem + ".png";
        for (int copy = 2; !taken.insert(name).second; ++copy)
            name = stem + "-" + std::to_string(copy) + ".png";
        files[picture] = (fs::path(folder) / name).string();
    }
    return files;
}

Detect::Detect(const DetectArguments& arguments, std::map<std::string, std::string> annotated, Model model,
               TileWorkers workers)
    : arguments_(arguments),
      annotated_(std::move(annotated)),
      model_(std::move(model)),
      workers_(std::move(workers)) {}

Result<ImageResult> Detect::run(const std::string& file, const std::string& progress_name) {
    ImageResult result;
    result.file = file;
    const auto start = Clock::now();
    PictureNotes notes;
    const auto image = read_picture(file, &notes);
    if (!image) return tl::unexpected(image.error());
    result.warnings = std::move(notes.warnings);
    result.decode_image_ms = milliseconds_since(start);
    result.size = image->size();
    if (auto found = find(*image, progress_name, result); !found) return about(file, found.error());
    result.total_ms = milliseconds_since(start);
    bar_.clear();
    for (const std::string& warning : result.warnings) {
        say_warning(std::string(file).append(": ").append(warning));
    }
    if (annotated_.empty()) return result;
    if (auto drawn = draw(*image, result); !drawn) return tl::unexpected(drawn.error());
    return result;
}

Result<void> Detect::draw_again(const ImageResult& result) const {
    std::error_code ignored;
    if (annotated_.empty() || fs::exists(annotated_.at(result.file), ignored)) return {};
    const auto image = read_picture(result.file);
    if (!image) return tl::unexpected(image.error());
    return draw(*image, result);
}

/// A sentence for each way in which something found is not in the results.
std::vector<std::string> Detect::left_out(const DecodeStats& stats, std::size_t detections) const {
    std::vector<std::string> sentences;
    const auto say = [&](int count, const std::string& what) {
        if (count > 0) sentences.push_back(std::to_string(count) + what);
    };
    say(stats.unknown_label, " detections of classes beyond the " +
                                 std::to_string(card().heads.classes_count) +
                                 " of the card were dropped; give the network's own labels.");
    say(stats.over_top_k,
        " candidates over the best " + std::to_string(arguments_.detector.decode.top_k) +
            " of their tile were dropped; a higher --candidate-score or --score leaves fewer.");
    if (detections == static_cast<std::size_t>(arguments_.merging.max_detections)) {
        sentences.push_back("the list ends at --max-detections " + std::to_string(detections) +
                            "; there may be more.");
    }
    return sentences;
}

Result<void> Detect::find(const Image& image, const std::string& progress_name, ImageResult& result) {
    auto run = lab::Run::create(model_.card, image.size(), arguments_.detector);
    if (!run) return tl::unexpected(run.error());
    TileCallbacks callbacks = {
        [&](int done, int total) { bar_.show(progress_name, done, total); },
        [&] { return interrupted() || (is_standard_output(arguments_.out) && output_is_gone()); },
    };
    callbacks.enough = time_limit(arguments_.search.budget_ms);
    if (auto ran = workers_.run(image.view(), run->detector(), callbacks, result.stages); !ran) return ran;
    const auto start = Clock::now();
    if (auto decided = run->decide(arguments_.merging); !decided) return decided;
    result.merge_ms = milliseconds_since(start);
    result.take(*run);
    if (arguments_.evidence) result.evidence = run->evidence();
    if (!run->done()) {
        result.warnings.push_back("stopped at --budget " + arguments_.search.budget +
                                  " before all that the search called for had run.");
    }
    for (std::string& words : left_out(run->detector().stats(), result.detections.size())) {
        result.warnings.push_back(std::move(words));
    }
    return {};
}

Result<void> Detect::draw(const Image& image, const ImageResult& result) const {
    std::vector<AnnotatedBox> boxes;
    for (std::size_t i = 0; i < result.detections.size(); ++i) {
        const Detection& detection = result.detections[i];
        boxes.push_back({detection.box, label_name(card(), detection.label), detection.score,
                         result.on_full_frame[i] != 0});
    }
    const AnnotationCaption caption = {card().name,        result.tiles,
                                       result.levels,      result.total_ms,
                                       workers_.threads(), arguments_.detector.pyramid.enabled};
    const Image picture = annotate(image.view(), boxes, caption);
    return write_png(annotated_.at(result.file), picture.view(), kAnnotatedMark);
}

}  // namespace farsight::cli
