#include "detector_options.h"
#include "option_checks.h"

namespace farsight::cli {

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

}  // namespace farsight::cli
