#include "eval/eval_record.h"

#include <charconv>
#include <cmath>
#include <cstdio>
#include <limits>

namespace farsight::cli {

Result<Shard> parse_shard(std::string_view text) {
    Shard shard;
    const char* const end = text.data() + text.size();
    const auto [slash, first] = std::from_chars(text.data(), end, shard.index);
    if (first == std::errc() && slash != end && *slash == '/') {
        const auto [rest, second] = std::from_chars(slash + 1, end, shard.count);
        if (second == std::errc() && rest == end && shard.index >= 1 && shard.index <= shard.count)
            return shard;
    }
    return fail(ErrorCode::kInvalidArgument,
                "--shard " + std::string(text) + ": write i/n with i from 1 to n, for example 1/4.");
}

std::string hex_text(std::uint64_t value) {
    char text[17];
    std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(value));
    return text;
}

Result<EvalImage> judge_image(std::int64_t id, std::span<const TruthBox> truths,
                              std::span<const double> distances_m, ImageFindings findings,
                              const EvalTerms& terms) {
    EvalImage image;
    image.id = id;
    image.truths.assign(truths.begin(), truths.end());
    image.distances_m.assign(distances_m.begin(), distances_m.end());
    for (TruthBox& truth : image.truths) truth.image = 0;
    for (ScoredBox& box : findings.scored) box.image = 0;
    const EvaluationSet set{image.truths, findings.scored, 1, static_cast<int>(terms.categories.size())};
    const auto matching = match(set, {});
    if (!matching) return tl::unexpected(matching.error());

    const auto strong = [&](std::int32_t place) {
        return place >= 0 && findings.scored[static_cast<std::size_t>(place)].score >= terms.score;
    };
    std::vector<std::uint8_t> found;
    for (const std::int32_t by : matching->detection_of) found.push_back(strong(by) ? 1 : 0);
    std::vector<std::uint8_t> used;
    for (const std::int32_t place : findings.scored_of_detection) {
        used.push_back(strong(place) && matching->truth_of[static_cast<std::size_t>(place)] >= 0 ? 1 : 0);
    }
    AttributionOptions options;
    options.min_score = terms.score;
    std::vector<Miss> misses;
    explain_misses({image.truths, found, findings.candidates, findings.detections, used, findings.tiles,
                    findings.category_of_label},
                   options, misses);
    image.causes.assign(image.truths.size(), -1);
    for (const Miss& miss : misses) {
        image.causes[static_cast<std::size_t>(miss.truth)] = static_cast<std::int8_t>(miss.cause);
    }
    image.detections = std::move(findings.scored);
    image.pixel_ratio = findings.pixel_ratio;
    return image;
}

}  // namespace farsight::cli
