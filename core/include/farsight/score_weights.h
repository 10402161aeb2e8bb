// A detection's score as a probability: logistic regression on its evidence, with the rule's score as prior.
#pragma once

#include <array>
#include <cstddef>

#include "farsight/evidence.h"

namespace farsight {

/// How many numbers describe a detection.
inline constexpr std::size_t kScoreFeatures = 9;

/// One number a feature, in the order of kScoreFeatureNames.
using ScoreFeatures = std::array<double, kScoreFeatures>;

/// A constant, then the fields of Evidence.
inline constexpr std::array<const char*, kScoreFeatures> kScoreFeatureNames = {
    "constant", "best", "mean", "suited", "agreeing", "agreement", "inside", "contains", "overlaps"};

/// What of a detection's evidence its fitted score depends on, each in steps that mean about as much: scores
/// as half of their logit, of scores in [0.02, 0.98] (a level that did not look and one that saw nothing are
/// then alike); the number of agreeing candidates as two thirds of its logarithm; agreement as tenths from
/// 0.75 on, of at least 0.5; scores of other detections twice. The constant is 1.
ScoreFeatures score_features(const Evidence& evidence);

/// Logarithm of the odds of a score, which is taken to lie in [1e-6, 1 - 1e-6].
double score_logit(double score);

/// Of one class. All 0: the score is the rule's.
struct ScoreWeights {
    ScoreFeatures weights{};  ///< One a feature.

    bool operator==(const ScoreWeights&) const = default;
};

/// The probability that a detection is right, in (0, 1): the logistic function of the rule's logit plus the
/// weighted sum of the features. The same bits everywhere.
double fitted_score(double rule_score, const ScoreFeatures& features, const ScoreWeights& weights);

}  // namespace farsight
