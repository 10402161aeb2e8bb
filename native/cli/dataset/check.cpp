// farsight check: what is wrong or odd in a data set.
#include <memory>
#include <nlohmann/json.hpp>

#include "command.h"
#include "commands.h"
#include "dataset/dataset.h"
#include "farsight/lab/numbers.h"
#include "option_checks.h"
#include "outputs.h"
#include "progress.h"

namespace farsight::cli {
namespace {

using Json = nlohmann::ordered_json;

struct CheckArguments {
    std::string annotations;
    std::string images;
    std::string format = "table";
    std::string out;
    int threads = 0;
};

std::int64_t count_unreadable(const Dataset& dataset) {
    std::int64_t count = 0;
    for (const std::string& why : dataset.unreadable) count += why.empty() ? 0 : 1;
    return count;
}

std::string table(const Dataset& dataset) {
    const Annotations& all = dataset.annotations;
    std::string out = std::string(name_of(all.format)) + ": " +
                      lab::count_text(static_cast<std::int64_t>(all.images.size()), "picture") + ", " +
                      lab::count_text(static_cast<std::int64_t>(all.truths.size()), "box", "boxes") + ", " +
                      lab::count_text(static_cast<std::int64_t>(all.categories.size()), "class", "classes") +
                      "\n";
    const std::size_t without_remarks = out.size();
    for (const std::string& why : dataset.unreadable) {
        if (!why.empty()) out += "  cannot be read: " + why + "\n";
    }
    for (const Remark& remark : all.remarks.list()) {
        out += std::string("  ") + words_of(remark) + "\n";
        for (std::size_t i = 1; i < remark.examples.size(); ++i)
            out += "      also " + remark.examples[i] + "\n";
    }
    for (const std::string& warning : dataset.warnings) out += "  " + warning + "\n";
    if (const std::string words = dataset.passed_over.words(); !words.empty())
        out += "  passed over: " + words + "\n";
    if (out.size() == without_remarks) out += "  nothing is odd\n";
    return out;
}

/// Schema "farsight.check/1".
std::string json(const Dataset& dataset) {
    const Annotations& all = dataset.annotations;
    Json remarks = Json::array();
    for (const Remark& remark : all.remarks.list()) {
        remarks.push_back({{"kind", name_of(remark.oddity)},
                           {"count", remark.count},
                           {"words", words_of(remark.oddity, remark.count)},
                           {"examples", remark.examples}});
    }
    Json unreadable = Json::array();
    for (const std::string& why : dataset.unreadable) {
        if (!why.empty()) unreadable.push_back(why);
    }
    const Json report = {{"schema", "farsight.check/1"},
                         {"format", name_of(all.format)},
                         {"images", all.images.size()},
                         {"boxes", all.truths.size()},
                         {"classes", all.categories.size()},
                         {"remarks", std::move(remarks)},
                         {"unreadable", std::move(unreadable)},
                         {"warnings", dataset.warnings},
                         {"passed_over", dataset.passed_over.words()}};
    return report.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

ExitCode run_check(const CheckArguments& arguments) {
    catch_interrupt();
    if (auto good = check_outputs({{"--out", arguments.out}}, annotation_files(arguments.annotations)); !good)
        return report(good.error());
    ProgressBar bar;
    auto dataset = arguments.images.empty()
                       ? open_annotations(arguments.annotations)
                       : open_dataset(arguments.annotations, arguments.images, arguments.threads,
                                      [&](int done, int total) {
                                          bar.show("looking at the pictures", done, total, "pictures");
                                      });
    bar.clear();
    if (!dataset) return report(dataset.error());
    look_for_oddities(dataset->annotations);
    const std::string text = arguments.format == "json" ? json(*dataset) : table(*dataset);
    if (auto written = write_output(arguments.out, text); !written) return report(written.error());
    return count_unreadable(*dataset) == 0 ? kDone : kFailed;
}

}  // namespace

void add_check(CLI::App& app, int& exit_code) {
    auto arguments = std::make_shared<CheckArguments>();
    CLI::App& check = *app.add_subcommand("check", "List what is wrong or odd in a data set");
    check
        .add_option(
            "--annotations", arguments->annotations,
            "A file of COCO, CVAT or Label Studio, a folder of Pascal VOC or YOLO files, or a data.yaml")
        ->required();
    check.add_option("--images", arguments->images,
                     "Folder of the pictures; without it the annotations alone");
    check.add_option("--format", arguments->format, "table or json")
        ->check(one_of({"table", "json"}))
        ->capture_default_str();
    check.add_option("--out", arguments->out, "Write to this file rather than to standard output");
    check.add_option("--threads", arguments->threads, "Pictures read at a time; 0: one a processor")
        ->check(within(0, 256))
        ->capture_default_str();
    check.footer(
        "Example:\n  farsight check --images photos --annotations truth.json\n\n"
        "The exit code is 0 when every annotated picture can be read, 1 else.");
    check.callback([arguments, &exit_code] { exit_code = run_check(*arguments); });
}

}  // namespace farsight::cli
