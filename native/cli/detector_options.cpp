#include "detector_options.h"

#include "farsight/lab/property.h"
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
                    "Least overlap of neighbouring tiles, as a fraction of a tile")
        ->check(within(0.0, 0.75))
        ->capture_default_str();
}

Result<void> refuse_levels_of_off(const CLI::App& command, const std::string& pyramid) {
    if (pyramid != "off") return {};
    return refuse_typed(command, {"--levels", "--finest-zoom", "--overlap"},
                        "is of the pyramid, which --pyramid off leaves out; leave one of them out");
}

}  // namespace farsight::cli
