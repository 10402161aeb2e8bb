// farsight detect: pictures in, detections out.
#include <algorithm>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "annotate.h"
#include "command.h"
#include "commands.h"
#include "dataset/dataset.h"
#include "dataset/label_files.h"
#include "detect/detect_output.h"
#include "detect/detect_run.h"
#include "detect/detect_state.h"
#include "detector_options.h"
#include "farsight/lab/run.h"
#include "farsight/runtime/image_file.h"
#include "farsight/runtime/picture_list.h"
#include "model_options.h"
#include "option_checks.h"

namespace farsight::cli {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> misuse(std::string message) {
    return fail(ErrorCode::kInvalidArgument, std::move(message));
}

/// The pictures of the inputs. Those that an earlier run drew are left out of folders: they are outputs.
Result<std::vector<std::string>> pictures_of(const DetectArguments& arguments) {
    if (std::count(arguments.inputs.begin(), arguments.inputs.end(), "-") > 1) {
        return misuse("-: standard input holds one picture; name it once.");
    }
    PassedOver passed_over;
    auto files = expand_pictures(
        arguments.inputs, arguments.recursive ? Subfolders::kRead : Subfolders::kPassOver, &passed_over);
    if (const std::string words = passed_over.words(); !words.empty())
        say_warning("passed over: " + words + ".");
    if (!files || arguments.annotate.empty()) return files;
    const auto drawn = [&](const std::string& file) {
        const bool named =
            std::find(arguments.inputs.begin(), arguments.inputs.end(), file) != arguments.inputs.end();
        return !named && is_png_of(file, kAnnotatedMark);
    };
    const auto kept = std::remove_if(files->begin(), files->end(), drawn);
    if (const auto left_out = files->end() - kept; left_out > 0) {
        say_note(std::to_string(left_out) + (left_out == 1 ? " annotated picture" : " annotated pictures") +
                 " of an earlier run left out.");
    }
    files->erase(kept, files->end());
    if (files->empty()) return fail(ErrorCode::kIo, "there are no pictures but annotated ones.");
    return files;
}

/// Makes the folder of the annotated pictures and checks that none replaces what this command did not draw.
Result<void> prepare_annotated(const DetectArguments& arguments,
                               const std::map<std::string, std::string>& annotated) {
    FileSet inputs;
    for (const auto& [picture, drawn] : annotated) inputs.add(picture);
    std::error_code error;
    for (const auto& [picture, drawn] : annotated) {
        if (inputs.contains(drawn)) {
            return misuse(
                drawn + ": an annotated picture would overwrite this input; give --annotate another folder.");
        }
        if (fs::exists(drawn, error) && !is_png_of(drawn, kAnnotatedMark)) {
            return fail(ErrorCode::kIo,
                        drawn +
                            ": was not drawn by farsight and is not replaced; give --annotate "
                            "another folder.");
        }
    }
    fs::create_directories(arguments.annotate, error);
    if (!error) return {};
    return fail(ErrorCode::kIo, arguments.annotate + ": cannot create the folder: " + error.message() + ".");
}

/// Checks that the label files replace no input and nothing that is not ours.
Result<void> check_labels(const DetectArguments& arguments, const std::vector<std::string>& pictures,
                          const std::vector<std::string>& inputs) {
    if (is_standard_output(arguments.out))
        return misuse("--format " + arguments.format + " writes a file a picture: give --out DIR.");
    FileSet read;
    for (const std::string& input : inputs) read.add(input);
    return check_label_folder(names_below_common_folder(pictures), label_format(arguments.format),
                              arguments.out, read);
}

/// Chooses the format and checks that no output is an input.
Result<void> settle_outputs(DetectArguments& arguments, const std::vector<std::string>& pictures) {
    std::vector<std::string> inputs = pictures;
    inputs.push_back(arguments.categories);
    add_model_files(inputs, arguments.model, arguments.files);
    if (auto good = check_outputs({{"--out", arguments.out}}, inputs); !good) return good;
    const auto format =
        output_format(arguments.out, arguments.format, {"table", "json", "jsonl", "coco", "csv"});
    if (!format) return tl::unexpected(format.error());
    arguments.format = *format;
    if (is_label_format(arguments.format)) {
        if (auto good = check_labels(arguments, pictures, inputs); !good) return good;
    }
    if (arguments.evidence && arguments.format != "json" && arguments.format != "jsonl") {
        return misuse("--evidence acts with --format json and jsonl alone.");
    }
    if (!arguments.categories.empty() && arguments.format != "coco") {
        return misuse("--categories acts with --format coco alone.");
    }
    return {};
}

Result<void> settle_detector(DetectArguments& arguments) {
    const auto method = parse_merge_method(arguments.merge);
    if (!method) return tl::unexpected(method.error());
    arguments.merging.method = *method;
    if (auto read = read_search(arguments.search, arguments.detector); !read) return read;
    if (auto good = check_merge_options(arguments.merging); !good) return good;
    arguments.detector.decode.min_score = arguments.candidate_score
                                              ? std::max(*arguments.candidate_score, 0.001F)
                                              : lab::candidate_score(arguments.merging.min_score);
    return {};
}

Result<DetectState> open_state(const DetectArguments& arguments, const Model& model) {
    if (arguments.state.empty()) return DetectState{};
    auto terms = nlohmann::ordered_json::parse(arguments.terms);
    terms["model"] = model.card.name;
    for (const fs::path& file : {model.network_file, model.card_file, arguments.files.labels}) {
        if (file.empty()) continue;
        const auto fingerprint = file_fingerprint(file);
        if (!fingerprint) return tl::unexpected(fingerprint.error());
        terms["files"].push_back(*fingerprint);
    }
    return DetectState::open(arguments.state, terms.dump());
}

/// "2 of 40 pictures were done".
std::string progress_text(std::size_t done, std::size_t all) {
    return std::to_string(done) + " of " + std::to_string(all) + (all == 1 ? " picture" : " pictures") +
           (done == 1 ? " was done" : " were done");
}

/// Detects in every picture; a bad one is reported and the rest are done.
class DetectAll {
public:
    DetectAll(Detect& detect, DetectState& state, DetectOutput& output, const DetectArguments& arguments)
        : detect_(detect), state_(state), output_(output), arguments_(arguments) {}

    ExitCode run(const std::vector<std::string>& files) {
        ExitCode code = kDone;
        for (std::size_t i = 0; i < files.size(); ++i) {
            if (stopped()) return stop(files.size());
            auto result = look_at(files, i);
            if (!result && stopped()) return stop(files.size());
            if (!result) {
                code = std::max(code, report(result.error()));
                continue;
            }
            ++done_;
            if (auto added = output_.add(detect_.card(), std::move(*result)); !added) {
                return stopped() ? stop(files.size()) : report(added.error());
            }
        }
        if (auto written = output_.finish(detect_.card()); !written) return report(written.error());
        if (output_.left_out() > 0) {
            say_warning(std::to_string(output_.left_out()) + " detections of classes that " +
                        arguments_.categories + " does not have were left out.");
        }
        return code;
    }

private:
    Result<ImageResult> look_at(const std::vector<std::string>& files, std::size_t i) {
        if (const ImageResult* kept = state_.find(files[i])) {
            if (auto drawn = detect_.draw_again(*kept); !drawn) return tl::unexpected(drawn.error());
            return *kept;
        }
        const std::string name = fs::path(files[i]).filename().string();
        const std::string counter = "[" + std::to_string(i + 1) + "/" + std::to_string(files.size()) + "] ";
        auto result = detect_.run(files[i], files.size() > 1 ? counter + name : name);
        if (!result) return result;
        if (auto kept = state_.keep(*result); !kept) return tl::unexpected(kept.error());
        return result;
    }

    bool reader_is_gone() const { return is_standard_output(arguments_.out) && output_is_gone(); }
    bool stopped() const { return interrupted() || reader_is_gone(); }

    /// Writes what is done and says where it is.
    ExitCode stop(std::size_t all) {
        if (reader_is_gone()) {
            say_error("nobody reads standard output any more; stopped after " + progress_text(done_, all) +
                      "." + continues());
            return kFailed;
        }
        if (auto written = output_.finish(detect_.card()); !written) return report(written.error());
        std::string where;
        if (done_ > 0) {
            where =
                is_standard_output(arguments_.out) ? ", and were written" : ", and are in " + arguments_.out;
            if (!arguments_.annotate.empty())
                where += "; their annotated pictures are in " + arguments_.annotate;
        }
        say_error("interrupted: " + progress_text(done_, all) + where + "." + continues());
        return kFailed;
    }

    std::string continues() const {
        return state_.is_open() ? " The same command continues there."
                                : " With --state DIR the same command would continue there.";
    }

    Detect& detect_;
    DetectState& state_;
    DetectOutput& output_;
    const DetectArguments& arguments_;
    std::size_t done_ = 0;
};

ExitCode run_detect(DetectArguments arguments) {
    catch_interrupt();
    const auto files = pictures_of(arguments);
    if (!files) return report(files.error());
    const auto filter = parse_filter(arguments.filter);
    if (!filter) return report(filter.error());
    if (auto settled = settle_detector(arguments); !settled) return report(settled.error());
    if (auto settled = settle_outputs(arguments, *files); !settled) return report(settled.error());
    std::map<std::string, std::string> annotated;
    if (!arguments.annotate.empty()) {
        annotated = annotated_files(arguments.annotate, *files);
        if (auto ready = prepare_annotated(arguments, annotated); !ready) return report(ready.error());
    }
    auto output = DetectOutput::create(arguments.out, arguments.format, arguments.categories);
    if (!output) return report(output.error());
    if (is_label_format(arguments.format)) {
        std::map<std::string, std::string> names;
        const std::vector<std::string> below = names_below_common_folder(*files);
        for (std::size_t i = 0; i < files->size(); ++i) names[(*files)[i]] = below[i];
        output->name_labels(std::move(names));
    }

    auto model = open_model(arguments.model, arguments.files);
    if (!model) return report(model.error());
    if (auto asked = ask_for(arguments.search.asked_for, model->card, arguments.detector); !asked) {
        return report(asked.error());
    }
    note_idle(arguments.search, *model);
    auto state = open_state(arguments, *model);
    if (!state) return report(state.error());
    auto workers = TileWorkers::create(*model, *filter, arguments.threads);
    if (!workers) return report(workers.error());
    Detect detect(arguments, std::move(annotated), std::move(*model), std::move(*workers));
    return DetectAll(detect, *state, *output, arguments).run(*files);
}

void add_detector(CLI::App& detect, DetectArguments& arguments) {
    MergeOptions& merging = arguments.merging;
    add_model_options(detect, arguments.model, arguments.files);
    add_search_options(detect, arguments.search, true);
    detect.add_option("--classes", arguments.search.asked_for,
                      "Only these classes, with commas between, by the model's names or COCO's; they guide "
                      "the search");
    add_pyramid_options(detect, arguments.detector.pyramid);
    detect.add_option("--filter", arguments.filter, "Resampling: " + choices_of("filter"))
        ->capture_default_str();
    detect.add_option("--score", merging.min_score, "Lowest score of a detection")
        ->check(within(0.0, 1.0))
        ->capture_default_str();
    detect
        .add_option(
            "--candidate-score", arguments.candidate_score,
            "Lowest score of a box that enters the merge; --score or 0.05, whichever is less, by default")
        ->check(within(0.0, 1.0));
    detect.add_option("--merge", arguments.merge, choices_of("merge"))->capture_default_str();
    detect.add_option("--iou", merging.overlap, "Overlap from which two boxes are one object")
        ->check(within(0.0, 1.0))
        ->capture_default_str();
    add_result_options(detect, merging);
    detect.add_flag("--evidence", arguments.evidence,
                    "In JSON, what speaks for each detection (docs/search.md)");
    detect.add_option("--threads", arguments.threads, "Tiles run at a time; 0: one a processor")
        ->check(within(0, 256))
        ->capture_default_str();
}

void add_outputs(CLI::App& detect, DetectArguments& arguments) {
    detect
        .add_option("--format", arguments.format,
                    "table, json, jsonl (a line a picture), coco, csv, or voc and yolo (a file a picture, in "
                    "the folder --out); without it the ending of --out chooses, and else it is a table")
        ->check(one_of({"table", "json", "jsonl", "coco", "voc", "yolo", "csv"}));
    add_file_option(detect, "--categories", arguments.categories,
                    "COCO annotations whose category and image ids --format coco shall use");
    add_file_option(detect, "--out", arguments.out,
                    "Write the results to this file, or folder for voc and yolo; -: to standard output, as "
                    "without it");
    add_file_option(
        detect, "--annotate", arguments.annotate,
        "Write a picture with the boxes drawn, STEM.png, to this folder; small pictures are enlarged");
    add_file_option(detect, "--state", arguments.state,
                    "Folder that keeps what is done, so that a stopped run continues");
}

/// What was typed and changes the detections, as a JSON object: a state of other options is refused.
std::string typed_terms(const CLI::App& detect) {
    auto terms = nlohmann::ordered_json::object();
    for (const CLI::Option* option : detect.get_options()) {
        const std::string name = option->get_name();
        const bool other = name == "IMAGE" || name == "--format" || name == "--categories" ||
                           name == "--out" || name == "--annotate" || name == "--state" ||
                           name == "--threads" || name == "--recursive" || name == "--quiet" ||
                           name == "--model";
        if (!other && option->count() > 0) terms["options"][name] = option->results();
    }
    return terms.dump();
}

}  // namespace

void add_detect(CLI::App& app, int& exit_code) {
    auto arguments = std::make_shared<DetectArguments>();
    CLI::App& detect = *app.add_subcommand("detect", "Find objects in pictures, near and far");
    detect
        .add_option("IMAGE", arguments->inputs,
                    "Pictures, folders of pictures, or - for one on standard input (JPEG, PNG, WebP, TIFF, "
                    "HEIC, AVIF, BMP, GIF, PNM)")
        ->required();
    detect.add_flag("-r,--recursive", arguments->recursive, "Look into the folders' folders, too");
    add_detector(detect, *arguments);
    add_outputs(detect, *arguments);
    detect.footer(
        "Example:\n  farsight detect street.jpg --annotate out --format json --out street.json\n"
        "  farsight detect -r photos --out photos.csv --state work\n"
        "  farsight detect -r photos --format yolo --out labels\n\n"
        "Tables, CSV and JSON lines are printed as each picture is done.\n\n"
        "With --threads 1, (preprocess + decode_heads + merge) / network of the JSON's timing_ms is the\n"
        "share of time spent outside ONNX Runtime.");
    detect.callback([arguments, &detect, &exit_code] {
        if (const auto good = refuse_levels_of_off(detect, arguments->search.pyramid); !good) {
            exit_code = report(good.error());
            return;
        }
        arguments->terms = typed_terms(detect);
        arguments->search.overlap_typed = detect.count("--overlap") > 0;
        exit_code = run_detect(*arguments);
    });
}

}  // namespace farsight::cli
