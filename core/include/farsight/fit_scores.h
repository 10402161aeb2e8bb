// Fits score weights to judged detections, and chooses by cross-validation over photos how far they may leave
// the rule.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "farsight/result.h"
#include "farsight/score_weights.h"

namespace farsight {

/// A detection of which it is known whether it is right.
struct ScoreSample {
    std::int32_t image = 0;    ///< Its photo, 0 or more; photos are held out whole.
    double rule_score = 0;     ///< In [0, 1].
    ScoreFeatures features{};  ///< As score_features() gives them.
    bool right = false;        ///< It is an object of its class.
};

/// The weights that minimise the samples' logarithmic loss, in nats, plus half of `strength` times the sum of
/// the weights' squares: Newton's method, to 1e-9 of the gradient. Fails with kInvalidArgument unless
/// strength is over 0 and every number finite.
Result<ScoreWeights> fit_score_weights(std::span<const ScoreSample> samples, double strength);

/// How a fit is chosen.
struct ScoreFitOptions {
    /// Strengths of the prior to choose from, over 0, ascending; the rule itself is always one of the
    /// choices.
    std::vector<double> strengths = {1, 3, 10, 30, 100, 300};
    int folds = 8;           ///< Parts of the photos that are held out in turn, 2 or more.
    std::uint64_t seed = 1;  ///< Which photos are held out together.
};

/// What was chosen, and what it gains on photos that it was not fitted on.
struct ScoreFit {
    ScoreWeights weights;     ///< Fitted on all samples; all 0 where the rule is kept.
    bool rule_kept = true;    ///< Nothing beats the rule by more than chance, or there is too little to tell.
    double strength = 0;      ///< Of the prior; infinity where the rule is kept.
    std::int64_t images = 0;  ///< Photos with samples.
    std::int64_t right = 0;   ///< Samples that are right.
    double rule_loss = 0;     ///< Mean logarithmic loss of the rule's scores, in nats; NaN without samples.
    double held_out_loss = 0;             ///< The same of held_out_scores.
    std::vector<double> held_out_scores;  ///< By sample: its score by weights that did not see its photo.
};

/// Chooses the strongest prior whose held-out loss is no worse than the best's by more than one standard
/// error over photos (Breiman et al. 1984), so that little data stays near the rule. The rule is kept where
/// that is the choice, where fewer photos than folds have samples, and where all or none of the samples are
/// right. Fails as fit_score_weights does, and with kInvalidArgument when an option is out of its range.
Result<ScoreFit> fit_scores(std::span<const ScoreSample> samples, const ScoreFitOptions& options);

}  // namespace farsight
