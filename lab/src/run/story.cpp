// Why an object is seen or missed, in a sentence or two.
#include <cctype>
#include <cmath>
#include <cstdio>

#include "farsight/lab/judgement.h"

namespace farsight::lab {
namespace {

/// What the explanation of one object needs.
struct Case {
    const ObjectTruth& object;
    const Miss* miss_full_frame;
    const Miss* miss_pyramid;
    std::string cause_full_frame;
    std::string cause_pyramid;
    bool counts;
    bool seen_full_frame;
    bool seen_pyramid;
    bool pyramid_on;
    double score_full_frame;  ///< Of the detection that found it.
    double score_pyramid;
};

std::string number(const char* format, double value) {
    char text[32];
    std::snprintf(text, sizeof text, format, value);
    return text;
}

std::string percent(double part) {
    return std::to_string(std::lround(100 * part)) + " %";
}

double score_at(int detection, std::span<const Detection> detections) {
    const auto place = static_cast<std::size_t>(detection);
    return detection >= 0 && place < detections.size() ? static_cast<double>(detections[place].score) : 0;
}

std::string name_of_object(const Case& about) {
    return std::string(name_of(about.object.scene_class));
}

/// The cause's sentence, in the form that follows a colon, with the score where there is one.
std::string after_colon(const Miss* miss, std::string text) {
    if (miss == nullptr) return "nothing is known yet.";
    text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
    if (miss->score <= 0) return text;
    if (text.ends_with('.')) text.pop_back();
    return text + " (best box: score " + percent(static_cast<double>(miss->score)) + ", IoU " +
           percent(miss->iou) + ").";
}

std::string title_of(const Case& about) {
    const std::string name = "this " + name_of_object(about);
    if (!about.counts) return "Why does " + name + " not count?";
    if (about.seen_full_frame) return "Why is " + name + " seen?";
    return about.seen_pyramid && about.pyramid_on ? "Why is " + name + " recovered?"
                                                  : "Why is " + name + " missed?";
}

std::string why_no_count(const Case& about) {
    return about.object.visible_fraction < kMinVisible
               ? "Only " + percent(about.object.visible_fraction) +
                     " of it is in sight; less than a quarter is too little to ask for."
               : "The model has no class \"" + name_of_object(about) + "\".";
}

std::string sentence_for(const Case& about) {
    if (!about.counts) return why_no_count(about);
    if (about.seen_full_frame) {
        const std::string deep = about.pyramid_on && about.seen_pyramid
                                     ? " The pyramid gives " + percent(about.score_pyramid) + "."
                                     : "";
        return "Already the full frame shows enough of it: score " + percent(about.score_full_frame) + "." +
               deep;
    }
    std::string full = "On the full frame: " + after_colon(about.miss_full_frame, about.cause_full_frame);
    if (!about.pyramid_on) return full;
    if (about.seen_pyramid) {
        return full + " Enlarged by the pyramid it is found, with a score of " +
               percent(about.score_pyramid) + ".";
    }
    return full + " With the pyramid: " + after_colon(about.miss_pyramid, about.cause_pyramid);
}

std::string verdict_of(const Case& about) {
    if (!about.counts) return "does not count";
    if (about.seen_pyramid) return about.seen_full_frame ? "seen" : "recovered";
    if (about.miss_pyramid == nullptr) return "missed";
    std::string cause(name_of(about.miss_pyramid->cause));
    for (char& letter : cause) {
        if (letter == '-') letter = ' ';
    }
    return "missed: " + cause;
}

}  // namespace

ObjectStory story_of(const Judgement& judgement, const ObjectTruth& object, const FoundScores& found,
                     bool pyramid_on) {
    const int id = object.id;
    const int by_full_frame = judgement.found_by(id, Scope::kFullFrame);
    const int by_pyramid = judgement.found_by(id, Scope::kPyramid);
    const bool counts = judgement.counts(id);
    const Case about{object,
                     judgement.miss(id, Scope::kFullFrame),
                     judgement.miss(id, Scope::kPyramid),
                     judgement.cause_text(id, Scope::kFullFrame),
                     judgement.cause_text(id, Scope::kPyramid),
                     counts,
                     counts && by_full_frame >= 0,
                     counts && by_pyramid >= 0,
                     pyramid_on,
                     score_at(by_full_frame, found.full_frame),
                     score_at(by_pyramid, found.pyramid)};
    return {title_of(about), sentence_for(about),
            number("%.1f", object.distance_m) + " m away, " + number("%.0f", object.apparent_height_px) +
                " px high",
            verdict_of(about)};
}

std::vector<ObjectStory> stories_of(const Judgement& judgement, const GroundTruth& truth,
                                    const FoundScores& found, bool pyramid_on) {
    std::vector<ObjectStory> stories;
    stories.reserve(truth.objects.size());
    for (const ObjectTruth& object : truth.objects) {
        stories.push_back(story_of(judgement, object, found, pyramid_on));
    }
    return stories;
}

}  // namespace farsight::lab
