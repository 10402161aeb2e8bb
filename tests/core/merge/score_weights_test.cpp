#include "farsight/score_weights.h"

#include <catch2/catch.hpp>
#include <cmath>

using namespace farsight;

namespace {

Evidence evidence_of(float best, std::int32_t agreeing, float agreement) {
    Evidence evidence;
    evidence.best = best;
    evidence.mean = 0.5F;
    evidence.agreeing = agreeing;
    evidence.agreement = agreement;
    return evidence;
}

}  // namespace

TEST_CASE("features are half logits, a logarithm, tenths of agreement and doubled scores") {
    Evidence evidence = evidence_of(0.75F, 8, 0.85F);
    evidence.inside = 0.25F;
    evidence.overlaps = 0.5F;
    const ScoreFeatures features = score_features(evidence);
    CHECK(features[0] == 1);
    CHECK(features[1] == Approx(0.5 * std::log(3.0)));
    CHECK(features[2] == Approx(0).margin(1e-15));
    CHECK(features[3] == Approx(0.5 * std::log(0.02 / 0.98)));  // No level saw it: as a score of 0.02.
    CHECK(features[4] == Approx(2 * std::log(2.0)));            // Two thirds of log 8.
    CHECK(features[5] == Approx(1));
    CHECK(features[6] == 0.5);
    CHECK(features[7] == 0);
    CHECK(features[8] == 1);
}

TEST_CASE("a detection that nothing agrees with has finite features") {
    const ScoreFeatures features = score_features({});
    for (const double feature : features) CHECK(std::isfinite(feature));
    CHECK(features[4] == 0);
    CHECK(features[5] == -2.5);
}

TEST_CASE("weights of zero leave the rule's score") {
    const ScoreFeatures features = score_features(evidence_of(0.9F, 4, 0.8F));
    for (const double score : {0.001, 0.25, 0.5, 0.9}) {
        CHECK(fitted_score(score, features, {}) == Approx(score).epsilon(1e-12));
    }
}

TEST_CASE("a weight adds to the logarithm of the odds") {
    ScoreWeights weights;
    weights.weights[0] = std::log(3.0);
    weights.weights[5] = std::log(2.0);
    ScoreFeatures features{};
    features[0] = 1;
    // Odds of 1 become 3, and a step of agreement doubles them: 6 of 7.
    CHECK(fitted_score(0.5, features, weights) == Approx(0.75));
    features[5] = 1;
    CHECK(fitted_score(0.5, features, weights) == Approx(6.0 / 7));
}

TEST_CASE("scores of 0 and 1 have finite odds") {
    CHECK(score_logit(0) == Approx(std::log(1e-6)).epsilon(1e-6));
    CHECK(score_logit(1) == Approx(-std::log(1e-6)).epsilon(1e-6));
}
