// farsight sweep: how far a detector sees.
#include <memory>
#include <string>

#include "command.h"
#include "commands.h"
#include "detector_options.h"
#include "farsight/lab/numbers.h"
#include "farsight/runtime/files.h"
#include "farsight/runtime/model_file.h"
#include "farsight/runtime/picture_list.h"
#include "idle_options.h"
#include "model_options.h"
#include "option_checks.h"
#include "outputs.h"
#include "recipe_options.h"
#include "sweep/photo_source.h"
#include "sweep/sweep_report.h"

namespace farsight::cli {
namespace {

struct SweepCommand {
    lab::RecipeArguments recipe;
    SweepArguments sweep;
    SweepFigures figures;
    std::string model{kDefaultModel};
    ModelFiles files;
    std::string filter{name_of(Filter::kTriangle)};
    std::string merge{name_of(MergeMethod::kKeepBest)};
    std::int64_t count = 100;
    bool dolly = false;
    int steps = 24;
    double farthest = 16;
    std::string photo;
    std::string box;
    std::string class_name;
    std::string images;
    std::string annotations;
    std::string format;  ///< Empty: as the ending of `out` says.
    std::string out;
    std::string figure;
};

/// What is looked at decides which options can act.
Result<void> refuse_idle(const CLI::App& sweep, const SweepCommand& command) {
    const bool photo = !command.photo.empty();
    const bool photos = !command.images.empty() || !command.annotations.empty();
    const auto refuse = [&](std::initializer_list<const char*> options, std::string_view why) {
        return refuse_typed(sweep, options, why);
    };
    if (photo || photos) {
        const auto of_scenes = {"--count",   "--dolly",   "--size",          "--distance",
                                "--objects", "--classes", "--camera-height", "--field-of-view",
                                "--weather", "--place",   "--no-clutter",    "--seed"};
        const std::string why = std::string("is of scenes, and ") + (photo ? "--photo" : "--images") +
                                " looks at photos; leave one of them out";
        if (auto good = refuse(of_scenes, why); !good) return good;
    }
    if (photo && photos)
        return refuse({"--images", "--annotations"}, "contradicts --photo; give one of them");
    if (!photo) {
        if (auto good =
                refuse({"--box", "--class"}, "says what to look for in --photo FILE, which is missing");
            !good)
            return good;
    }
    if (photo || photos) return {};
    if (auto good = refuse({"--farthest"}, "moves photos away; give --photo or --images, too"); !good)
        return good;
    if (command.dolly) return {};
    return refuse({"--steps"},
                  "is of distances that things are moved to; give --dolly, --photo or --images, too");
}

Result<SweepSource> open_source(const SweepCommand& command, const ModelCard& card) {
    const auto misuse = [](const char* message) { return fail(ErrorCode::kInvalidArgument, message); };
    if (!command.photo.empty()) {
        if (command.box.empty() || command.class_name.empty()) {
            return misuse("--photo needs --box x0,y0,x1,y1 and --class NAME: what to look for in it.");
        }
        return photo_source(command.photo, command.box, command.class_name, command.farthest, command.steps,
                            card);
    }
    if (command.images.empty() != command.annotations.empty()) {
        return misuse("--images DIR and --annotations FILE belong together.");
    }
    if (!command.images.empty()) {
        auto dataset = open_dataset(command.annotations, command.images, 0, {});
        if (!dataset) return tl::unexpected(dataset.error());
        for (const std::string& warning : warnings_of(dataset->annotations.remarks)) {
            say_warning(command.annotations + ": " + warning);
        }
        for (const std::string& why : dataset->unreadable) {
            if (!why.empty()) return fail(ErrorCode::kInvalidImage, why);
        }
        return photo_source(command.images, std::move(*dataset), command.farthest, command.steps, card);
    }
    auto scenes = command.dolly ? lab::scene_dolly_source(command.recipe, command.count, command.steps, card)
                                : lab::scene_source(command.recipe, command.count, card);
    if (!scenes && scenes.error().code == ErrorCode::kMismatch) {
        scenes.error().message += " Sweep over photos instead: --images DIR --annotations FILE.";
    }
    return scenes;
}

/// Everything that the sweep reads.
std::vector<std::string> inputs_of(const SweepCommand& command) {
    std::vector<std::string> inputs = {command.photo, command.annotations};
    add_model_files(inputs, command.model, command.files);
    if (command.images.empty()) return inputs;
    if (const auto pictures = pictures_in(command.images)) {
        inputs.insert(inputs.end(), pictures->begin(), pictures->end());
    }
    return inputs;
}

/// Chooses the format and the place of the state, and checks that no output is an input.
Result<void> settle_outputs(SweepCommand& command) {
    std::error_code ignored;
    std::string& state = command.sweep.state;
    if (state.ends_with('/') || std::filesystem::is_directory(state, ignored)) {
        state = (std::filesystem::path(state) / "sweep.part").string();
    }
    std::vector<Output> outputs = {{"--out", command.out}};
    if (!command.figure.empty()) outputs.push_back({"--figure", command.figure});
    const auto inputs = inputs_of(command);
    if (auto good = check_outputs(outputs, inputs); !good) return good;
    if (!state.empty() && std::filesystem::exists(state, ignored)) {
        outputs.push_back({"--state", state});
        if (auto good = check_outputs(outputs, inputs); !good) return good;
    }
    if (!command.figure.empty()) {
        if (auto good = check_ending(outputs[1], "a figure", {".svg", ".html"}); !good) return good;
    }
    const auto format = output_format(command.out, command.format, {"table", "json", "csv"});
    if (!format) return tl::unexpected(format.error());
    command.format = *format;
    return {};
}

Result<void> write_report(const SweepCommand& command, const SweepReport& report) {
    if (!command.figure.empty()) {
        const bool page = std::filesystem::path(command.figure).extension() == ".html";
        if (auto drawn = write_file(command.figure, page ? sweep_html(report) : sweep_svg(report)); !drawn)
            return drawn;
    }
    return write_output(command.out, command.format == "json"  ? sweep_json(report)
                                     : command.format == "csv" ? sweep_csv(report)
                                                               : sweep_table(report));
}

ExitCode run_command(const CLI::App& sweep, SweepCommand command) {
    catch_interrupt();
    if (auto good = refuse_idle(sweep, command); !good) return report(good.error());
    if (auto good = settle_outputs(command); !good) return report(good.error());
    const auto filter = parse_filter(command.filter);
    if (!filter) return report(filter.error());
    command.sweep.filter = *filter;
    const auto method = parse_merge_method(command.merge);
    if (!method) return report(method.error());
    command.sweep.merging.method = *method;
    if (auto good = check_merge_options(command.sweep.merging); !good) return report(good.error());
    if (auto read = read_search(command.sweep.search, command.sweep.detector); !read) {
        return report(read.error());
    }
    const auto model = open_model(command.model, command.files);
    if (!model) return report(model.error());
    DetectorOptions& detector = command.sweep.detector;
    if (auto asked = ask_for(command.sweep.search.asked_for, model->card, detector); !asked) {
        return report(asked.error());
    }
    note_idle(command.sweep.search, *model);
    const auto source = open_source(command, model->card);
    if (!source) return report(source.error());
    const auto results = run_sweep(*source, *model, command.sweep);
    if (!results) return report(results.error());
    const auto made = make_sweep_report(*source, *model, command.sweep, command.figures, *results);
    if (!made && interrupted()) say_error("interrupted: of what was done there is no report.");
    if (!made) return report(made.error());
    if (auto written = write_report(command, *made); !written) return report(written.error());
    if (made->frames == made->frames_asked) return kDone;
    say_error("interrupted: the report is of " + std::to_string(made->frames) + " of " +
              lab::count_text(made->frames_asked, "frame") +
              (command.sweep.state.empty() ? ". With --state FILE the same command would continue there."
                                           : ". The same command continues there."));
    return kFailed;
}

void add_sources(CLI::App& sweep, SweepCommand& command) {
    sweep.add_option("--count", command.count, "Scenes to look at")
        ->check(within(1, static_cast<double>(lab::kMaxScenes)))
        ->capture_default_str();
    add_recipe_options(sweep, command.recipe);
    sweep.add_flag("--dolly", command.dolly,
                   "Move one object of each scene away, step by step, rather than look at all");
    add_file_option(sweep, "--images", command.images,
                    "Folder of annotated photos: moves these away instead");
    add_file_option(sweep, "--annotations", command.annotations, "Their COCO annotations (JSON)");
    add_file_option(sweep, "--photo", command.photo, "One photo to move away, with --box and --class");
    add_file_option(sweep, "--box", command.box, "Its object: x0,y0,x1,y1 in pixels");
    add_file_option(sweep, "--class", command.class_name,
                    "The object's class, by the model's name or COCO's");
    sweep.add_option("--steps", command.steps, "Distances of a dolly")
        ->check(within(2, 1000))
        ->capture_default_str();
    sweep.add_option("--farthest", command.farthest, "A photo moves to this many times its distance")
        ->check(within(1.0, 64.0))
        ->capture_default_str();
}

void add_detector(CLI::App& sweep, SweepCommand& command) {
    add_model_options(sweep, command.model, command.files);
    sweep.add_option("--score", command.sweep.score, "Score from which a detection counts")
        ->check(within(0.02, 1.0))
        ->capture_default_str();
    add_search_options(sweep, command.sweep.search, false);
    sweep.add_option("--ask-for", command.sweep.search.asked_for,
                     "Ask the detector for these classes alone, with commas between; they guide the search");
    add_pyramid_options(sweep, command.sweep.detector.pyramid);
    sweep.add_option("--filter", command.filter, "Resampling: " + choices_of("filter"))
        ->capture_default_str();
    sweep.add_option("--merge", command.merge, choices_of("merge"))->capture_default_str();
    sweep
        .add_option("--iou", command.sweep.merging.overlap,
                    "Overlap from which merging takes two boxes for one object")
        ->check(within(0.0, 1.0))
        ->capture_default_str();
    sweep.add_option("--threads", command.sweep.threads, "Frames looked at at a time; 0: one a processor")
        ->check(within(0, 256))
        ->capture_default_str();
    sweep
        .add_option("--resamples", command.figures.resamples,
                    "Bootstrap resamples for the intervals; 0: none")
        ->check(within(0, 100000))
        ->capture_default_str();
}

void add_outputs(CLI::App& sweep, SweepCommand& command) {
    add_file_option(sweep, "--state", command.sweep.state,
                    "File or folder that keeps what is done, so that a stopped sweep continues");
    sweep
        .add_option("--format", command.format,
                    "table, json or csv; without it the ending of --out chooses, and else it is a table")
        ->check(one_of({"table", "json", "csv"}));
    add_file_option(sweep, "--out", command.out, "Write to this file rather than to standard output");
    add_file_option(sweep, "--figure", command.figure,
                    "Draw the curves: FILE.svg, or FILE.html with the table under them");
}

}  // namespace

void add_sweep(CLI::App& app, int& exit_code) {
    auto command = std::make_shared<SweepCommand>();
    command->recipe.distance = "5..150";
    command->recipe.objects = "8";
    CLI::App& sweep =
        *app.add_subcommand("sweep", "Measure how far a detector sees: recall over distance, D50");
    add_sources(sweep, *command);
    add_detector(sweep, *command);
    add_outputs(sweep, *command);
    sweep.footer(
        "Examples:\n"
        "  farsight sweep --count 200 --figure range.html\n"
        "  farsight sweep --dolly --classes person --count 8 --figure person.svg\n"
        "  farsight sweep --photo astronaut.png --box 60,10,370,512 --class person --figure astronaut.svg\n"
        "  farsight sweep --images photos --annotations instances.json --steps 9 --format csv\n\n"
        "D50 is the distance at which recall falls through one half. Without --classes, scenes hold the "
        "classes\n"
        "that the model knows.");
    sweep.callback([command, &sweep, &exit_code] {
        command->sweep.search.overlap_typed = sweep.count("--overlap") > 0;
        exit_code = run_command(sweep, *command);
    });
}

}  // namespace farsight::cli
