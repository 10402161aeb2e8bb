// farsight convert: annotations from any format that is read to COCO, Pascal VOC or YOLO.
#include <memory>

#include "command.h"
#include "commands.h"
#include "dataset/dataset.h"
#include "dataset/label_files.h"
#include "farsight/write_annotations.h"
#include "option_checks.h"
#include "outputs.h"
#include "progress.h"

namespace farsight::cli {
namespace {

struct ConvertArguments {
    std::string annotations;
    std::string images;
    std::string to;
    std::string out;
    int threads = 0;
};

Result<Dataset> open(const ConvertArguments& arguments) {
    if (arguments.images.empty()) return open_annotations(arguments.annotations);
    ProgressBar bar;
    return open_dataset(arguments.annotations, arguments.images, arguments.threads, [&](int done, int total) {
        bar.show("looking at the pictures", done, total, "pictures");
    });
}

/// What the target cannot hold.
void say_losses(const Annotations& annotations, const std::string& to) {
    std::int64_t crowds = 0;
    std::int64_t areas = 0;
    std::int64_t ignored = 0;
    std::int64_t distances = 0;
    for (std::size_t i = 0; i < annotations.truths.size(); ++i) {
        const TruthBox& truth = annotations.truths[i];
        crowds += truth.crowd ? 1 : 0;
        ignored += truth.ignore ? 1 : 0;
        areas += std::abs(truth.area - truth.box.width * truth.box.height) > 1 ? 1 : 0;
        distances += annotations.distances_m[i] == annotations.distances_m[i] ? 1 : 0;
    }
    const auto say = [](std::int64_t count, const char* words) {
        if (count > 0) say_warning(std::to_string(count) + " " + words);
    };
    if (to != "coco") {
        say(crowds, "crowds become ordinary objects, since only COCO has them.");
        say(areas, "areas are those of outlines; only COCO keeps them.");
        say(distances, "distances are lost, since only COCO has a place for them.");
    }
    if (to == "yolo")
        say(ignored, "difficult objects become ordinary ones, since YOLO has no place for that.");
}

/// Before any work: labels need a folder, and no output is an input.
Result<void> check_output(const ConvertArguments& arguments) {
    const bool labels = arguments.to != "coco";
    if (labels && arguments.out.empty()) {
        return fail(ErrorCode::kInvalidArgument,
                    "--to voc and --to yolo write a file a picture: give --out DIR.");
    }
    const std::vector<std::string> inputs = annotation_files(arguments.annotations);
    if (auto good = check_outputs({{"--out", arguments.out}}, inputs); !good || !labels) return good;
    FileSet read;
    for (const std::string& input : inputs) read.add(input);
    return check_label_folder({}, label_format(arguments.to), arguments.out, read);
}

ExitCode run_convert(const ConvertArguments& arguments) {
    catch_interrupt();
    if (auto good = check_output(arguments); !good) return report(good.error());
    auto dataset = open(arguments);
    if (!dataset) return report(dataset.error());
    Annotations& annotations = dataset->annotations;
    for (const std::string& warning : warnings_of(annotations.remarks)) say_warning(warning);
    if (annotations.fractions) {
        return report(
            Error{ErrorCode::kInvalidArgument,
                  "YOLO's labels are fractions of pictures; give --images DIR, so that they become pixels."});
    }
    ExitCode code = kDone;
    for (const std::string& why : dataset->unreadable) {
        if (why.empty()) continue;
        say_error(why);
        code = kFailed;
    }
    say_losses(annotations, arguments.to);
    if (arguments.to == "coco") {
        if (auto written = write_output(arguments.out, write_coco(annotations)); !written)
            return report(written.error());
        return code;
    }
    FileSet read;
    for (const std::string& input : annotation_files(arguments.annotations)) read.add(input);
    if (auto written = write_label_files(annotations, label_format(arguments.to), arguments.out, read);
        !written)
        return report(written.error());
    return code;
}

}  // namespace

void add_convert(CLI::App& app, int& exit_code) {
    auto arguments = std::make_shared<ConvertArguments>();
    CLI::App& convert = *app.add_subcommand("convert", "Write annotations as COCO, Pascal VOC or YOLO");
    convert
        .add_option(
            "--annotations", arguments->annotations,
            "A file of COCO, CVAT or Label Studio, a folder of Pascal VOC or YOLO files, or a data.yaml")
        ->required();
    convert.add_option("--images", arguments->images,
                       "Folder of the pictures: checks sizes and orientations against them; YOLO needs it");
    convert.add_option("--to", arguments->to, "coco, voc or yolo")
        ->check(one_of({"coco", "voc", "yolo"}))
        ->required();
    convert.add_option("--out", arguments->out,
                       "File for coco (else standard output), an empty or new folder for voc and yolo");
    convert.add_option("--threads", arguments->threads, "Pictures read at a time; 0: one a processor")
        ->check(within(0, 256))
        ->capture_default_str();
    convert.footer(
        "Examples:\n"
        "  farsight convert --annotations labels --images photos --to coco --out truth.json\n"
        "  farsight convert --annotations truth.json --to yolo --out labels");
    convert.callback([arguments, &exit_code] { exit_code = run_convert(*arguments); });
}

}  // namespace farsight::cli
