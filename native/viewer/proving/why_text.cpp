#include "proving/why_text.h"

#include <cctype>
#include <cmath>
#include <cstdio>

namespace farsight::viewer {
namespace {

std::string number(const char* format, double value) {
    char text[32];
    std::snprintf(text, sizeof text, format, value);
    return text;
}

std::string percent(double part) {
    return std::to_string(std::lround(100 * part)) + " %";
}

std::string name_of_object(const WhyCase& about) {
    return std::string(name_of(about.object.scene_class));
}

/// The core's sentence, to go on after a colon, with the score where there is one to tell.
std::string after_colon(const std::optional<Miss>& miss) {
    if (!miss) return "nothing is known yet.";
    std::string text(sentence_of(miss->cause));
    text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
    if (miss->score <= 0) return text;
    if (text.ends_with('.')) text.pop_back();
    return text + " (best box: score " + percent(static_cast<double>(miss->score)) + ", IoU " +
           percent(miss->iou) + ").";
}

}  // namespace

std::string why_title(const WhyCase& about) {
    const std::string name = "this " + name_of_object(about);
    if (!about.counts) return "Why does " + name + " not count?";
    if (about.seen_full_frame) return "Why is " + name + " seen?";
    return about.seen_pyramid && about.pyramid_on ? "Why did " + name + " come back?"
                                                  : "Why is " + name + " missed?";
}

std::string why_sentence(const WhyCase& about) {
    if (!about.counts) {
        return about.known ? "Only " + percent(about.object.visible_fraction) +
                                 " of it is in sight; less than a quarter is too little to ask for."
                           : "The model was never taught what a " + name_of_object(about) + " is.";
    }
    if (about.seen_full_frame) {
        const std::string deep = about.pyramid_on && about.seen_pyramid
                                     ? " The pyramid gives " + percent(about.score_pyramid) + "."
                                     : "";
        return "Already the full frame shows enough of it: score " + percent(about.score_full_frame) + "." +
               deep;
    }
    std::string full = "On the full frame: " + after_colon(about.miss_full_frame);
    if (!about.pyramid_on) return full;
    if (about.seen_pyramid) {
        return full + " Enlarged by the pyramid it is found, with a score of " +
               percent(about.score_pyramid) + ".";
    }
    return full + " With the pyramid: " + after_colon(about.miss_pyramid);
}

std::string why_place(const ObjectTruth& object) {
    return number("%.1f", object.distance_m) + " m away, " + number("%.0f", object.apparent_height_px) +
           " px high";
}

std::string pixels_text(double value) {
    return number(value < 10 ? "%.1f" : "%.0f", value);
}

std::string zoom_text(const Look& look) {
    const std::string x = number("%.2f", look.zoom_x);
    if (std::abs(look.zoom_x / look.zoom_y - 1) < 0.01) return x + "×";
    return x + " × " + number("%.2f", look.zoom_y);
}

}  // namespace farsight::viewer
