#include "farsight/fit_scores.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

#include "base/portable_math.h"
#include "base/random.h"

namespace farsight {

namespace {

/// The rule is the strongest prior of all.
constexpr double kRuleStrength = std::numeric_limits<double>::infinity();
constexpr int kMostSteps = 100;
constexpr double kFlat = 1e-9;

using Matrix = std::array<ScoreFeatures, kScoreFeatures>;

double logit_of(const ScoreSample& sample, const ScoreFeatures& weights) {
    double sum = score_logit(sample.rule_score);
    for (std::size_t i = 0; i < kScoreFeatures; ++i) sum += weights[i] * sample.features[i];
    return sum;
}

/// -log of the probability that a score gives to what is the case, in nats.
double loss_of(double score, bool right) {
    // A logistic function rounds to 0 or 1 beyond logits of 37.
    const double likely = std::max(right ? score : 1 - score, 1e-16);
    return -portable::log(likely);
}

/// The penalised loss of weights, with its first and second derivatives.
struct Slope {
    double loss = 0;
    ScoreFeatures gradient{};
    Matrix curvature{};
};

Slope slope_at(std::span<const ScoreSample> samples, const ScoreFeatures& weights, double strength) {
    Slope slope;
    for (const ScoreSample& sample : samples) {
        const double score = portable::sigmoid(logit_of(sample, weights));
        slope.loss += loss_of(score, sample.right);
        const double error = score - (sample.right ? 1 : 0);
        const double spread = score * (1 - score);
        for (std::size_t i = 0; i < kScoreFeatures; ++i) {
            slope.gradient[i] += error * sample.features[i];
            for (std::size_t j = 0; j <= i; ++j) {
                slope.curvature[i][j] += spread * sample.features[i] * sample.features[j];
            }
        }
    }
    for (std::size_t i = 0; i < kScoreFeatures; ++i) {
        slope.loss += 0.5 * strength * weights[i] * weights[i];
        slope.gradient[i] += strength * weights[i];
        slope.curvature[i][i] += strength;
    }
    return slope;
}

/// Solves curvature * step = gradient by Cholesky's factors. The prior keeps the matrix positive definite.
ScoreFeatures newton_step(const Slope& slope) {
    Matrix lower{};
    for (std::size_t i = 0; i < kScoreFeatures; ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
            double sum = slope.curvature[i][j];
            for (std::size_t k = 0; k < j; ++k) sum -= lower[i][k] * lower[j][k];
            lower[i][j] = i == j ? std::sqrt(sum) : sum / lower[j][j];
        }
    }
    ScoreFeatures step = slope.gradient;
    for (std::size_t i = 0; i < kScoreFeatures; ++i) {
        for (std::size_t k = 0; k < i; ++k) step[i] -= lower[i][k] * step[k];
        step[i] /= lower[i][i];
    }
    for (std::size_t i = kScoreFeatures; i-- > 0;) {
        for (std::size_t k = i + 1; k < kScoreFeatures; ++k) step[i] -= lower[k][i] * step[k];
        step[i] /= lower[i][i];
    }
    return step;
}

double largest(const ScoreFeatures& values) {
    double most = 0;
    for (const double value : values) most = std::max(most, std::abs(value));
    return most;
}

ScoreWeights minimise(std::span<const ScoreSample> samples, double strength) {
    ScoreFeatures weights{};
    Slope here = slope_at(samples, weights, strength);
    for (int count = 0; count < kMostSteps && largest(here.gradient) > kFlat; ++count) {
        const ScoreFeatures step = newton_step(here);
        bool lower = false;
        for (double part = 1; part > 1e-6 && !lower; part /= 2) {
            ScoreFeatures tried = weights;
            for (std::size_t i = 0; i < kScoreFeatures; ++i) tried[i] -= part * step[i];
            Slope there = slope_at(samples, tried, strength);
            // Near the minimum rounding hides what the loss still gains, and the gradient tells.
            lower = there.loss < here.loss || 2 * largest(there.gradient) <= largest(here.gradient);
            if (!lower) continue;
            weights = tried;
            here = there;
        }
        if (!lower) break;
    }
    return {weights};
}

Result<void> check_samples(std::span<const ScoreSample> samples) {
    for (const ScoreSample& sample : samples) {
        bool finite = std::isfinite(sample.rule_score) && sample.image >= 0;
        for (const double feature : sample.features) finite = finite && std::isfinite(feature);
        if (!finite) {
            return fail(ErrorCode::kInvalidArgument,
                        "a sample of a score fit has a number that is not finite, or an image under 0.");
        }
    }
    return {};
}

Result<void> check_strength(double strength) {
    if (strength > 0 && std::isfinite(strength)) return {};
    return fail(ErrorCode::kInvalidArgument, "the strength of a score fit's prior is a number over 0.");
}

/// Samples by fold; photos are dealt out in an order of their own.
class Folds {
public:
    Folds(std::span<const ScoreSample> samples, int folds, std::uint64_t seed) {
        for (const ScoreSample& sample : samples) place_.emplace(sample.image, 0);
        std::vector<std::size_t> order(place_.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        Pcg32 random(seed);
        for (std::size_t i = order.size(); i > 1; --i) {
            std::swap(order[i - 1], order[random.below(static_cast<std::uint32_t>(i))]);
        }
        std::size_t next = 0;
        for (auto& [image, place] : place_) place = next++;
        for (const ScoreSample& sample : samples) {
            photo_.push_back(place_.find(sample.image)->second);
            fold_.push_back(static_cast<int>(order[photo_.back()] % static_cast<std::size_t>(folds)));
        }
    }

    std::size_t photos() const { return place_.size(); }
    std::size_t photo(std::size_t sample) const { return photo_[sample]; }
    int fold(std::size_t sample) const { return fold_[sample]; }

private:
    std::map<std::int32_t, std::size_t> place_;
    std::vector<std::size_t> photo_;
    std::vector<int> fold_;
};

/// Each sample's score by weights that were fitted on the other folds.
std::vector<double> held_out(std::span<const ScoreSample> samples, const Folds& folds, int count,
                             double strength) {
    std::vector<double> scores(samples.size());
    for (int fold = 0; fold < count; ++fold) {
        std::vector<ScoreSample> others;
        for (std::size_t i = 0; i < samples.size(); ++i) {
            if (folds.fold(i) != fold) others.push_back(samples[i]);
        }
        const ScoreWeights weights = minimise(others, strength);
        for (std::size_t i = 0; i < samples.size(); ++i) {
            if (folds.fold(i) != fold) continue;
            scores[i] = fitted_score(samples[i].rule_score, samples[i].features, weights);
        }
    }
    return scores;
}

/// One way to score, and its loss by photo.
struct Choice {
    double strength = kRuleStrength;
    std::vector<double> scores;
    std::vector<double> by_photo;
    double loss = 0;  ///< Sum.
};

Choice choice_of(std::span<const ScoreSample> samples, const Folds& folds, double strength,
                 std::vector<double> scores) {
    Choice choice;
    choice.strength = strength;
    choice.scores = std::move(scores);
    choice.by_photo.assign(folds.photos(), 0);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double loss = loss_of(choice.scores[i], samples[i].right);
        choice.by_photo[folds.photo(i)] += loss;
        choice.loss += loss;
    }
    return choice;
}

/// Whether a choice loses no more than one standard error, over photos, against the best.
bool as_good(const Choice& choice, const Choice& best) {
    const auto photos = static_cast<double>(best.by_photo.size());
    const double mean = (choice.loss - best.loss) / photos;
    double squares = 0;
    for (std::size_t i = 0; i < best.by_photo.size(); ++i) {
        const double apart = choice.by_photo[i] - best.by_photo[i] - mean;
        squares += apart * apart;
    }
    return mean <= std::sqrt(squares / (photos - 1) / photos);
}

}  // namespace

Result<ScoreWeights> fit_score_weights(std::span<const ScoreSample> samples, double strength) {
    if (auto good = check_strength(strength); !good) return tl::unexpected(good.error());
    if (auto good = check_samples(samples); !good) return tl::unexpected(good.error());
    return minimise(samples, strength);
}

Result<ScoreFit> fit_scores(std::span<const ScoreSample> samples, const ScoreFitOptions& options) {
    if (options.folds < 2) {
        return fail(ErrorCode::kInvalidArgument, "a score fit holds out 2 or more parts of the photos.");
    }
    for (const double strength : options.strengths) {
        if (auto good = check_strength(strength); !good) return tl::unexpected(good.error());
    }
    if (auto good = check_samples(samples); !good) return tl::unexpected(good.error());
    const Folds folds(samples, options.folds, options.seed);
    std::vector<double> rule;
    ScoreFit fit;
    for (const ScoreSample& sample : samples) {
        rule.push_back(fitted_score(sample.rule_score, sample.features, {}));
        fit.right += sample.right ? 1 : 0;
    }
    fit.images = static_cast<std::int64_t>(folds.photos());
    std::vector<Choice> choices;
    const auto count = static_cast<std::int64_t>(samples.size());
    if (fit.images >= options.folds && fit.right > 0 && fit.right < count) {
        for (const double strength : options.strengths) {
            choices.push_back(
                choice_of(samples, folds, strength, held_out(samples, folds, options.folds, strength)));
        }
    }
    choices.push_back(choice_of(samples, folds, kRuleStrength, std::move(rule)));
    const double rule_loss = choices.back().loss;
    const auto best = std::min_element(choices.begin(), choices.end(),
                                       [](const Choice& a, const Choice& b) { return a.loss < b.loss; });
    auto chosen = choices.end() - 1;
    while (chosen != best && !as_good(*chosen, *best)) --chosen;
    fit.strength = chosen->strength;
    fit.rule_kept = std::isinf(fit.strength);
    if (!fit.rule_kept) fit.weights = minimise(samples, fit.strength);
    fit.rule_loss = rule_loss / static_cast<double>(count);
    fit.held_out_loss = chosen->loss / static_cast<double>(count);
    fit.held_out_scores = std::move(chosen->scores);
    return fit;
}

}  // namespace farsight
