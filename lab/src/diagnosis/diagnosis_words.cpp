#include "farsight/lab/diagnosis_words.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "farsight/lab/numbers.h"
#include "farsight/lab/range_words.h"

namespace farsight::lab {
namespace {

using Topic = DiagnosisSection::Topic;

std::string number(const char* format, double value) {
    char text[64];
    std::snprintf(text, sizeof text, format, value);
    return text;
}

std::string pixels(double value) {
    if (std::isnan(value)) return "-";
    return number(value < 100 ? "%.1f px" : "%.0f px", value);
}

std::string share(std::int64_t part, std::int64_t whole) {
    return whole == 0 ? "none" : percent_text(static_cast<double>(part) / static_cast<double>(whole));
}

std::string part_of(std::int64_t part, std::int64_t whole) {
    return std::to_string(part) + " of " + std::to_string(whole) + " (" + share(part, whole) + ")";
}

bool anchored(const DiagnosisData& data) {
    return data.anchors.sized && !data.anchors.anchors.empty();
}

/// A crossing inside a sentence: tables set its interval apart by two spaces.
std::string crossing_words(const Crossing& crossing, std::string_view unit, const RangeSeen& seen) {
    std::string text = crossing_text(crossing, unit, seen);
    if (const auto gap = text.find("  "); gap != std::string::npos) text.erase(gap, 1);
    return text;
}

/// "90 objects of 64 px or more".
std::string large_objects(const DiagnosisGroup& group) {
    return count_text(group.large, "object") + number(" of %.0f px or more", kLargeProbe);
}

/// "80 of 90 objects of 64 px or more are found at some size, half of these from 23.1 px [20.0 px, 26.4 px]
/// on".
std::string half_found(const DiagnosisGroup& group) {
    const RangeCurve& curve = group.by_size.curve;
    std::string ever =
        std::to_string(group.ever_found) + " of " + large_objects(group) + " are found at some size";
    if (group.ever_found == 0 || std::isnan(curve.d50.place)) return ever;
    if (curve.d50.place == 0) return ever + ", half of these and more at every size tried";
    return ever + ", half of these from " + crossing_words(curve.d50, "px", curve.seen) + " on";
}

void say_where(const DiagnosisGroup& group, const DiagnosisData& data, std::vector<std::string>& out) {
    std::string words = "Brought nearer and moved away, " + half_found(group) + " (network pixels, score " +
                        number("%.2f", data.score) + ", IoU 0.5).";
    out.push_back(std::move(words));
    if (!std::isnan(group.anchor_end_px)) {
        out.push_back(
            std::isinf(group.anchor_end_px)
                ? "At no size do its anchors reach objects of the field's median shape at half of all "
                  "places."
                : "Its anchors end at " + pixels(group.anchor_end_px) +
                      " for the field's median shape: from there on some anchor has an IoU of 0.5 at half "
                      "of all places.");
    }
    if (group.gap.compared > 0) {
        out.push_back(
            "What training showed ends at " + pixels(group.gap.training_p5_px) +
            " (5th percentile of their class, median over the field's objects; a quarter lies under " +
            pixels(group.gap.training_p25_px) + ").");
    }
}

std::string anchors_reason(const DiagnosisGroup& group, double half) {
    const std::string ratio = ratio_text(half / group.anchor_end_px) + " times their end";
    return half * kSamePlace < group.anchor_end_px
               ? "It goes on below its anchors' end, down to " + ratio +
                     ": there an object shares less and less with any anchor."
               : "It fails where its anchors end, at " + ratio + " (up to " + ratio_text(kSamePlace) +
                     " counts as the same place).";
}

std::string reason(const DiagnosisGroup& group) {
    const double half = group.by_size.curve.d50.place;
    switch (group.limit) {
        case Limit::kNotMeasured:
            return "No annotated photos were run, so nothing is said of what the network finds.";
        case Limit::kTooFew:
            return "That is too little for a verdict: " + large_objects(group) +
                   " could be probed, and it takes " + std::to_string(kFewestForVerdict) +
                   " and an interval of the size at which half are found.";
        case Limit::kNone:
            return "Recall does not fall under one half at any size tried, so size does not limit it.";
        case Limit::kNotScale:
            return "Most are found at no size: the cause is not the size but what the objects look like, or "
                   "their boxes.";
        case Limit::kAnchors:
            return anchors_reason(group, half);
        case Limit::kBoth:
            return anchors_reason(group, half) +
                   " What training showed ends there as well, so either alone "
                   "would stop it: it needs other anchors and smaller objects "
                   "in training.";
        case Limit::kData:
            return "It fails where training ended, " + ratio_text(half / group.gap.training_p5_px) +
                   " times the smallest sizes that training showed" +
                   (!std::isfinite(group.anchor_end_px)
                        ? std::string(".")
                        : ", and above its anchors' end (" + ratio_text(half / group.anchor_end_px) +
                              " times it): scale bias of the training set.");
        case Limit::kLearned:
            return std::string("It fails ") +
                   (!std::isfinite(group.anchor_end_px)
                        ? "at this size"
                        : "above its anchors' end (" + ratio_text(half / group.anchor_end_px) +
                              " times it)") +
                   ", so the cause is what it learned. --training ANNOTATIONS would tell whether the "
                   "training "
                   "set lacks small objects.";
        case Limit::kDetail:
            return "At a large size, but with only the detail that they have at " +
                   pixels(group.by_detail.curve.d50.place) +
                   ", half are lost as well: the network needs detail that small objects do not have.";
        case Limit::kFeatures:
            return std::string("It fails ") +
                   (std::isfinite(group.anchor_end_px) ? "above its anchors' end, " : "") +
                   (half < group.gap.training_p5_px
                        ? "below the sizes of its training annotations, which augmentation must have shrunk: "
                        : "at a size under which training showed more than a quarter of its objects: ") +
                   "its features do not resolve what is so small.";
    }
    return {};
}

/// ", its anchors end at 12.0 px, training at 29.9 px", as far as they are known.
std::string ends_words(const DiagnosisGroup& group) {
    std::string words;
    if (std::isfinite(group.anchor_end_px)) words += "; its anchors end at " + pixels(group.anchor_end_px);
    if (group.gap.compared > 0) {
        words += (words.empty() ? "; its training ends at " : ", its training at ") +
                 pixels(group.gap.training_p5_px);
    }
    return words;
}

void add_verdict(const Diagnosis& diagnosis, DiagnosisSection& section) {
    const DiagnosisGroup& all = diagnosis.all();
    section.sentences.push_back(limit_headline(all));
    if (diagnosis.data.has_pictures) say_where(all, diagnosis.data, section.sentences);
    section.sentences.push_back(reason(all));
    for (std::size_t i = 1; i < diagnosis.groups.size(); ++i) {
        const DiagnosisGroup& group = diagnosis.groups[i];
        if (group.limit == all.limit || group.limit == Limit::kTooFew || group.limit == Limit::kNotMeasured) {
            continue;
        }
        section.sentences.push_back(group.name + " differs. " + limit_headline(group) + " Of it " +
                                    half_found(group) + ends_words(group) + ".");
    }
}

void add_cures(const Diagnosis& diagnosis, DiagnosisSection& section) {
    const DiagnosisGroup& all = diagnosis.all();
    if (!diagnosis.data.has_pictures || all.objects == 0) return;
    section.sentences.push_back("The full frame finds " + part_of(all.found[0], all.objects) +
                                " objects. Of its misses each is counted for one cure by training" +
                                (diagnosis.data.pyramid ? "; the pyramid is measured." : "."));
    for (const Cure& cure : diagnosis.cures) {
        section.sentences.push_back(gain_text(cure) + ": " + cure_words(cure.kind));
    }
}

void add_profile(const char* what, const SizeProfile& profile, std::int64_t images,
                 std::vector<std::string>& out) {
    if (profile.objects == 0) return;
    out.push_back(std::string(what) + " shows " + count_text(profile.objects, "object") + " in " +
                  count_text(images, "picture") + ": 5th percentile " + pixels(profile.p5_px) + ", median " +
                  pixels(profile.median_px) + ", 95th percentile " + pixels(profile.p95_px) + "; " +
                  part_of(profile.fill_frame, profile.objects) +
                  " fill a quarter of their picture or more; width over height " +
                  number("%.2f", profile.p5_aspect) + " to " + number("%.2f", profile.p95_aspect) +
                  ", median " + number("%.2f", profile.median_aspect) + ".");
}

void say_left_out(const char* what, const SeenObjects& seen, std::vector<std::string>& out) {
    const auto say = [&](std::int64_t count, const std::string& why) {
        if (count > 0)
            out.push_back(std::string(what) + ": " + count_text(count, "object") + " left out" + why);
    };
    say(seen.unknown_class, ", since the network does not know their class or it was not asked for.");
    say(seen.unknown_size, ", since the size of their picture is not known.");
    say(seen.not_counted, ": crowds, boxes without area or marked to be ignored.");
}

void add_data(const Diagnosis& diagnosis, DiagnosisSection& section) {
    const DiagnosisGroup& all = diagnosis.all();
    const DiagnosisData& data = diagnosis.data;
    add_profile("The training set", all.training, data.training_images, section.sentences);
    add_profile("The field", all.field, data.field_images, section.sentences);
    if (all.gap.compared > 0) {
        section.sentences.push_back("Of the field's objects " + part_of(all.gap.below_p5, all.gap.compared) +
                                    " are smaller than the 5th percentile of their class in training, and " +
                                    part_of(all.gap.below_smallest, all.gap.compared) +
                                    " smaller than any that training showed.");
    }
    if (all.gap.no_training > 0 && data.has_training) {
        section.sentences.push_back(count_text(all.gap.no_training, "field object") +
                                    " are of classes that the training annotations do not have.");
    }
    say_left_out("Training", data.training, section.sentences);
    say_left_out("Field", data.field, section.sentences);
    if (all.training.objects > 0) {
        section.sentences.emplace_back(
            "Sizes of training are those of its annotations: augmentation that shrinks or enlarges pictures "
            "is not in them.");
    }
}

void add_anchors(const Diagnosis& diagnosis, DiagnosisSection& section) {
    const DiagnosisGroup& all = diagnosis.all();
    if (!anchored(diagnosis.data)) {
        section.sentences.emplace_back(
            "The network has no anchors of known sizes, so none can be out of reach: the size at which it "
            "fails is what it learned or what its features resolve.");
        return;
    }
    if (all.objects > 0) {
        section.sentences.push_back(
            "No anchor reaches " + part_of(all.beyond_anchors[0], all.objects) +
            " of the field's objects on the full frame (best IoU under 0.5)" +
            (diagnosis.data.pyramid
                 ? ", and " + part_of(all.beyond_anchors[1], all.objects) + " on the pyramid's best level."
                 : "."));
    }
    if (std::isnan(all.anchor_end_px)) return;
    std::string ends = "The anchors end at " + pixels(all.anchor_end_px);
    const char* separator = " for the median shape of all; by class: ";
    for (std::size_t i = 1; i < diagnosis.groups.size(); ++i) {
        const DiagnosisGroup& group = diagnosis.groups[i];
        ends.append(separator).append(group.name).append(" ").append(pixels(group.anchor_end_px));
        separator = ", ";
    }
    section.sentences.push_back(ends + ".");
}

void add_probes(const Diagnosis& diagnosis, DiagnosisSection& section) {
    const DiagnosisData& data = diagnosis.data;
    const DiagnosisGroup& all = diagnosis.all();
    if (!data.has_pictures || all.probed == 0) return;
    auto& out = section.sentences;
    const ProbeCounts& counts = data.probe_counts;
    out.push_back(count_text(counts.chosen, "object") +
                  " were cut out and moved away so that they take given sizes, none enlarged beyond its own "
                  "pixels; left out: " +
                  std::to_string(counts.at_edge) + " at their picture's edge, " +
                  std::to_string(counts.few_pixels) + " with fewer pixels than the least size, " +
                  std::to_string(counts.beyond_most) + " over the limit.");
    if (!std::isnan(all.by_size.peak_px)) {
        out.push_back("Of those found at some size most are found at " + pixels(all.by_size.peak_px) + ": " +
                      percent_text(all.by_size.peak_recall) + ".");
    }
    const RangeCurve& detail = all.by_detail.curve;
    if (detail.seen.objects > 0) {
        out.push_back(
            "Of the " + count_text(all.detailed, "object") +
            " found whole at a large size, with fine detail removed " +
            (std::isfinite(detail.d50.place) && detail.d50.place > 0
                 ? "half are still found while they keep the detail of objects of " +
                       crossing_words(detail.d50, "px", detail.seen) + "."
             : detail.d50.place == 0
                 ? std::string(
                       "more than half are still found even with the least detail tried: texture is not "
                       "what the network hangs on.")
                 : std::string("under half are found whatever detail is left.")));
    }
    if (all.coarse_trials > 0) {
        out.push_back("With coarse structure removed and fine detail left, " +
                      part_of(all.coarse_found_without, all.coarse_trials) + " are found, whole " +
                      part_of(all.coarse_found_whole, all.coarse_trials) + " (mean scores " +
                      number("%.2f", all.coarse_score_without) + " and " +
                      number("%.2f", all.coarse_score_whole) + ").");
    }
}

void add_field(const Diagnosis& diagnosis, DiagnosisSection& section) {
    const DiagnosisData& data = diagnosis.data;
    if (data.fields_px.empty()) return;
    std::string fields = "A cell of each layer of anchors sees at most ";
    const char* separator = "";
    for (const double field : data.fields_px) {
        fields.append(separator).append(number("%.0f px", field));
        separator = ", ";
    }
    section.sentences.push_back(fields + ".");
    const DiagnosisGroup& all = diagnosis.all();
    if (all.objects > 0) {
        section.sentences.push_back("On the full frame " + part_of(all.beyond_field, all.objects) +
                                    " of the field's objects are larger than what a cell of their layer "
                                    "sees; the others lie within it.");
    }
}

void add_range(const Diagnosis& diagnosis, DiagnosisSection& section) {
    const DiagnosisData& data = diagnosis.data;
    const DiagnosisGroup& all = diagnosis.all();
    if (!data.has_pictures || all.objects == 0) return;
    for (std::size_t scope = 0; scope < (data.pyramid ? kDiagnosisScopes : 1); ++scope) {
        std::int64_t wrong = 0;
        double ratio = 0;
        for (const DiagnosedPhoto& photo : data.photos) {
            wrong += photo.false_positives[scope];
            ratio += scope == 0 ? 1 : photo.pixel_ratio;
        }
        const double photos = std::max<double>(1, static_cast<double>(data.photos.size()));
        const RangeCurve& curve = all.recall_by_size[scope];
        std::string words = scope == 0 ? "Full frame: " : "Pyramid: ";
        words += "finds " + part_of(all.found[scope], all.objects) + ", half from " +
                 crossing_words(curve.d50, "px", curve.seen) + " on; " +
                 number("%.2f", static_cast<double>(wrong) / photos) + " false positives and " +
                 number("%.1f", ratio / photos) + " inputs a photo.";
        section.sentences.push_back(std::move(words));
        if (const auto& metres = all.recall_by_distance[scope]) {
            section.sentences.push_back(std::string(scope == 0 ? "Full frame: " : "Pyramid: ") + "D50 " +
                                        crossing_words(metres->d50, "m", metres->seen) + ", D90 " +
                                        crossing_words(metres->d90, "m", metres->seen) + ".");
        }
    }
}

void add_misses(const Diagnosis& diagnosis, DiagnosisSection& section) {
    const DiagnosisData& data = diagnosis.data;
    const DiagnosisGroup& all = diagnosis.all();
    if (!data.has_pictures || all.objects == 0) return;
    for (std::size_t scope = 0; scope < (data.pyramid ? kDiagnosisScopes : 1); ++scope) {
        std::string words = std::string(scope == 0 ? "Full frame" : "Pyramid") + ", " +
                            count_text(all.objects - all.found[scope], "miss", "misses") + ":";
        const char* separator = " ";
        for (std::size_t cause = 0; cause < kMissCauses; ++cause) {
            words.append(separator)
                .append(name_of(static_cast<MissCause>(cause)))
                .append(" ")
                .append(std::to_string(all.causes[scope][cause]));
            separator = ", ";
        }
        section.sentences.push_back(words + ".");
    }
}

void add_missing(const Diagnosis& diagnosis, DiagnosisSection& section) {
    const DiagnosisData& data = diagnosis.data;
    auto& out = section.sentences;
    if (!data.has_training) {
        out.emplace_back(
            "--training ANNOTATIONS: the sizes that training showed, so that a lack of small objects in it "
            "can "
            "be told from other causes.");
    }
    if (!data.has_field) {
        out.emplace_back(
            "--images DIR --annotations FILE: photos from the field with their objects, for everything that "
            "is measured.");
    } else if (!data.has_pictures) {
        out.emplace_back(
            "--images DIR: the annotated photos themselves. Without them there are sizes and anchors, but "
            "no recall, no probes and no cures.");
    }
    if (data.has_pictures && !data.has_distances) {
        out.emplace_back("--field-of-view DEG --object-height M: the range in metres, D50 and D90.");
    }
    if (data.has_pictures && diagnosis.all().large < kFewestForVerdict) {
        out.push_back("More photos with objects of many pixels: " + large_objects(diagnosis.all()) +
                      " could be probed, " + std::to_string(kFewestForVerdict) +
                      " are needed for a verdict.");
    }
}

}  // namespace

std::string limit_headline(const DiagnosisGroup& group) {
    switch (group.limit) {
        case Limit::kNotMeasured:
            return "Not measured.";
        case Limit::kTooFew:
            return "Too few objects for a verdict.";
        case Limit::kNone:
            return "Size does not limit it.";
        case Limit::kNotScale:
            return "Not a matter of scale.";
        case Limit::kAnchors:
            return "The anchors limit it.";
        case Limit::kBoth:
            return "Both the anchors and the training data limit it.";
        case Limit::kData:
            return "The training data limits it: scale bias.";
        case Limit::kLearned:
            return "What it learned limits it.";
        case Limit::kDetail:
            return "Missing detail limits it.";
        case Limit::kFeatures:
            return "Its features limit it.";
    }
    return {};
}

std::string cure_words(CureKind kind) {
    switch (kind) {
        case CureKind::kPyramid:
            return "the pyramid, without training.";
        case CureKind::kAnchors:
            return "smaller anchors on a finer grid, as a feature pyramid has; trained anew.";
        case CureKind::kMultiScale:
            return "multi-scale training: the same objects at small sizes, within the anchors' reach.";
        case CureKind::kMorePixels:
            return "more pixels of an object (the pyramid, a larger input): too little detail is left of it "
                   "on "
                   "the full frame.";
        case CureKind::kVariedData:
            return "more varied data: objects missed at the best size and above.";
    }
    return {};
}

std::string gain_text(const Cure& cure) {
    return cure.measured ? number("%+.3f recall, measured", cure.gain)
                         : "at most " + number("%+.3f recall", cure.gain);
}

std::vector<DiagnosisSection> diagnosis_sections(const Diagnosis& diagnosis) {
    using Add = void (*)(const Diagnosis&, DiagnosisSection&);
    struct Part {
        Topic topic;
        const char* title;
        Add add;
    };
    constexpr Part kParts[] = {
        {Topic::kVerdict, "Verdict", add_verdict},
        {Topic::kCures, "Cures by gain", add_cures},
        {Topic::kData, "What training showed, what the field shows", add_data},
        {Topic::kAnchors, "Anchors", add_anchors},
        {Topic::kProbes, "The same objects at other sizes", add_probes},
        {Topic::kField, "Receptive field", add_field},
        {Topic::kRange, "Range", add_range},
        {Topic::kMisses, "Why objects are missed", add_misses},
        {Topic::kMissing, "What would add to this", add_missing},
    };
    std::vector<DiagnosisSection> sections;
    for (const Part& part : kParts) {
        DiagnosisSection section{part.topic, part.title, {}};
        part.add(diagnosis, section);
        if (!section.sentences.empty()) sections.push_back(std::move(section));
    }
    return sections;
}

}  // namespace farsight::lab
