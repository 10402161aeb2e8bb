// Which of a scene's objects count, which were found, which were missed, and the texts that explain
// it.
#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "farsight/lab/run.h"
#include "farsight/scene.h"
#include "farsight/scene_evaluation.h"

namespace farsight::lab {

/// One detector's verdicts on the objects of one scene, by object id.
struct Judgement {
    SceneVerdict full_frame;
    SceneVerdict pyramid;
    /// By scope, and beside that verdict's misses: what merging did to the box of one that it suppressed.
    /// Empty for the other causes.
    std::array<std::vector<std::string>, 2> merging_did;

    const SceneVerdict& of(Scope scope) const { return scope == Scope::kFullFrame ? full_frame : pyramid; }
    /// Enough of it is in sight (kMinVisible), and the model knows its class.
    bool counts(int id) const;
    /// How many objects count, and how many of them were found.
    int in_sight() const;
    int seen(Scope scope) const;
    /// How many of the listed detections have this use.
    int detections(Scope scope, DetectionUse use) const;
    /// Index of the detection that found it; -1: none.
    int found_by(int id, Scope scope) const;
    /// It counts and nothing found it.
    bool missed(int id, Scope scope) const { return counts(id) && found_by(id, scope) < 0; }
    /// Null unless it is missed.
    const Miss* miss(int id, Scope scope) const;
    /// Why it is missed, in a sentence; empty unless it is.
    std::string cause_text(int id, Scope scope) const;
};

/// Of what the run decided last. `labels` are those of its card. Fails as judge_scene does.
Result<Judgement> judge(Run& run, const GroundTruth& truth, std::span<const Label> labels);

/// Why recall cannot be measured with a model of these labels: it knows no class of the scenes. Empty: it
/// can.
std::string unmeasurable_text(std::span<const Label> labels);

/// What a person is told of one object.
struct ObjectStory {
    std::string title;     ///< "Why is this car missed?"
    std::string sentence;  ///< The answer.
    std::string place;     ///< "12.3 m away, 45 px high"
    std::string verdict;   ///< "seen", "recovered", "does not count", or "missed: " and the cause.
};

/// The scores of what was found on both sides. The spans stay the caller's.
struct FoundScores {
    std::span<const Detection> full_frame;
    std::span<const Detection> pyramid;
};

/// `pyramid_on`: there is a pyramid to speak of beside the full frame.
ObjectStory story_of(const Judgement& judgement, const ObjectTruth& object, const FoundScores& found,
                     bool pyramid_on);

/// The stories of all objects, in the truth's order.
std::vector<ObjectStory> stories_of(const Judgement& judgement, const GroundTruth& truth,
                                    const FoundScores& found, bool pyramid_on);

}  // namespace farsight::lab
