#include "detector_options.h"

#include <array>
#include <charconv>
#include <chrono>

#include "command.h"
#include "farsight/lab/property.h"
#include "farsight/lab/run.h"
#include "idle_options.h"
#include "option_checks.h"

namespace farsight::cli {

std::string choices_of(std::string_view property) {
    std::string text;
    const auto choices = lab::property(property).choices;
    for (std::size_t i = 0; i < choices.size(); ++i) {
        if (i > 0) text += i + 1 == choices.size() ? " or " : ", ";
        text += choices[i].name;
    }
    return text;
}

void add_pyramid_options(CLI::App& command, PyramidOptions& pyramid) {
    command
        .add_option("--levels", pyramid.levels,
                    "The pyramid's levels with the full frame counted; 0: automatic")
        ->check(within(0, 8))
        ->capture_default_str();
    command
        .add_option("--finest-zoom", pyramid.finest_zoom,
                    "Network pixels per source pixel on the finest level, 0.01 to 8; 0: automatic")
        ->check(within(0.0, 8.0))
        ->capture_default_str();
    command
        .add_option("--overlap", pyramid.overlap,
                    "Least overlap of neighbouring tiles, as a fraction of a tile; networks of free size "
                    "have none")
        ->check(within(0.0, 0.75))
        ->capture_default_str();
}

Result<void> refuse_levels_of_off(const CLI::App& command, const std::string& pyramid) {
    if (pyramid != "off") return {};
    return refuse_typed(command, {"--levels", "--finest-zoom", "--overlap", "--budget", "--region"},
                        "is of the pyramid, which --pyramid off leaves out; leave one of them out");
}

void add_search_options(CLI::App& command, SearchArguments& search, bool with_off) {
    const char* const kUses =
        "auto: finer levels only where a coarser one proposed something; full: all of every level";
    command
        .add_option("--pyramid", search.pyramid,
                    std::string(kUses) + (with_off ? "; off: the full frame alone" : ""))
        ->check(with_off ? one_of({"auto", "full", "off"}) : one_of({"auto", "full"}))
        ->capture_default_str();
    command
        .add_option(
            "--budget", search.budget,
            "Most network pixels of a picture, counted in full frames; or a time as 50ms, whose result "
            "is not reproducible; 0: no limit")
        ->capture_default_str();
    command.add_option("--region", search.region,
                       "x0,y0,x1,y1 in pixels: a place that is searched on every level");
}

Result<Box> parse_box(const std::string& option, const std::string& text) {
    std::array<float, 4> values{};
    const char* at = text.data();
    const char* const end = at + text.size();
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto [rest, error] = std::from_chars(at, end, values[i]);
        if (error != std::errc() || (i < 3 ? rest == end || *rest != ',' : rest != end)) break;
        at = rest + (i < 3 ? 1 : 0);
        if (i == 3 && values[0] < values[2] && values[1] < values[3]) {
            return Box{values[0], values[1], values[2], values[3]};
        }
    }
    return fail(ErrorCode::kInvalidArgument,
                option + " " + text + ": write x0,y0,x1,y1 in pixels of the photo.");
}

Result<void> read_search(SearchArguments& arguments, DetectorOptions& options) {
    const std::string& text = arguments.budget;
    const bool is_time = text.ends_with("ms");
    const char* const end = text.data() + text.size() - (is_time ? 2 : 0);
    double budget = 0;
    const auto [rest, error] = std::from_chars(text.data(), end, budget);
    if (error != std::errc() || rest != end || !(budget >= 0 && budget <= 1e6)) {
        return fail(ErrorCode::kInvalidArgument,
                    "--budget " + text + ": write a number of full frames, or a time as 50ms.");
    }
    (is_time ? arguments.budget_ms : options.search.budget) = budget;
    options.pyramid.enabled = arguments.pyramid != "off";
    options.search.coarse_to_fine = arguments.pyramid == "auto";
    if (!arguments.region.empty()) {
        const auto region = parse_box("--region", arguments.region);
        if (!region) return tl::unexpected(region.error());
        options.search.region = *region;
    }
    return check_search_options(options.search);
}

Result<void> ask_for(const std::string& classes, const ModelCard& card, DetectorOptions& options) {
    auto labels = lab::asked_classes(card, classes);
    if (!labels) return tl::unexpected(labels.error());
    options.search.classes = std::move(*labels);
    return {};
}

void note_idle(const SearchArguments& arguments, const Model& model) {
    if (arguments.overlap_typed && model.close) {
        say_note("--overlap acts on tiles; this network takes regions of free size.");
    }
}

std::function<bool()> time_limit(double milliseconds) {
    using Clock = std::chrono::steady_clock;
    if (milliseconds == 0) return {};
    const auto end = Clock::now() + std::chrono::duration<double, std::milli>(milliseconds);
    return [end] { return Clock::now() >= end; };
}

}  // namespace farsight::cli
