// What std::visit does, without the exception that the library's code would hold for a variant of nothing.
#pragma once

#include <variant>

#include "farsight/anchors.h"

namespace farsight {

/// Calls `use` with the kind of anchors that a specification holds.
template <class Use>
auto visit_anchors(const AnchorSpec& spec, const Use& use) {
    if (const auto* ssd = std::get_if<TfSsdAnchorSpec>(&spec)) return use(*ssd);
    if (const auto* mediapipe = std::get_if<MediaPipeAnchorSpec>(&spec)) return use(*mediapipe);
    if (const auto* grid = std::get_if<GridAnchorSpec>(&spec)) return use(*grid);
    const auto* listed = std::get_if<ExplicitAnchorSpec>(&spec);
    return use(listed != nullptr ? *listed : ExplicitAnchorSpec{});
}

}  // namespace farsight
