#include "farsight/score_weights.h"

#include <algorithm>

#include "base/portable_math.h"

namespace farsight {

namespace {

/// Candidates of less are not kept, and beyond the other end a score says no more.
constexpr double kLeastEvidence = 0.02;
constexpr double kLeastRule = 1e-6;

double logit_within(double score, double least) {
    const double inside = std::clamp(score, least, 1 - least);
    return portable::log(inside / (1 - inside));
}

double half_logit(float score) {
    return 0.5 * logit_within(static_cast<double>(score), kLeastEvidence);
}

}  // namespace

ScoreFeatures score_features(const Evidence& evidence) {
    const double agreeing = std::max(1, evidence.agreeing);
    const double agreement = std::clamp(static_cast<double>(evidence.agreement), 0.5, 1.0);
    return {1,
            half_logit(evidence.best),
            half_logit(evidence.mean),
            half_logit(evidence.suited),
            portable::log(agreeing) * (2.0 / 3),
            (agreement - 0.75) * 10,
            2 * static_cast<double>(evidence.inside),
            2 * static_cast<double>(evidence.contains),
            2 * static_cast<double>(evidence.overlaps)};
}

double score_logit(double score) {
    return logit_within(score, kLeastRule);
}

double fitted_score(double rule_score, const ScoreFeatures& features, const ScoreWeights& weights) {
    double sum = score_logit(rule_score);
    for (std::size_t i = 0; i < kScoreFeatures; ++i) sum += weights.weights[i] * features[i];
    return portable::sigmoid(sum);
}

}  // namespace farsight
