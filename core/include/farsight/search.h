// The search: which regions of the finer levels are worth a run, from what the coarser levels proposed.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "farsight/box.h"
#include "farsight/decode.h"
#include "farsight/pyramid.h"
#include "farsight/result.h"

namespace farsight {

/// docs/search.md gives the rules and the reasons.
struct SearchOptions {
    /// True: coarse to fine, a level's region runs only where a coarser level proposed something.
    /// False: all of every level.
    bool coarse_to_fine = false;
    /// Most network pixels to run, counted in full frames, the full frame itself included: 1 or more; 0: no
    /// limit.
    double budget = 0;
    /// Class indices that are asked for; empty: all. They guide the search, and no others are detected.
    std::vector<std::int32_t> classes;
    /// A place that is searched on every level, in source pixels.
    std::optional<Box> region;

    /// Whether this class is asked for.
    bool asks_for(std::int32_t label) const;

    bool operator==(const SearchOptions&) const = default;
};

/// Fails with kInvalidArgument when an option is out of its range.
Result<void> check_search_options(const SearchOptions& options);

/// A coarser level's box counts as a proposal from this score on.
inline constexpr float kProposalScore = 0.1F;

/// The regions of one level to run next, best gain for its price first as far as `budget` (in full frames)
/// goes, then in an order that puts equal sizes side by side. Their indices are not set.
/// `full` is plan_pyramid's plan; `candidates` are those of all coarser levels.
std::vector<Tile> plan_wave(const PyramidPlan& full, int level, const SearchOptions& options,
                            std::span<const Candidate> candidates, double budget);

}  // namespace farsight
