// farsight detect: pictures in, detections out.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "annotate.h"
#include "command.h"
#include "commands.h"
#include "detector_options.h"
#include "farsight/lab/run.h"
#include "farsight/runtime/image_file.h"
#include "farsight/runtime/picture_list.h"
#include "farsight/runtime/tile_workers.h"
#include "progress.h"
#include "results.h"

namespace farsight::cli {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

struct DetectArguments {
    std::vector<std::string> inputs;
    std::string model{kDefaultModel};
    std::string pyramid = "auto";
    std::string filter{name_of(Filter::kTriangle)};
    std::string merge{name_of(MergeMethod::kKeepBest)};
    std::string format = "table";
    std::string out;
    std::string annotate;
    std::string categories;
    int threads = 0;
    bool recursive = false;
    std::optional<float> candidate_score;
    DetectorOptions detector;
    MergeOptions merging;
};

double milliseconds_since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// DIR/STEM.png; a second picture of the same stem becomes STEM-2.png.
fs::path annotated_file(const fs::path& folder, const fs::path& picture, std::set<std::string>& taken) {
    const std::string stem = picture.stem().string();
    std::string name = stem + ".png";
    for (int copy = 2; !taken.insert(name).second; ++copy) name = stem + "-" + std::to_string(copy) + ".png";
    return folder / name;
}

class Detect {
public:
    Detect(const DetectArguments& arguments, Model model, TileWorkers workers)
        : arguments_(arguments), model_(std::move(model)), workers_(std::move(workers)) {}

    const ModelCard& card() const { return model_.card; }

    /// Detects in one picture and draws it if asked to.
    Result<ImageResult> run(const std::string& file, const std::string& progress_name) {
        ImageResult result;
        result.file = file;
        const auto start = Clock::now();
        PictureNotes notes;
        const auto image = read_image(file, &notes);
        if (!image) return tl::unexpected(image.error());
        for (const std::string& warning : notes.warnings) say_warning(file + ": " + warning);
        result.decode_image_ms = milliseconds_since(start);
        result.size = image->size();
        if (auto found = find(*image, progress_name, result); !found) return about(file, found.error());
        result.total_ms = milliseconds_since(start);
        bar_.clear();
        if (!arguments_.annotate.empty()) {
            if (auto drawn = draw(*image, result); !drawn) return tl::unexpected(drawn.error());
        }
        return result;
    }

private:
    static tl::unexpected<Error> about(const std::string& file, const Error& error) {
        return fail(error.code, file + ": " + error.message);
    }

    Result<void> find(const Image& image, const std::string& progress_name, ImageResult& result) {
        auto run = lab::Run::create(model_.card, image.size(), arguments_.detector);
        if (!run) return tl::unexpected(run.error());
        const PyramidPlan& plan = run->plan();
        result.tiles = static_cast<int>(plan.tiles.size());
        result.levels = static_cast<int>(plan.levels.size());
        result.pixel_ratio = plan.pixel_ratio();

        const TileCallbacks callbacks = {
            [&](int done, int total) { bar_.show(progress_name, done, total); },
            [] { return interrupted(); },
        };
        if (auto ran = workers_.run(image.view(), run->detector(), callbacks, result.stages); !ran)
            return ran;
        const auto start = Clock::now();
        if (auto decided = run->decide(arguments_.merging); !decided) return decided;
        result.merge_ms = milliseconds_since(start);
        const auto found = run->detections(lab::Scope::kPyramid);
        result.detections.assign(found.begin(), found.end());
        result.mark_full_frame(run->matches());
        if (const int dropped = run->detector().stats().non_finite; dropped > 0) {
            bar_.clear();
            say_warning(
                result.file + ": " + std::to_string(dropped) +
                " candidates with a score or box of NaN or infinity were dropped; the model may be broken.");
        }
        return {};
    }

    Result<void> draw(const Image& image, const ImageResult& result) {
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
        return write_png(annotated_file(arguments_.annotate, result.file, taken_names_), picture.view());
    }

    const DetectArguments& arguments_;
    Model model_;
    TileWorkers workers_;
    ProgressBar bar_;
    std::set<std::string> taken_names_;
};

Result<void> prepare_outputs(const DetectArguments& arguments, const std::vector<std::string>& files) {
    if (!arguments.out.empty()) {
        if (auto good = check_output_folder(arguments.out); !good) return good;
    }
    if (arguments.annotate.empty()) return {};
    std::error_code error;
    fs::create_directories(arguments.annotate, error);
    if (error)
        return fail(ErrorCode::kIo,
                    arguments.annotate + ": cannot create the folder: " + error.message() + ".");
    for (const std::string& file : files) {
        const fs::path drawn = fs::path(arguments.annotate) / (fs::path(file).stem().string() + ".png");
        if (fs::equivalent(drawn, file, error)) {
            return fail(ErrorCode::kInvalidArgument,
                        file + ": its annotated picture would overwrite it; give --annotate another folder.");
        }
    }
    return {};
}

Result<std::string> format(const DetectArguments& arguments, const ModelCard& card,
                           const std::vector<ImageResult>& results) {
    if (arguments.format == "json") return format_json(card, results);
    if (arguments.format == "coco") {
        CocoIds ids;
        if (!arguments.categories.empty()) {
            auto read = read_coco_ids(arguments.categories);
            if (!read) return tl::unexpected(read.error());
            ids = std::move(*read);
        }
        int left_out = 0;
        std::string text =
            format_coco(card, results, arguments.categories.empty() ? nullptr : &ids, left_out);
        if (left_out > 0) {
            say_warning(std::to_string(left_out) + " detections of classes that " + arguments.categories +
                        " does not have were left out.");
        }
        return text;
    }
    std::string text;
    for (const ImageResult& result : results) text += format_table(card, result);
    return text;
}

/// Detects in every picture; a bad one is reported and the rest are done.
ExitCode run_all(Detect& detect, const DetectArguments& arguments, const std::vector<std::string>& files) {
    ExitCode code = kDone;
    std::vector<ImageResult> results;
    for (std::size_t i = 0; i < files.size(); ++i) {
        const std::string name = fs::path(files[i]).filename().string();
        const std::string counter = "[" + std::to_string(i + 1) + "/" + std::to_string(files.size()) + "] ";
        auto result = detect.run(files[i], files.size() > 1 ? counter + name : name);
        if (interrupted()) {
            say_error("interrupted; nothing was written.");
            return kFailed;
        }
        if (!result) {
            code = std::max(code, report(result.error()));
            continue;
        }
        results.push_back(std::move(*result));
    }
    if (results.empty()) return code;
    const auto text = format(arguments, detect.card(), results);
    if (!text) return std::max(code, report(text.error()));
    if (auto written = write_output(arguments.out, *text); !written) return report(written.error());
    return code;
}

ExitCode run_detect(DetectArguments arguments) {
    catch_interrupt();
    PassedOver passed_over;
    const auto files = expand_pictures(
        arguments.inputs, arguments.recursive ? Subfolders::kRead : Subfolders::kPassOver, &passed_over);
    if (!files) return report(files.error());
    if (const std::string words = passed_over.words(); !words.empty())
        say_warning("passed over: " + words + ".");
    const auto filter = parse_filter(arguments.filter);
    if (!filter) return report(filter.error());
    const auto method = parse_merge_method(arguments.merge);
    if (!method) return report(method.error());
    arguments.merging.method = *method;
    arguments.detector.pyramid.enabled = arguments.pyramid == "auto";
    if (auto good = check_merge_options(arguments.merging); !good) return report(good.error());
    arguments.detector.decode.min_score = arguments.candidate_score
                                              ? std::max(*arguments.candidate_score, 0.001F)
                                              : lab::candidate_score(arguments.merging.min_score);
    if (auto ready = prepare_outputs(arguments, *files); !ready) return report(ready.error());
    if (!arguments.categories.empty()) {
        if (auto ids = read_coco_ids(arguments.categories); !ids) return report(ids.error());
    }

    auto model = load_model(arguments.model);
    if (!model) return report(model.error());
    if (model->card_file.empty()) {
        say_warning(model->network_file.string() +
                    ": has no card; its heads were recognised by shape and its labels are only numbers.");
    }
    auto workers = TileWorkers::create(*model, *filter, arguments.threads);
    if (!workers) return report(workers.error());
    Detect detect(arguments, std::move(*model), std::move(*workers));
    return run_all(detect, arguments, *files);
}

}  // namespace

void add_detect(CLI::App& app, int& exit_code) {
    auto arguments = std::make_shared<DetectArguments>();
    CLI::App& detect = *app.add_subcommand("detect", "Find objects in pictures, near and far");
    MergeOptions& merging = arguments->merging;

    detect
        .add_option("IMAGE", arguments->inputs,
                    "Pictures, or folders of pictures (JPEG, PNG, WebP, TIFF, HEIC, AVIF, BMP, GIF, PNM)")
        ->required();
    detect.add_flag("-r,--recursive", arguments->recursive, "Read the folders inside of folders too");
    detect.add_option("--model", arguments->model, "A model's name, or a .onnx, .tflite or card file")
        ->capture_default_str();
    detect.add_option("--pyramid", arguments->pyramid, "auto: many scales; off: the full frame alone")
        ->check(CLI::IsMember({"auto", "off"}))
        ->capture_default_str();
    add_pyramid_options(detect, arguments->detector.pyramid);
    detect.add_option("--filter", arguments->filter, "Resampling: triangle, area, lanczos3, bilinear")
        ->capture_default_str();
    detect.add_option("--score", merging.min_score, "Lowest score of a detection")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    detect
        .add_option(
            "--candidate-score", arguments->candidate_score,
            "Lowest score of a box that enters the merge; --score or 0.05, whichever is less, by default")
        ->check(CLI::Range(0.0, 1.0));
    detect.add_option("--merge", arguments->merge, "keep-best, soft-nms, union, wbf or nms")
        ->capture_default_str();
    detect.add_option("--iou", merging.overlap, "Overlap from which two boxes are one object")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    detect.add_option("--threads", arguments->threads, "Tiles run at a time; 0: one a processor")
        ->check(CLI::Range(0, 256))
        ->capture_default_str();
    detect.add_option("--format", arguments->format, "table, json or coco")
        ->check(CLI::IsMember({"table", "json", "coco"}))
        ->capture_default_str();
    detect.add_option("--categories", arguments->categories,
                      "COCO annotations whose category and image ids --format coco shall use");
    detect.add_option("--out", arguments->out,
                      "Write the results to this file rather than to standard output");
    detect.add_option("--annotate", arguments->annotate,
                      "Write a picture with the boxes drawn, STEM.png, to this folder");
    detect.footer(
        "Example:\n  farsight detect street.jpg --annotate out --format json --out street.json\n\n"
        "With --threads 1, (preprocess + decode_heads + merge) / network of the JSON's timing_ms is the\n"
        "share of time spent outside ONNX Runtime.");
    detect.callback([arguments, &exit_code] { exit_code = run_detect(*arguments); });
}

}  // namespace farsight::cli
