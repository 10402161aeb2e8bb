// farsight diagnose: why a detector misses far objects, and what would help.
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "command.h"
#include "commands.h"
#include "detector_options.h"
#include "diagnose/diagnose_report.h"
#include "diagnose/diagnose_run.h"
#include "farsight/closer_look.h"
#include "farsight/lab/diagnosis_words.h"
#include "farsight/lab/numbers.h"
#include "farsight/runtime/picture_list.h"
#include "model_options.h"
#include "option_checks.h"
#include "outputs.h"
#include "progress.h"

namespace farsight::cli {
namespace {

struct DiagnoseArguments {
    std::string model{kDefaultModel};
    ModelFiles files;
    std::string training;
    std::string images;
    std::string annotations;
    std::vector<std::string> classes;
    double field_of_view_deg = 0;
    double object_height_m = 0;
    SearchArguments search;
    std::string filter{name_of(Filter::kTriangle)};
    std::string merge{name_of(MergeMethod::kKeepBest)};
    std::string report;
    bool no_pictures = false;
    std::string format;  ///< Empty: as the ending of `out` says.
    std::string out;
    int resamples = 400;
    std::uint64_t seed = 1;
    DiagnoseDetector detector;
};

Result<void> check_arguments(const DiagnoseArguments& arguments) {
    const auto misuse = [](const char* message) { return fail(ErrorCode::kInvalidArgument, message); };
    if (!arguments.images.empty() && arguments.annotations.empty()) {
        return misuse(
            "--images needs --annotations FILE: without the objects nothing can be found or missed.");
    }
    if ((arguments.field_of_view_deg > 0) != (arguments.object_height_m > 0)) {
        return misuse("--field-of-view and --object-height belong together: metres need both.");
    }
    if (arguments.field_of_view_deg > 0 && arguments.images.empty()) {
        return misuse("--field-of-view needs --images: the range is measured on photos.");
    }
    if (arguments.no_pictures && arguments.report.empty()) {
        return misuse("--no-pictures leaves pictures out of a report; name one with --report FILE.html.");
    }
    return {};
}

Result<void> settle_detector(DiagnoseArguments& arguments) {
    const auto filter = parse_filter(arguments.filter);
    if (!filter) return tl::unexpected(filter.error());
    const auto method = parse_merge_method(arguments.merge);
    if (!method) return tl::unexpected(method.error());
    DiagnoseDetector& detector = arguments.detector;
    detector.filter = *filter;
    detector.merging.method = *method;
    if (auto read = read_search(arguments.search, detector.detector); !read) return read;
    detector.budget_ms = arguments.search.budget_ms;
    detector.keep_pictures = !arguments.report.empty() && !arguments.no_pictures;
    return check_merge_options(detector.merging);
}

/// Everything that the run reads.
std::vector<std::string> inputs_of(const DiagnoseArguments& arguments) {
    std::vector<std::string> inputs = {arguments.training, arguments.annotations};
    add_model_files(inputs, arguments.model, arguments.files);
    if (arguments.images.empty()) return inputs;
    if (const auto pictures = pictures_in(arguments.images)) {
        inputs.insert(inputs.end(), pictures->begin(), pictures->end());
    }
    return inputs;
}

/// Chooses the format and checks that no output is an input.
Result<void> settle_outputs(DiagnoseArguments& arguments) {
    std::vector<Output> outputs = {{"--out", arguments.out}};
    if (!arguments.report.empty()) outputs.push_back({"--report", arguments.report});
    if (auto good = check_outputs(outputs, inputs_of(arguments)); !good) return good;
    if (!arguments.report.empty()) {
        if (auto good = check_ending(outputs[1], "a report", {".html"}); !good) return good;
    }
    const auto format = output_format(arguments.out, arguments.format, {"table", "json"});
    if (!format) return tl::unexpected(format.error());
    arguments.format = *format;
    return {};
}

std::string listed(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

/// None of the annotated classes is the network's: nothing can be said of it.
tl::unexpected<Error> no_common_class(const std::string& file, const Annotations& annotations,
                                      const lab::DiagnosisClasses& classes) {
    std::vector<std::string> annotated;
    for (const AnnotatedClass& one : annotations.categories) annotated.push_back(one.name);
    return fail(ErrorCode::kMismatch, file + ": the model knows none of its classes (" + listed(annotated) +
                                          "); it knows " +
                                          (classes.names().empty() ? "none" : listed(classes.names())) +
                                          ". --labels FILE gives the network the names of its classes.");
}

class Diagnose {
public:
    explicit Diagnose(const DiagnoseArguments& arguments) : arguments_(arguments) {}

    Result<void> prepare() {
        auto model = open_model(arguments_.model, arguments_.files);
        if (!model) return tl::unexpected(model.error());
        model_ = std::move(*model);
        note_idle(arguments_.search, *model_);
        auto classes = lab::DiagnosisClasses::create(model_->card, arguments_.classes);
        if (!classes) return tl::unexpected(classes.error());
        classes_ = std::move(*classes);
        if (auto described = describe_model(); !described) return described;
        if (auto read = read_training(); !read) return read;
        return read_field();
    }

    Result<lab::Diagnosis> run() {
        if (!arguments_.images.empty()) {
            auto views = run_diagnosis(*model_, dataset_, classes_, arguments_.detector, data_);
            if (!views) return tl::unexpected(views.error());
            views_ = std::move(*views);
            data_.has_pictures = true;
            set_distances();
        }
        return lab::diagnose(std::move(data_));
    }

    const DiagnoseViews& views() const { return views_; }
    bool every_picture_read() const { return unreadable_ == 0; }

private:
    Result<void> describe_model() {
        data_.model = model_->card.name;
        data_.input = model_->card.input.size;
        data_.classes = classes_.names();
        data_.score = arguments_.detector.score;
        data_.pyramid = arguments_.detector.detector.pyramid.enabled;
        data_.resamples = arguments_.resamples;
        data_.seed = arguments_.seed;
        if (model_->card.heads.kind != HeadKind::kSsd) return {};
        auto anchors = make_anchors(model_->card.heads.anchors, model_->card.input.size);
        if (!anchors) return tl::unexpected(anchors.error());
        data_.anchors = std::move(*anchors);
        data_.fields_px = anchor_fields_px(receptive_fields(*model_), data_.anchors);
        return {};
    }

    Result<void> read_training() {
        if (arguments_.training.empty()) return {};
        const auto training = open_annotations(arguments_.training);
        if (!training) return tl::unexpected(training.error());
        warn(arguments_.training, *training);
        data_.training = seen_objects(training->annotations, model_->card.input,
                                      classes_.of_places(training->annotations));
        data_.training_images = static_cast<std::int64_t>(training->annotations.images.size());
        if (data_.training.objects.empty() && data_.training.unknown_class > 0) {
            return no_common_class(arguments_.training, training->annotations, classes_);
        }
        data_.has_training = !data_.training.objects.empty();
        if (!data_.has_training) {
            say_warning(arguments_.training + ": no object of it can be compared (" +
                        lab::count_text(data_.training.unknown_size, "object") +
                        " in pictures of unknown size, " +
                        lab::count_text(data_.training.not_counted, "object") +
                        " that do not count); the diagnosis goes on without training data.");
        }
        return {};
    }

    Result<void> read_field() {
        if (arguments_.annotations.empty()) return {};
        auto opened = arguments_.images.empty()
                          ? open_annotations(arguments_.annotations)
                          : open_dataset(arguments_.annotations, arguments_.images,
                                         arguments_.detector.threads, [this](int done, int total) {
                                             bar_.show("looking at the pictures", done, total, "pictures");
                                         });
        bar_.clear();
        if (!opened) return tl::unexpected(opened.error());
        dataset_ = std::move(*opened);
        warn(arguments_.annotations, dataset_);
        if (auto there = check_pictures(); !there) return there;
        data_.field =
            seen_objects(dataset_.annotations, model_->card.input, classes_.of_places(dataset_.annotations));
        data_.field_images = static_cast<std::int64_t>(dataset_.annotations.images.size());
        if (data_.field.objects.empty() && data_.field.unknown_class > 0) {
            return no_common_class(arguments_.annotations, dataset_.annotations, classes_);
        }
        if (data_.field.objects.empty()) {
            return fail(
                ErrorCode::kMismatch,
                arguments_.annotations + ": no object of it counts, so there is nothing to find or to miss.");
        }
        data_.has_field = true;
        return {};
    }

    static void warn(const std::string& file, const Dataset& dataset) {
        for (const std::string& warning : warnings_of(dataset.annotations.remarks)) {
            say_warning(std::string(file).append(": ").append(warning));
        }
    }

    /// Says which pictures are missing or cannot be read; the others are diagnosed.
    Result<void> check_pictures() {
        for (const std::string& warning : dataset_.warnings) say_warning(warning);
        std::int64_t missing = 0;
        std::string example;
        for (std::size_t i = 0; i < dataset_.pictures.size(); ++i) {
            if (dataset_.pictures[i].empty()) {
                if (missing++ == 0) example = dataset_.annotations.images[i].file_name;
            } else if (!dataset_.unreadable[i].empty()) {
                ++unreadable_;
                say_error(dataset_.unreadable[i]);
            }
        }
        if (missing > 0) {
            say_warning(lab::count_text(missing, "annotated picture") + " are not in " + arguments_.images +
                        ", the first of them " + example + "; the objects of the others are diagnosed.");
        }
        if (unreadable_ > 0) {
            say_warning(lab::count_text(unreadable_, "picture") +
                        " cannot be read; they and their objects are left out.");
        }
        unreadable_ += missing;
        return {};
    }

    /// Metres by the camera that was named, or as the annotations know them of every object.
    void set_distances() {
        bool all_known = !data_.photos.empty();
        for (lab::DiagnosedPhoto& photo : data_.photos) {
            for (lab::DiagnosedObject& object : photo.objects) {
                if (arguments_.field_of_view_deg > 0) {
                    const Size size =
                        dataset_.annotations.images[static_cast<std::size_t>(object.seen.image)].size;
                    const auto focal = focal_length_px(size.width, arguments_.field_of_view_deg);
                    object.distance_m =
                        focal ? distance_at_size_m(*focal, arguments_.object_height_m, object.height)
                              : std::nan("");
                }
                all_known = all_known && object.distance_m > 0;
            }
        }
        data_.has_distances = all_known;
    }

    const DiagnoseArguments& arguments_;
    std::optional<Model> model_;
    lab::DiagnosisClasses classes_;
    Dataset dataset_;
    lab::DiagnosisData data_;
    DiagnoseViews views_;
    ProgressBar bar_;
    std::int64_t unreadable_ = 0;
};

ExitCode run_diagnose(DiagnoseArguments arguments) {
    if (auto good = check_arguments(arguments); !good) return report(good.error());
    if (auto good = settle_detector(arguments); !good) return report(good.error());
    if (auto good = settle_outputs(arguments); !good) return report(good.error());
    catch_interrupt();
    Diagnose work(arguments);
    if (auto ready = work.prepare(); !ready) return report(ready.error());
    const auto diagnosis = work.run();
    if (!diagnosis) return report(diagnosis.error());
    if (!arguments.report.empty()) {
        const auto html = diagnosis_html(*diagnosis, work.views());
        if (!html) return report(html.error());
        if (auto written = write_file(arguments.report, *html); !written) return report(written.error());
    }
    const std::string text =
        arguments.format == "json" ? lab::diagnosis_json(*diagnosis) : lab::diagnosis_table(*diagnosis);
    if (auto written = write_output(arguments.out, text); !written) return report(written.error());
    return work.every_picture_read() ? kDone : kFailed;
}

void add_data(CLI::App& diagnose, DiagnoseArguments& arguments) {
    diagnose.add_option("--training", arguments.training,
                        "Annotations that the model was trained on: tells whether small objects lack there");
    diagnose.add_option("--images", arguments.images,
                        "Folder of photos from the field, with --annotations: everything that is measured");
    diagnose.add_option(
        "--annotations", arguments.annotations,
        "Their objects: a file of COCO, CVAT or Label Studio, a folder of Pascal VOC or YOLO files, or a "
        "data.yaml");
    diagnose
        .add_option("--classes", arguments.classes, "Only these classes of the model, with commas between")
        ->delimiter(',');
    diagnose
        .add_option("--field-of-view", arguments.field_of_view_deg,
                    "Horizontal angle of the camera in degrees, for the range in metres")
        ->check(within(0.1, 179.9));
    diagnose
        .add_option("--object-height", arguments.object_height_m, "Height of the objects in metres, likewise")
        ->check(within(0.001, 1000));
    diagnose
        .add_option("--max-objects", arguments.detector.max_objects,
                    "Most objects brought nearer and moved away; those of many pixels, the classes in turn")
        ->check(within(1, 100000))
        ->capture_default_str();
}

void add_detector(CLI::App& diagnose, DiagnoseArguments& arguments) {
    DiagnoseDetector& detector = arguments.detector;
    add_model_options(diagnose, arguments.model, arguments.files);
    diagnose.add_option("--score", detector.score, "Score from which a detection counts")
        ->check(within(0.02, 1.0))
        ->capture_default_str();
    add_search_options(diagnose, arguments.search, true);
    // Objects outside of a region would count as missed.
    diagnose.remove_option(diagnose.get_option("--region"));
    add_pyramid_options(diagnose, detector.detector.pyramid);
    diagnose.add_option("--filter", arguments.filter, "Resampling: triangle, area, lanczos3, bilinear")
        ->capture_default_str();
    diagnose.add_option("--merge", arguments.merge, "keep-best, soft-nms, union, wbf or nms")
        ->capture_default_str();
    diagnose
        .add_option("--iou", detector.merging.overlap,
                    "Overlap from which merging takes two boxes for one object")
        ->check(within(0.0, 1.0))
        ->capture_default_str();
    diagnose.add_option("--threads", detector.threads, "Photos looked at at a time; 0: one a processor")
        ->check(within(0, 256))
        ->capture_default_str();
    diagnose.add_option("--resamples", arguments.resamples, "Bootstrap resamples for the intervals; 0: none")
        ->check(within(0, 100000))
        ->capture_default_str();
    diagnose.add_option("--seed", arguments.seed, "Seed of the bootstrap")
        ->check(within(0, 4294967295))
        ->capture_default_str();
}

void add_outputs(CLI::App& diagnose, DiagnoseArguments& arguments) {
    add_file_option(diagnose, "--report", arguments.report,
                    "Write a report that needs nothing else: FILE.html");
    diagnose.add_flag("--no-pictures", arguments.no_pictures, "Leave pictures of objects out of the report");
    diagnose
        .add_option("--format", arguments.format,
                    "table or json; without it the ending of --out chooses, and else it is a table")
        ->check(one_of({"table", "json"}));
    add_file_option(diagnose, "--out", arguments.out, "Write to this file rather than to standard output");
}

}  // namespace

void add_diagnose(CLI::App& app, int& exit_code) {
    auto arguments = std::make_shared<DiagnoseArguments>();
    CLI::App& diagnose =
        *app.add_subcommand("diagnose", "Tell why a detector misses far objects, and what would help");
    add_data(diagnose, *arguments);
    add_detector(diagnose, *arguments);
    add_outputs(diagnose, *arguments);
    diagnose.footer(
        "Examples:\n"
        "  farsight diagnose --images field --annotations field.json --report report.html\n"
        "  farsight diagnose --model mine.onnx --training train.json --images field --annotations "
        "field.json\n\n"
        "All data are optional; the result says what each would add.");
    diagnose.callback([arguments, &diagnose, &exit_code] {
        arguments->search.overlap_typed = diagnose.count("--overlap") > 0;
        const auto good = refuse_levels_of_off(diagnose, arguments->search.pyramid);
        exit_code = good ? run_diagnose(*arguments) : report(good.error());
    });
}

}  // namespace farsight::cli
