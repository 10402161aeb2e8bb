#include "farsight/fit_scores.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <vector>

#include "base/portable_math.h"
#include "base/random.h"

using namespace farsight;

namespace {

/// In [0, 1).
double share(Pcg32& random) {
    return random.next() / 4294967296.0;
}

ScoreSample sample_of(std::int32_t image, double rule, std::vector<double> features, bool right) {
    ScoreSample sample;
    sample.image = image;
    sample.rule_score = rule;
    sample.right = right;
    std::copy(features.begin(), features.end(), sample.features.begin());
    return sample;
}

/// Photos of four detections each. The rule knows nothing, 0.5 for all; agreement decides, and the score of a
/// box inside speaks against.
std::vector<ScoreSample> detections_of(std::int32_t photos, std::uint64_t seed) {
    Pcg32 random(seed);
    std::vector<ScoreSample> samples;
    for (std::int32_t i = 0; i < 4 * photos; ++i) {
        const double agreement = 4 * share(random) - 2;
        const double inside = 2 * share(random);
        const double likely = portable::sigmoid(0.5 + 1.5 * agreement - inside);
        samples.push_back(
            sample_of(i / 4, 0.5, {1, 0, 0, 0, 0, agreement, inside, 0, 0}, share(random) < likely));
    }
    return samples;
}

/// Photos of eight detections each, whose rule ranks well; agreement tells more, and the best score, which is
/// the rule's here, tells nothing new.
std::vector<ScoreSample> detections_with_rule(std::int32_t photos, std::uint64_t seed) {
    Pcg32 random(seed);
    std::vector<ScoreSample> samples;
    for (std::int32_t i = 0; i < 8 * photos; ++i) {
        const double rule = 0.05 + 0.9 * share(random);
        const double logit = score_logit(rule);
        const double agreement = 4 * share(random) - 2;
        const double likely = portable::sigmoid(logit + 1.5 * agreement);
        samples.push_back(sample_of(i / 8, rule, {1, logit / 2, 0, 0, 0, agreement}, share(random) < likely));
    }
    return samples;
}

double mean_loss(const std::vector<ScoreSample>& samples, const ScoreWeights& weights) {
    double sum = 0;
    for (const ScoreSample& sample : samples) {
        const double score = fitted_score(sample.rule_score, sample.features, weights);
        sum -= std::log(sample.right ? score : 1 - score);
    }
    return sum / static_cast<double>(samples.size());
}

/// Chance that a right detection ranks above a wrong one; ties count half.
double ranking(const std::vector<ScoreSample>& samples, const ScoreWeights& weights) {
    double above = 0;
    double pairs = 0;
    for (const ScoreSample& right : samples) {
        for (const ScoreSample& wrong : samples) {
            if (!right.right || wrong.right) continue;
            const double a = fitted_score(right.rule_score, right.features, weights);
            const double b = fitted_score(wrong.rule_score, wrong.features, weights);
            above += a > b ? 1 : a == b ? 0.5 : 0;
            ++pairs;
        }
    }
    return above / pairs;
}

/// The same minimum found in another way: one weight at a time, by halving the interval in which the slope
/// changes its sign. The loss is convex, so this ends at the one minimum there is.
ScoreFeatures by_coordinates(const std::vector<ScoreSample>& samples, double strength) {
    ScoreFeatures weights{};
    const auto slope = [&](std::size_t place, double value) {
        double sum = strength * value;
        for (const ScoreSample& sample : samples) {
            double logit = std::log(sample.rule_score / (1 - sample.rule_score));
            for (std::size_t i = 0; i < weights.size(); ++i) {
                logit += (i == place ? value : weights[i]) * sample.features[i];
            }
            sum += (1 / (1 + std::exp(-logit)) - (sample.right ? 1 : 0)) * sample.features[place];
        }
        return sum;
    };
    for (int round = 0; round < 60; ++round) {
        for (std::size_t place = 0; place < weights.size(); ++place) {
            double low = -16;
            double high = 16;
            for (int halving = 0; halving < 40; ++halving) {
                const double middle = (low + high) / 2;
                (slope(place, middle) > 0 ? high : low) = middle;
            }
            weights[place] = (low + high) / 2;
        }
    }
    return weights;
}

}  // namespace

TEST_CASE("a constant alone moves the rule's odds to those of the samples") {
    // Three of four are right where the rule says one half: odds of 3. The prior is next to nothing.
    std::vector<ScoreSample> samples;
    for (int i = 0; i < 4; ++i) samples.push_back(sample_of(i, 0.5, {1}, i < 3));
    const auto weights = fit_score_weights(samples, 1e-9);
    REQUIRE(weights);
    CHECK(weights->weights[0] == Approx(std::log(3.0)).epsilon(1e-6));
    for (std::size_t i = 1; i < kScoreFeatures; ++i) CHECK(weights->weights[i] == 0);
}

TEST_CASE("the prior holds a weight where it balances the samples") {
    // One right sample at odds of 1: 1 - sigmoid(w) = strength w. At w = log 3 that is 1/4 = strength log 3.
    const std::vector<ScoreSample> samples = {sample_of(0, 0.5, {1}, true)};
    const auto weights = fit_score_weights(samples, 0.25 / std::log(3.0));
    REQUIRE(weights);
    CHECK(weights->weights[0] == Approx(std::log(3.0)).epsilon(1e-9));
}

TEST_CASE("the rule's score is where the fit begins") {
    // The rule says 3/4 and half are right: the odds of 3 must be divided by 3.
    const std::vector<ScoreSample> samples = {sample_of(0, 0.75, {1}, true), sample_of(0, 0.75, {1}, false)};
    const auto weights = fit_score_weights(samples, 1e-9);
    REQUIRE(weights);
    CHECK(weights->weights[0] == Approx(-std::log(3.0)).epsilon(1e-6));
}

TEST_CASE("Newton's method ends where a search of one weight at a time does") {
    Pcg32 random(11);
    std::vector<ScoreSample> samples;
    for (int i = 0; i < 30; ++i) {
        std::vector<double> features = {1};
        while (features.size() < 6) features.push_back(3 * share(random) - 1.5);
        samples.push_back(sample_of(i, 0.1 + 0.8 * share(random), features, share(random) < 0.4));
    }
    const auto weights = fit_score_weights(samples, 2);
    REQUIRE(weights);
    const ScoreFeatures other = by_coordinates(samples, 2);
    for (std::size_t i = 0; i < kScoreFeatures; ++i) {
        CHECK(weights->weights[i] == Approx(other[i]).margin(1e-6));
    }
}

TEST_CASE("samples that a plane parts have finite weights") {
    std::vector<ScoreSample> samples;
    for (int i = 0; i < 40; ++i) samples.push_back(sample_of(i, 0.5, {1, i < 20 ? -5.0 : 5.0}, i >= 20));
    const auto weights = fit_score_weights(samples, 1e-3);
    REQUIRE(weights);
    CHECK(weights->weights[1] > 1);
    CHECK(std::isfinite(weights->weights[1]));
}

TEST_CASE("a fit finds what decides, and gains on photos that it did not see") {
    const auto samples = detections_of(120, 3);
    const auto fit = fit_scores(samples, {});
    REQUIRE(fit);
    CHECK_FALSE(fit->rule_kept);
    CHECK(fit->images == 120);
    // The samples were made with 1.5 and -1; the prior draws both towards 0.
    CHECK(fit->weights.weights[5] > 1);
    CHECK(fit->weights.weights[6] < -0.4);
    CHECK(fit->rule_loss == Approx(std::log(2.0)));
    CHECK(fit->held_out_loss < fit->rule_loss - 0.1);
    const auto others = detections_of(120, 4);
    CHECK(mean_loss(others, fit->weights) < mean_loss(others, {}) - 0.1);
    CHECK(ranking(others, fit->weights) > 0.75);
}

TEST_CASE("held-out scores come from weights that did not see their photo") {
    auto samples = detections_of(40, 5);
    const auto before = fit_scores(samples, {});
    REQUIRE(before);
    // Another truth on one photo changes the weights, and no held-out score of its fold.
    for (ScoreSample& sample : samples) {
        if (sample.image == 7) sample.right = !sample.right;
    }
    ScoreFitOptions same;
    same.strengths = {before->strength};
    const auto after = fit_scores(samples, same);
    REQUIRE(after);
    REQUIRE(after->strength == before->strength);
    CHECK(after->weights.weights[5] != before->weights.weights[5]);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        if (samples[i].image == 7) CHECK(after->held_out_scores[i] == before->held_out_scores[i]);
    }
}

TEST_CASE("fitting on shuffled truth gains nothing on the held-out half, where true truth gains") {
    double gain = 0;
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
        const auto all = detections_with_rule(160, seed);
        std::vector<ScoreSample> half(all.begin(), all.begin() + 640);
        const std::vector<ScoreSample> other(all.begin() + 640, all.end());
        const auto honest = fit_scores(half, {});
        REQUIRE(honest);
        CHECK(ranking(other, honest->weights) > ranking(other, {}) + 0.03);
        CHECK(mean_loss(other, honest->weights) < mean_loss(other, {}) - 0.05);
        Pcg32 random(seed);
        for (std::size_t i = half.size(); i > 1; --i) {
            const std::size_t place = random.below(static_cast<std::uint32_t>(i));
            std::swap(half[place].right, half[i - 1].right);
        }
        const auto fit = fit_scores(half, {});
        REQUIRE(fit);
        CHECK(mean_loss(other, fit->weights) > mean_loss(other, {}) - 0.01);
        // One fit's ranking may be lucky, since the least weight ranks; of all it is not.
        gain += ranking(other, fit->weights) - ranking(other, {});
    }
    CHECK(gain < 0);
}

TEST_CASE("the rule is kept where there is too little to tell, and its scores are held out") {
    SECTION("fewer photos than folds") {
        const auto samples = detections_of(3, 9);
        const auto fit = fit_scores(samples, {});
        REQUIRE(fit);
        CHECK(fit->rule_kept);
        CHECK(fit->weights == ScoreWeights{});
        CHECK(std::isinf(fit->strength));
        CHECK(fit->held_out_loss == fit->rule_loss);
        CHECK(fit->held_out_scores == std::vector<double>(12, 0.5));
    }
    SECTION("none right") {
        auto samples = detections_of(40, 9);
        for (ScoreSample& sample : samples) sample.right = false;
        const auto fit = fit_scores(samples, {});
        REQUIRE(fit);
        CHECK(fit->rule_kept);
        CHECK(fit->right == 0);
    }
    SECTION("no samples") {
        const auto fit = fit_scores({}, {});
        REQUIRE(fit);
        CHECK(fit->rule_kept);
        CHECK(fit->images == 0);
        CHECK(std::isnan(fit->rule_loss));
    }
}

TEST_CASE("a rule that is right already is kept") {
    Pcg32 random(21);
    std::vector<ScoreSample> samples;
    for (int i = 0; i < 200; ++i) {
        const double rule = 0.05 + 0.9 * share(random);
        samples.push_back(sample_of(i / 4, rule, {1, share(random) - 0.5, 0, 0, 0, 4 * share(random) - 2},
                                    share(random) < rule));
    }
    const auto fit = fit_scores(samples, {});
    REQUIRE(fit);
    CHECK(fit->rule_kept);
}

TEST_CASE("numbers that are not finite and options out of range are refused") {
    const std::vector<ScoreSample> good = {sample_of(0, 0.5, {1}, true)};
    CHECK_FALSE(fit_score_weights(good, 0));
    CHECK_FALSE(fit_score_weights(good, std::nan("")));
    CHECK_FALSE(fit_score_weights(std::vector<ScoreSample>{sample_of(0, 0.5, {std::nan("")}, true)}, 1));
    CHECK_FALSE(fit_score_weights(std::vector<ScoreSample>{sample_of(-1, 0.5, {1}, true)}, 1));
    ScoreFitOptions one_fold;
    one_fold.folds = 1;
    CHECK_FALSE(fit_scores(good, one_fold));
    ScoreFitOptions no_prior;
    no_prior.strengths = {0};
    const auto refused = fit_scores(good, no_prior);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::kInvalidArgument);
}
