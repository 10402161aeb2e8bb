// farsight eval: detections against annotations.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "command.h"
#include "commands.h"
#include "dataset/dataset.h"
#include "detector_options.h"
#include "eval/eval_report.h"
#include "eval/eval_source.h"
#include "eval/eval_state.h"
#include "farsight/lab/numbers.h"
#include "farsight/lab/run.h"
#include "farsight/runtime/model_file.h"
#include "farsight/runtime/picture_list.h"
#include "idle_options.h"
#include "model_options.h"
#include "option_checks.h"
#include "outputs.h"
#include "progress.h"

namespace farsight::cli {
namespace {

struct EvalArguments {
    std::string annotations;
    std::string images;
    std::string results;
    /// With --annotations a merge method, without them the parts of a run.
    std::vector<std::string> merge;
    std::vector<std::string> classes;
    std::string size_bins = "0,32,96,inf";
    std::string distance_bins = "0,10,20,30,40,50,60,70,80,90,100,120,140,160,180,200";
    std::string shard;
    std::string state;
    std::string format;  ///< Empty: as the ending of `out` says.
    std::string out;
    std::string unreadable = "missed";
    std::string filter{name_of(Filter::kTriangle)};
    double score = 0.3;
    int resamples = -1;
    std::uint64_t seed = 1;
    ModelArguments model;
};

Result<std::vector<double>> parse_edges(const char* option, const std::string& text, bool may_be_infinite) {
    std::vector<double> edges;
    const char* at = text.data();
    const char* const end = at + text.size();
    for (;;) {
        double edge = 0;
        const auto [rest, error] = std::from_chars(at, end, edge);
        const bool infinite = error == std::errc() && edge > std::numeric_limits<double>::max();
        if (error != std::errc() || std::isnan(edge) || edge < 0 || (infinite && !may_be_infinite) ||
            (!edges.empty() && edge <= edges.back()) || (rest != end && *rest != ',')) {
            return fail(ErrorCode::kInvalidArgument, std::string(option) + " " + text +
                                                         ": write rising numbers with commas between them" +
                                                         (may_be_infinite ? ", the last may be inf." : "."));
        }
        edges.push_back(edge);
        if (rest == end) break;
        at = rest + 1;
    }
    if (edges.size() < 2)
        return fail(ErrorCode::kInvalidArgument, std::string(option) + ": give at least two edges.");
    return edges;
}

bool merges_parts(const EvalArguments& arguments) {
    return arguments.annotations.empty() && !arguments.merge.empty();
}

Result<void> check_arguments(const EvalArguments& arguments) {
    const auto misuse = [](const char* message) { return fail(ErrorCode::kInvalidArgument, message); };
    if (merges_parts(arguments)) {
        if (!arguments.images.empty() || !arguments.results.empty() || !arguments.shard.empty() ||
            !arguments.state.empty()) {
            return misuse("--merge PART... takes everything from the parts; leave the other inputs out.");
        }
        return {};
    }
    if (arguments.annotations.empty()) return misuse("give --annotations FILE, or --merge PART...");
    if (arguments.merge.size() > 1) {
        return misuse(
            "with --annotations, --merge takes one method; to merge parts leave --annotations out.");
    }
    if (arguments.images.empty() == arguments.results.empty()) {
        return misuse("give either --images DIR to run a model, or --results FILE with finished detections.");
    }
    if (!arguments.shard.empty() && arguments.out.empty()) {
        return misuse("--shard needs --out PART: the file that farsight eval --merge takes.");
    }
    if (!arguments.shard.empty() && arguments.format == "json") {
        return misuse("--shard writes a part, not a report; give --format to farsight eval --merge.");
    }
    return {};
}

Result<ModelArguments> model_arguments(const EvalArguments& arguments) {
    ModelArguments model = arguments.model;
    const auto filter = parse_filter(arguments.filter);
    if (!filter) return tl::unexpected(filter.error());
    model.filter = *filter;
    if (!arguments.merge.empty()) {
        const auto method = parse_merge_method(arguments.merge.front());
        if (!method) return tl::unexpected(method.error());
        model.merging.method = *method;
    }
    if (auto read = read_search(model.search, model.detector); !read) return tl::unexpected(read.error());
    // "known" evaluates what the model knows, which is to ask for all.
    model.asks_for_selection =
        !arguments.classes.empty() &&
        std::none_of(arguments.classes.begin(), arguments.classes.end(),
                     [](const std::string& name) { return equal_ignoring_case(name, "known"); });
    if (auto good = check_merge_options(model.merging); !good) return tl::unexpected(good.error());
    model.detector.decode.min_score = lab::candidate_score(model.merging.min_score);
    return model;
}

/// Truths of one image, of the selected classes.
struct ImageTruths {
    std::vector<TruthBox> truths;
    std::vector<double> distances_m;
};

std::vector<ImageTruths> truths_by_image(const Annotations& annotations, const ClassSelection& selection) {
    std::vector<ImageTruths> by_image(annotations.images.size());
    for (std::size_t t = 0; t < annotations.truths.size(); ++t) {
        TruthBox truth = annotations.truths[t];
        truth.category = selection.selected_of_place[static_cast<std::size_t>(truth.category)];
        if (truth.category < 0) continue;
        ImageTruths& image = by_image[static_cast<std::size_t>(truth.image)];
        image.truths.push_back(truth);
        image.distances_m.push_back(annotations.distances_m[t]);
    }
    return by_image;
}

class Evaluation {
public:
    explicit Evaluation(const EvalArguments& arguments) : arguments_(arguments) {}

    /// Reads and loads everything that can be wrong before the first image is looked at.
    Result<void> prepare() {
        auto opened = arguments_.images.empty()
                          ? open_annotations(arguments_.annotations)
                          : open_dataset(arguments_.annotations, arguments_.images, arguments_.model.threads,
                                         [this](int done, int total) {
                                             bar_.show("looking at the pictures", done, total, "pictures");
                                         });
        bar_.clear();
        if (!opened) return tl::unexpected(opened.error());
        dataset_ = std::move(*opened);
        if (annotations_.fractions) {
            return fail(
                ErrorCode::kInvalidArgument,
                arguments_.annotations +
                    ": YOLO's labels are fractions of pictures; farsight convert --images DIR --to coco "
                    "makes pixels of them, which results are compared with.");
        }
        look_for_oddities(dataset_.annotations);
        for (const std::string& warning : warnings_of(annotations_.remarks)) {
            say_warning(arguments_.annotations + ": " + warning);
        }
        if (!arguments_.images.empty()) {
            if (auto there = check_pictures(); !there) return there;
        }
        if (!arguments_.shard.empty()) {
            const auto shard = parse_shard(arguments_.shard);
            if (!shard) return tl::unexpected(shard.error());
            shard_ = *shard;
        }
        if (auto source = open_source(); !source) return source;
        auto selection = select_classes(annotations_, arguments_.classes, source_.knows);
        if (!selection) return tl::unexpected(selection.error());
        selection_ = std::move(*selection);
        warn_of_unknown_classes();
        return set_terms();
    }

    /// Evaluates the shard's images, or those of them that the state does not hold yet. An interrupt ends it
    /// with those that are done.
    Result<std::vector<EvalImage>> run() {
        EvalState state;
        if (!arguments_.state.empty()) {
            auto opened = EvalState::open(arguments_.state, terms_, shard_);
            if (!opened) return tl::unexpected(opened.error());
            state = std::move(*opened);
        }
        const std::vector<ImageTruths> truths = truths_by_image(annotations_, selection_);
        std::vector<std::int32_t> places;
        for (std::size_t i = 0; i < annotations_.images.size(); ++i) {
            if (i % static_cast<std::size_t>(shard_.count) == static_cast<std::size_t>(shard_.index - 1)) {
                places.push_back(static_cast<std::int32_t>(i));
            }
        }
        std::vector<EvalImage> images = state.take_images();
        if (images.size() > places.size()) return other_state();
        for (std::size_t i = 0; i < images.size(); ++i) {
            if (images[i].id != annotations_.images[static_cast<std::size_t>(places[i])].id)
                return other_state();
        }
        total_ = static_cast<int>(places.size());
        for (std::size_t i = images.size(); i < places.size(); ++i) {
            done_ = static_cast<int>(i);
            if (interrupted()) break;
            auto image = evaluate(places[i], truths[static_cast<std::size_t>(places[i])]);
            if (!image && image.error().code == ErrorCode::kCancelled) break;
            if (!image) return tl::unexpected(image.error());
            if (auto kept = state.keep(*image); !kept) return tl::unexpected(kept.error());
            images.push_back(std::move(*image));
        }
        bar_.clear();
        if (images.size() < places.size()) {
            // Of a part, and of nothing, there is no report.
            if (images.empty() || !arguments_.shard.empty()) return stopped();
            return images;
        }
        if (auto finished = state.finish(); !finished) return tl::unexpected(finished.error());
        return images;
    }

    /// Images that run() was to look at.
    int total() const { return total_; }
    const EvalTerms& terms() const { return terms_; }
    const Shard& shard() const { return shard_; }

private:
    /// Before hours of work: are all pictures there, and can they be read?
    Result<void> check_pictures() {
        const std::size_t count = dataset_.pictures.size();
        const auto missing = [](const std::filesystem::path& picture) { return picture.empty(); };
        const auto first = std::find_if(dataset_.pictures.begin(), dataset_.pictures.end(), missing);
        if (first != dataset_.pictures.end()) {
            const AnnotatedImage& image =
                annotations_.images[static_cast<std::size_t>(first - dataset_.pictures.begin())];
            return fail(ErrorCode::kIo,
                        std::to_string(std::count_if(first, dataset_.pictures.end(), missing)) + " of " +
                            std::to_string(count) +
                            " annotated images are not in the folder, the first of them " +
                            (image.file_name.empty() && image.other_name.empty()
                                 ? "image " + std::to_string(image.id) + ", which has no \"file_name\""
                                 : (std::filesystem::path(arguments_.images) /
                                    (image.file_name.empty() ? image.other_name : image.file_name))
                                       .string()) +
                            "; check --images.");
        }
        for (const std::string& warning : dataset_.warnings) say_warning(warning);
        for (const std::string& why : dataset_.unreadable) {
            if (why.empty()) continue;
            ++unreadable_;
            say_error(why);
        }
        if (unreadable_ > 0) {
            say_warning(lab::count_text(unreadable_, "picture") + " of " + std::to_string(count) +
                        " cannot be read; " +
                        (skips_unreadable()
                             ? "they and their objects are left out."
                             : "their objects count as missed (--unreadable skip leaves them out)."));
        }
        return {};
    }

    bool skips_unreadable() const { return arguments_.unreadable == "skip"; }

    Result<void> open_source() {
        Result<EvalSource> source = fail(ErrorCode::kInvalidArgument, "no source");
        if (!arguments_.results.empty()) {
            source = open_results(arguments_.results, annotations_, selection_);
        } else {
            auto model = model_arguments(arguments_);
            if (!model) return tl::unexpected(model.error());
            source = open_model(*model, dataset_, selection_, [this](int tile, int tiles) {
                bar_.show("image " + std::to_string(done_ + 1) + " of " + std::to_string(total_),
                          done_ * tiles + tile, total_ * tiles);
            });
        }
        if (!source) return tl::unexpected(source.error());
        source_ = std::move(*source);
        return {};
    }

    void warn_of_unknown_classes() const {
        std::vector<std::uint8_t> annotated(annotations_.categories.size(), 0);
        for (const TruthBox& truth : annotations_.truths)
            annotated[static_cast<std::size_t>(truth.category)] = 1;
        int unknown = 0;
        int all = 0;
        for (const std::int32_t place : selection_.places) {
            const auto i = static_cast<std::size_t>(place);
            all += annotated[i];
            unknown += annotated[i] != 0 && source_.knows[i] == 0 ? 1 : 0;
        }
        if (unknown == 0) return;
        say_warning(
            "the model does not know " + std::to_string(unknown) + " of " + std::to_string(all) +
            " annotated classes, and all their objects count as missed; --classes known leaves them out.");
    }

    Result<void> set_terms() {
        const auto sizes = parse_edges("--size-bins", arguments_.size_bins, true);
        if (!sizes) return tl::unexpected(sizes.error());
        const auto distances = parse_edges("--distance-bins", arguments_.distance_bins, false);
        if (!distances) return tl::unexpected(distances.error());
        terms_.source = source_.description;
        terms_.skips_unreadable = skips_unreadable();
        terms_.annotations = dataset_.annotations_fingerprint;
        terms_.images = static_cast<std::int64_t>(annotations_.images.size());
        for (const std::int32_t place : selection_.places) {
            terms_.categories.push_back(annotations_.categories[static_cast<std::size_t>(place)]);
        }
        terms_.score = arguments_.score;
        terms_.size_edges_px = *sizes;
        terms_.distance_edges_m = *distances;
        terms_.resamples = arguments_.resamples;
        terms_.seed = arguments_.seed;
        return {};
    }

    Result<EvalImage> evaluate(std::int32_t place, const ImageTruths& truths) {
        const auto i = static_cast<std::size_t>(place);
        if (i < dataset_.unreadable.size() && !dataset_.unreadable[i].empty()) {
            auto image = judge_image(
                annotations_.images[i].id, skips_unreadable() ? std::span<const TruthBox>() : truths.truths,
                skips_unreadable() ? std::span<const double>() : truths.distances_m, {}, terms_);
            if (image) image->unreadable = true;
            return image;
        }
        auto findings = source_.find(place);
        if (!findings) return tl::unexpected(findings.error());
        return judge_image(annotations_.images[static_cast<std::size_t>(place)].id, truths.truths,
                           truths.distances_m, std::move(*findings), terms_);
    }

    tl::unexpected<Error> other_state() const {
        return fail(
            ErrorCode::kInvalidArgument,
            "--state " + arguments_.state + ": holds other images than this run; give another folder.");
    }

    tl::unexpected<Error> stopped() {
        const std::string so_far = std::to_string(done_) + " of " + std::to_string(total_) + " images";
        return fail(ErrorCode::kCancelled,
                    arguments_.state.empty()
                        ? "interrupted after " + so_far + "; nothing was kept (--state DIR would have)."
                        : "interrupted after " + so_far + "; the same command continues there.");
    }

    const EvalArguments& arguments_;
    Dataset dataset_;
    const Annotations& annotations_ = dataset_.annotations;
    ClassSelection selection_;
    EvalSource source_;
    EvalTerms terms_;
    Shard shard_;
    ProgressBar bar_;
    std::int64_t unreadable_ = 0;
    int done_ = 0;
    int total_ = 0;
};

bool every_picture_read(const std::vector<EvalImage>& images) {
    return std::none_of(images.begin(), images.end(),
                        [](const EvalImage& image) { return image.unreadable; });
}

/// `asked`: images that were to be looked at; more than there are where the run was interrupted.
ExitCode print_report(const EvalArguments& arguments, const EvalTerms& terms, std::vector<EvalImage> images,
                      std::size_t asked) {
    const bool all_read = every_picture_read(images);
    const std::size_t done = images.size();
    auto made = make_report(terms, std::move(images));
    if (!made) return report(made.error());
    made->images_asked = static_cast<std::int64_t>(asked);
    const std::string text = arguments.format == "json" ? report_json(*made) : report_table(*made);
    if (auto written = write_output(arguments.out, text); !written) return report(written.error());
    if (done < asked) {
        say_error("interrupted: the report is of the first " + std::to_string(done) + " of " +
                  lab::count_text(static_cast<std::int64_t>(asked), "image") +
                  (arguments.state.empty() ? ". With --state DIR the same command would continue there."
                                           : ". The same command continues there."));
        return kFailed;
    }
    return all_read ? kDone : kFailed;
}

ExitCode write_part(const EvalArguments& arguments, const Evaluation& evaluation,
                    const std::vector<EvalImage>& images) {
    std::string text = part_head(evaluation.terms(), evaluation.shard());
    for (const EvalImage& image : images) text += part_line(image);
    text += part_end(static_cast<std::int64_t>(images.size()), fnv1a(text));
    if (auto written = write_output(arguments.out, text); !written) return report(written.error());
    return every_picture_read(images) ? kDone : kFailed;
}

/// Everything that the run reads.
std::vector<std::string> inputs_of(const EvalArguments& arguments) {
    if (merges_parts(arguments)) return arguments.merge;
    std::vector<std::string> inputs = {arguments.annotations, arguments.results};
    if (arguments.images.empty()) return inputs;
    if (const auto pictures = pictures_in(arguments.images)) {
        inputs.insert(inputs.end(), pictures->begin(), pictures->end());
    }
    add_model_files(inputs, arguments.model.model, arguments.model.files);
    return inputs;
}

/// Chooses the format and checks that no output is an input.
Result<void> settle_outputs(EvalArguments& arguments) {
    if (auto good = check_outputs({{"--out", arguments.out}}, inputs_of(arguments)); !good) return good;
    if (!arguments.shard.empty()) return {};
    const auto format = output_format(arguments.out, arguments.format, {"table", "json"});
    if (!format) return tl::unexpected(format.error());
    arguments.format = *format;
    return {};
}

ExitCode run_eval(EvalArguments arguments) {
    if (auto good = check_arguments(arguments); !good) return report(good.error());
    if (auto good = settle_outputs(arguments); !good) return report(good.error());
    if (merges_parts(arguments)) {
        auto merged = merge_parts(arguments.merge);
        if (!merged) return report(merged.error());
        const std::size_t all = merged->images.size();
        return print_report(arguments, merged->terms, std::move(merged->images), all);
    }
    catch_interrupt();
    Evaluation evaluation(arguments);
    if (auto ready = evaluation.prepare(); !ready) return report(ready.error());
    auto images = evaluation.run();
    if (!images) return report(images.error());
    if (!arguments.shard.empty()) return write_part(arguments, evaluation, *images);
    return print_report(arguments, evaluation.terms(), std::move(*images),
                        static_cast<std::size_t>(evaluation.total()));
}

/// What is evaluated decides which options can act.
Result<void> refuse_idle(const CLI::App& eval, const EvalArguments& arguments) {
    if (!arguments.results.empty()) {
        constexpr std::string_view kWhy =
            "is of a model that runs, and --results FILE holds finished detections; leave one of them out";
        const auto of_run = {"--pyramid", "--levels", "--finest-zoom", "--overlap",   "--budget",
                             "--region",  "--filter", "--iou",         "--min-score", "--threads"};
        if (auto good = refuse_typed(eval, of_run, kWhy); !good) return good;
        // Whose classes are "known" has to be said.
        const bool asks_model =
            std::find(arguments.classes.begin(), arguments.classes.end(), "known") != arguments.classes.end();
        if (!asks_model) {
            if (auto good = refuse_typed(eval, {"--model", "--card", "--labels"}, kWhy); !good) return good;
        }
    }
    return refuse_levels_of_off(eval, arguments.model.search.pyramid);
}

void add_inputs(CLI::App& eval, EvalArguments& arguments) {
    eval.add_option(
        "--annotations", arguments.annotations,
        "Annotations: a file of COCO, CVAT or Label Studio, a folder of Pascal VOC or YOLO files, or a "
        "data.yaml");
    eval.add_option("--images", arguments.images, "Folder of the annotated pictures: runs a model on them");
    eval.add_option("--results", arguments.results,
                    "Detections, as farsight detect writes them, or COCO results: evaluates these instead");
    eval.add_option(
        "--merge", arguments.merge,
        "Without --annotations, the parts of a run that --shard wrote: reports on all of them. With "
        "--annotations: " +
            choices_of("merge"));
    eval.add_option("--classes", arguments.classes,
                    "Only these classes, with commas between, which guide the search too; known: the model's")
        ->delimiter(',');
    eval.add_option("--score", arguments.score,
                    "Score from which a detection counts for recall and precision")
        ->check(within(0.0, 1.0))
        ->capture_default_str();
    eval.add_option("--size-bins", arguments.size_bins, "Edges of the size bins, side in pixels")
        ->capture_default_str();
    eval.add_option("--distance-bins", arguments.distance_bins, "Edges of the distance bins in metres")
        ->capture_default_str();
    eval.add_option(
            "--resamples", arguments.resamples,
            "Bootstrap resamples for the intervals; 0: none, default: 1000, fewer over 100,000 detections")
        ->check(within(0, 100000));
    eval.add_option("--seed", arguments.seed, "Seed of the bootstrap")
        ->check(within(0, 4294967295))
        ->capture_default_str();
    eval.add_option(
            "--unreadable", arguments.unreadable,
            "Objects of pictures that cannot be read: missed, or skip to leave them out; the exit code is 1 "
            "either way")
        ->check(one_of({"missed", "skip"}))
        ->capture_default_str();
    eval.add_option("--shard", arguments.shard, "i/n: evaluates the i-th of n parts and writes it to --out");
    eval.add_option("--state", arguments.state,
                    "Folder that keeps what is done, so that a stopped run continues");
    eval.add_option("--format", arguments.format,
                    "table or json; without it the ending of --out chooses, and else it is a table")
        ->check(one_of({"table", "json"}));
    add_file_option(eval, "--out", arguments.out, "Write to this file rather than to standard output");
}

void add_model(CLI::App& eval, EvalArguments& arguments) {
    ModelArguments& model = arguments.model;
    model.model = kDefaultModel;
    // AP needs the weak detections too.
    model.merging.min_score = 0.02F;
    add_model_options(eval, model.model, model.files);
    add_search_options(eval, model.search, true);
    add_pyramid_options(eval, model.detector.pyramid);
    eval.add_option("--filter", arguments.filter, "Resampling: " + choices_of("filter"))
        ->capture_default_str();
    eval.add_option("--iou", model.merging.overlap,
                    "Overlap from which merging takes two boxes for one object")
        ->check(within(0.0, 1.0))
        ->capture_default_str();
    eval.add_option("--min-score", model.merging.min_score, "Lowest score of a detection that is kept for AP")
        ->check(within(0.0, 1.0))
        ->capture_default_str();
    eval.add_option("--threads", model.threads, "Tiles run at a time; 0: one a processor")
        ->check(within(0, 256))
        ->capture_default_str();
}

}  // namespace

void add_eval(CLI::App& app, int& exit_code) {
    auto arguments = std::make_shared<EvalArguments>();
    CLI::App& eval = *app.add_subcommand("eval", "Measure detections against annotations");
    add_inputs(eval, *arguments);
    add_model(eval, *arguments);
    eval.footer(
        "Examples:\n"
        "  farsight eval --images val2017 --annotations instances.json --classes known\n"
        "  farsight eval --annotations instances.json --results results.json --format json\n"
        "  farsight eval --images val2017 --annotations instances.json --shard 1/4 --out part1 --state work\n"
        "  farsight eval --merge part1 part2 part3 part4");
    eval.callback([arguments, &eval, &exit_code] {
        arguments->model.search.overlap_typed = eval.count("--overlap") > 0;
        const auto good = refuse_idle(eval, *arguments);
        exit_code = good ? run_eval(*arguments) : report(good.error());
    });
}

}  // namespace farsight::cli
