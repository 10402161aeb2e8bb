#include "farsight/lab/headline.h"

#include <utility>

#include "farsight/lab/numbers.h"

namespace farsight::lab {
namespace {

std::string boxes(int count) {
    return count_text(count, "box", "boxes");
}

/// The word without its count: "box", "boxes".
std::string_view box_word(int count) {
    return count == 1 ? "box" : "boxes";
}

std::vector<Figure> parts_of(const Counts& counts) {
    return {{"full-frame", counts.full_frame, "on the full frame too"},
            {"recovered", counts.recovered, "recovered by the pyramid"}};
}

/// What of the full frame's list is not in the pyramid's.
std::string gone_text(const Counts& counts) {
    const int gone = counts.full_frame_alone - counts.full_frame;
    if (gone <= 0) return {};
    return gone == 1 ? "One of the full frame’s boxes gave way to a better one when the tiles were merged."
                     : std::to_string(gone) +
                           " of the full frame’s boxes gave way to better ones when the tiles were merged.";
}

void add(std::vector<std::string>& facts, std::string fact) {
    if (!fact.empty()) facts.push_back(std::move(fact));
}

/// Boxes that the truth says nothing of.
std::string left_out_text(const Judgement& judgement, Scope scope) {
    const int other = judgement.detections(scope, DetectionUse::kOther);
    const int ignored = judgement.detections(scope, DetectionUse::kIgnored);
    if (other + ignored == 0) return {};
    std::string text = boxes(other + ignored) + (other + ignored == 1 ? " is" : " are") + " not judged: ";
    if (other > 0) text += std::to_string(other) + " of classes that scenes do not have";
    if (other > 0 && ignored > 0) text += ", ";
    if (ignored > 0) text += std::to_string(ignored) + " on objects too little in sight to count";
    return text + ".";
}

}  // namespace

Headline headline_of(const Counts& counts, bool pyramid_on) {
    Headline headline;
    headline.parts = parts_of(counts);
    const std::string_view word = box_word(counts.total);
    if (!pyramid_on) {
        headline.figures = {{"total", counts.total, std::string(word) + " on the full frame"}};
        headline.brief = boxes(counts.total) + " on the full frame";
    } else {
        headline.figures = {{"full-frame-alone", counts.full_frame_alone,
                             std::string(box_word(counts.full_frame_alone)) + " on the full frame alone"},
                            {"total", counts.total, std::string(word) + " with the pyramid"}};
        headline.brief =
            "Full frame " + std::to_string(counts.full_frame_alone) + ", pyramid " + boxes(counts.total);
        add(headline.facts, gone_text(counts));
    }
    headline.facts.emplace_back(
        "Nobody has checked these boxes. On the proving ground every object is known.");
    return headline;
}

Headline headline_of(const Counts& counts, const Judgement& judgement, bool pyramid_on) {
    const Scope scope = pyramid_on ? Scope::kPyramid : Scope::kFullFrame;
    const int in_sight = judgement.in_sight();
    const int found = judgement.seen(scope);
    const int wrong = judgement.detections(scope, DetectionUse::kFalse);
    Headline headline;
    headline.figures = {{"found", found, "of " + std::to_string(in_sight) + " found"},
                        {"missed", in_sight - found, "missed"},
                        {"false", wrong, wrong == 1 ? "false box" : "false boxes"}};
    headline.parts = parts_of(counts);
    headline.brief = std::to_string(found) + " of " + std::to_string(in_sight) + " found, " +
                     std::to_string(wrong) + " false";
    if (pyramid_on) {
        const int alone = judgement.seen(Scope::kFullFrame);
        headline.facts.push_back("The full frame alone finds " + std::to_string(alone) + " and misses " +
                                 std::to_string(in_sight - alone) + ", with " +
                                 count_text(judgement.detections(Scope::kFullFrame, DetectionUse::kFalse),
                                            "false box", "false boxes") +
                                 ".");
    }
    add(headline.facts, left_out_text(judgement, scope));
    return headline;
}

std::string no_finds_text(const Counts& counts, bool pyramid_on) {
    if (!pyramid_on) return "The pyramid is off: the network sees the photo once, shrunk.";
    if (counts.recovered > 0) return {};
    if (counts.total == 0) return "No box scores enough. Lower Score, or raise Finest zoom.";
    const std::string gone = gone_text(counts);
    return "The pyramid adds no box here. " +
           (gone.empty() ? "Raise Distance: the full frame’s boxes go first, and the pyramid’s later."
                         : gone);
}

}  // namespace farsight::lab
