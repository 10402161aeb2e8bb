// Why an object is seen or missed, in a sentence or two: the page's words (web/src/lab/proving/why_text.ts).
#pragma once

#include <optional>
#include <string>

#include "farsight/closer_look.h"
#include "farsight/scene.h"
#include "proving/judgement.h"

namespace farsight::viewer {

/// What is known of one object, ready to be told.
struct WhyCase {
    ObjectTruth object;
    bool counts = true;
    bool seen_full_frame = false;
    bool seen_pyramid = false;
    std::optional<Miss> miss_full_frame;
    std::optional<Miss> miss_pyramid;
    double score_full_frame = 0;  ///< Of the detection that found it.
    double score_pyramid = 0;
    bool known = true;  ///< The model has a class for it.
    bool pyramid_on = true;
};

std::string why_title(const WhyCase& about);
std::string why_sentence(const WhyCase& about);

/// "12.3 m away, 45 px high"
std::string why_place(const ObjectTruth& object);
/// Network pixels: one digit after the point under ten.
std::string pixels_text(double value);
/// "0.23×", or both axes where they differ.
std::string zoom_text(const Look& look);

}  // namespace farsight::viewer
