#include "farsight/lab/diagnosis_data.h"

#include <algorithm>

namespace farsight::lab {
namespace {

/// Weaker boxes than this are not asked for.
constexpr float kLeastScore = 0.02F;

const std::string& key_of(const Label& label) {
    return label.coco.empty() ? label.name : label.coco;
}

/// Matches one scope's detections and enters who was found, and why the others were not.
struct Judge {
    std::span<const TruthBox> truths;
    const DiagnosisClasses& classes;
    double score;
    Run& run;

    struct Verdict {
        std::vector<std::uint8_t> found;
        std::vector<Miss> misses;
        std::int64_t false_positives = 0;
    };

    Result<Verdict> of(Scope scope) const {
        const std::span<const Detection> detections = run.detections(scope);
        std::vector<ScoredBox> boxes;
        std::vector<std::int32_t> place_of_box;
        for (std::size_t d = 0; d < detections.size(); ++d) {
            const auto label = static_cast<std::size_t>(detections[d].label);
            const std::int32_t category = label < classes.of_label().size() ? classes.of_label()[label] : -1;
            if (category < 0) continue;
            boxes.push_back({to_coco(detections[d].box), detections[d].score, 0, category});
            place_of_box.push_back(static_cast<std::int32_t>(d));
        }
        const auto matching = match({truths, boxes, 1, static_cast<int>(classes.names().size())}, {});
        if (!matching) return tl::unexpected(matching.error());
        Verdict verdict;
        std::vector<std::uint8_t> used(detections.size(), 0);
        for (std::size_t b = 0; b < boxes.size(); ++b) {
            if (boxes[b].score < score) continue;
            const std::int32_t truth = matching->truth_of[b];
            if (truth >= 0) used[static_cast<std::size_t>(place_of_box[b])] = 1;
            if (truth == Matching::kNone) ++verdict.false_positives;
        }
        for (const std::int32_t by : matching->detection_of) {
            verdict.found.push_back(by >= 0 && boxes[static_cast<std::size_t>(by)].score >= score ? 1 : 0);
        }
        explain(scope, detections, used, verdict);
        return verdict;
    }

    void explain(Scope scope, std::span<const Detection> detections, std::span<const std::uint8_t> used,
                 Verdict& verdict) const {
        std::vector<Candidate> candidates;
        const int seen = scope == Scope::kFullFrame ? 1 : run.tiles();
        for (int tile = 0; tile < seen; ++tile) {
            const auto of_tile = run.detector().candidates(tile);
            candidates.insert(candidates.end(), of_tile.begin(), of_tile.end());
        }
        AttributionOptions options;
        options.min_score = score;
        explain_misses(
            {truths, verdict.found, candidates, detections, used, run.plan().tiles, classes.of_label()},
            options, verdict.misses);
    }
};

}  // namespace

Result<DiagnosisClasses> DiagnosisClasses::create(const ModelCard& card,
                                                  std::span<const std::string> wanted) {
    DiagnosisClasses classes;
    classes.labels_ = card.labels;
    std::vector<std::uint8_t> asked(wanted.size(), 0);
    for (std::size_t label = 0; label < card.labels.size(); ++label) {
        classes.of_label_.push_back(-1);
        if (static_cast<int>(label) == card.heads.background) continue;
        const std::string& key = key_of(card.labels[label]);
        bool is_wanted = wanted.empty();
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            if (!equal_ignoring_case(wanted[i], key) &&
                !equal_ignoring_case(wanted[i], card.labels[label].name))
                continue;
            is_wanted = true;
            asked[i] = 1;
        }
        if (!is_wanted) continue;
        const auto known = std::find_if(classes.names_.begin(), classes.names_.end(),
                                        [&](const auto& name) { return equal_ignoring_case(name, key); });
        classes.of_label_.back() = static_cast<std::int32_t>(known - classes.names_.begin());
        if (known == classes.names_.end()) classes.names_.push_back(key);
    }
    const auto unknown = std::find(asked.begin(), asked.end(), 0);
    if (unknown != asked.end()) {
        std::string message = "--classes: the model does not know \"" +
                              wanted[static_cast<std::size_t>(unknown - asked.begin())] + "\"; it knows ";
        const char* separator = "";
        for (const Label& label : card.labels) {
            message.append(separator).append(label.name);
            separator = ", ";
        }
        return fail(ErrorCode::kInvalidArgument, message + ".");
    }
    return classes;
}

std::int32_t DiagnosisClasses::of_name(std::string_view name) const {
    for (const bool by_coco : {true, false}) {
        for (std::size_t label = 0; label < labels_.size(); ++label) {
            const std::string& known = by_coco ? labels_[label].coco : labels_[label].name;
            if (of_label_[label] >= 0 && equal_ignoring_case(known, name)) return of_label_[label];
        }
    }
    return -1;
}

std::vector<std::int32_t> DiagnosisClasses::of_places(const Annotations& annotations) const {
    std::vector<std::int32_t> places;
    for (const AnnotatedClass& one : annotations.categories) places.push_back(of_name(one.name));
    return places;
}

DetectorOptions diagnosed_options(DetectorOptions options) {
    options.decode.min_score = std::min(options.decode.min_score, kLeastScore);
    return options;
}

Result<DiagnosedPhoto> diagnose_photo(const Annotations& annotations, std::span<const std::int32_t> truths,
                                      std::span<const SeenObject> objects, const DiagnosisClasses& classes,
                                      MergeOptions merging, double score, Run& run) {
    const std::vector<std::int32_t> of_place = classes.of_places(annotations);
    std::vector<TruthBox> boxes;
    std::vector<std::int32_t> place_of_truth(annotations.truths.size(), -1);
    for (const std::int32_t t : truths) {
        TruthBox box = annotations.truths[static_cast<std::size_t>(t)];
        box.category = of_place[static_cast<std::size_t>(box.category)];
        if (box.category < 0) continue;
        box.image = 0;
        place_of_truth[static_cast<std::size_t>(t)] = static_cast<std::int32_t>(boxes.size());
        boxes.push_back(box);
    }
    merging.min_score = kLeastScore;
    if (auto decided = run.decide(merging); !decided) return tl::unexpected(decided.error());
    DiagnosedPhoto photo;
    photo.tiles = run.tiles();
    photo.pixel_ratio = run.detector().absorbed_ratio();
    for (const SeenObject& seen : objects) {
        DiagnosedObject object;
        object.seen = seen;
        const CocoBox& box = annotations.truths[static_cast<std::size_t>(seen.truth)].box;
        object.height = box.height;
        object.distance_m = annotations.distances_m[static_cast<std::size_t>(seen.truth)];
        object.reach = anchor_reach(run.anchors(), run.detector().full_plan(), box.width, box.height);
        photo.objects.push_back(object);
    }
    for (std::size_t scope = 0; scope < kDiagnosisScopes; ++scope) {
        const Judge judge{boxes, classes, score, run};
        const auto verdict = judge.of(scope == 0 ? Scope::kFullFrame : Scope::kPyramid);
        if (!verdict) return tl::unexpected(verdict.error());
        photo.false_positives[scope] = verdict->false_positives;
        for (DiagnosedObject& object : photo.objects) {
            const std::int32_t place = place_of_truth[static_cast<std::size_t>(object.seen.truth)];
            object.found[scope] = verdict->found[static_cast<std::size_t>(place)];
            const auto miss = std::find_if(verdict->misses.begin(), verdict->misses.end(),
                                           [&](const Miss& one) { return one.truth == place; });
            if (miss != verdict->misses.end()) object.cause[scope] = miss->cause;
        }
    }
    return photo;
}

}  // namespace farsight::lab
