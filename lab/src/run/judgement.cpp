#include "farsight/lab/judgement.h"

#include <algorithm>
#include <utility>

#include "farsight/attribution.h"
#include "run/suppression.h"

namespace farsight::lab {

bool Judgement::counts(int id) const {
    const auto place = static_cast<std::size_t>(id);
    return id >= 0 && place < full_frame.truths.size() && !full_frame.truths[place].ignore;
}

int Judgement::in_sight() const {
    return static_cast<int>(std::count_if(full_frame.truths.begin(), full_frame.truths.end(),
                                          [](const auto& truth) { return !truth.ignore; }));
}

int Judgement::seen(Scope scope) const {
    int seen = 0;
    for (int id = 0; id < static_cast<int>(full_frame.truths.size()); ++id) {
        if (counts(id) && found_by(id, scope) >= 0) ++seen;
    }
    return seen;
}

int Judgement::detections(Scope scope, DetectionUse use) const {
    const auto& uses = of(scope).use_of;
    return static_cast<int>(std::count(uses.begin(), uses.end(), use));
}

int Judgement::found_by(int id, Scope scope) const {
    const auto place = static_cast<std::size_t>(id);
    const auto& detections = of(scope).detection_of;
    return id >= 0 && place < detections.size() ? detections[place] : -1;
}

const Miss* Judgement::miss(int id, Scope scope) const {
    const auto& misses = of(scope).misses;
    const auto found =
        std::find_if(misses.begin(), misses.end(), [&](const Miss& miss) { return miss.truth == id; });
    return found == misses.end() ? nullptr : &*found;
}

std::string Judgement::cause_text(int id, Scope scope) const {
    const Miss* found = miss(id, scope);
    if (found == nullptr) return {};
    const auto& did = merging_did[static_cast<std::size_t>(scope)];
    const auto place = static_cast<std::size_t>(found - of(scope).misses.data());
    return place < did.size() && !did[place].empty() ? did[place] : std::string(sentence_of(found->cause));
}

namespace {

Result<std::vector<std::string>> what_merging_did(Run& run, Scope scope, const SceneVerdict& verdict,
                                                  std::span<const Label> labels) {
    std::vector<std::string> texts(verdict.misses.size());
    const auto suppressed = [](const Miss& miss) { return miss.cause == MissCause::kSuppressed; };
    if (std::none_of(verdict.misses.begin(), verdict.misses.end(), suppressed)) return texts;
    const auto all = run.merged_under_every_threshold(scope);
    if (!all) return tl::unexpected(all.error());
    const std::vector<std::int32_t> classes = scene_classes_of(labels);
    const MergedEvidence evidence{run.detections(scope), *all, verdict.use_of, classes, run.min_score()};
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const Miss& miss = verdict.misses[i];
        const auto truth = static_cast<std::size_t>(miss.truth);
        if (suppressed(miss)) texts[i] = suppression_text(verdict.truths[truth], evidence);
    }
    return texts;
}

}  // namespace

Result<Judgement> judge(Run& run, const GroundTruth& truth, std::span<const Label> labels) {
    Judgement judgement;
    for (const Scope scope : {Scope::kFullFrame, Scope::kPyramid}) {
        auto verdict = run.judge(scope, truth, labels);
        if (!verdict) return tl::unexpected(verdict.error());
        auto did = what_merging_did(run, scope, *verdict, labels);
        if (!did) return tl::unexpected(did.error());
        judgement.merging_did[static_cast<std::size_t>(scope)] = std::move(*did);
        (scope == Scope::kFullFrame ? judgement.full_frame : judgement.pyramid) = std::move(*verdict);
    }
    return judgement;
}

std::string unmeasurable_text(std::span<const Label> labels) {
    const std::vector<std::int32_t> classes = scene_classes_of(labels);
    if (std::any_of(classes.begin(), classes.end(), [](std::int32_t one) { return one >= 0; })) return {};
    std::string names;
    for (int i = 0; i < kSceneClassCount; ++i) {
        if (i > 0) names += i + 1 < kSceneClassCount ? ", " : " and ";
        names += name_of(static_cast<SceneClass>(i));
    }
    return "This model knows none of the classes that scenes have (" + names +
           "), so there is nothing to measure. Choose another model.";
}

}  // namespace farsight::lab
