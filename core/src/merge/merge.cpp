#include "farsight/merge.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "merge/merge_scratch.h"

namespace farsight {

namespace {

constexpr std::array<std::pair<MergeMethod, std::string_view>, 5> kMethods = {{
    {MergeMethod::kKeepBest, "keep-best"},
    {MergeMethod::kSoftNms, "soft-nms"},
    {MergeMethod::kUnion, "union"},
    {MergeMethod::kWbf, "wbf"},
    {MergeMethod::kNms, "nms"},
}};

void run_method(MergeJob& job) {
    switch (job.options.method) {
        case MergeMethod::kKeepBest:
            return merge_keep_best(job);
        case MergeMethod::kSoftNms:
            return merge_soft_nms(job);
        case MergeMethod::kUnion:
            return merge_union(job);
        case MergeMethod::kWbf:
            return merge_wbf(job);
        case MergeMethod::kNms:
            return merge_nms(job);
    }
}

}  // namespace

std::string_view name_of(MergeMethod method) {
    for (const auto& [known, name] : kMethods) {
        if (known == method) return name;
    }
    return {};
}

Result<MergeMethod> parse_merge_method(std::string_view name) {
    std::string names;
    for (const auto& [method, known] : kMethods) {
        if (known == name) return method;
        names += names.empty() ? "" : ", ";
        names += known;
    }
    return fail(ErrorCode::kInvalidArgument,
                "No merge method is called \"" + std::string(name) + "\"; choose one of " + names + ".");
}

Result<void> check_merge_options(const MergeOptions& options) {
    if (!(options.overlap > 0 && options.overlap <= 1)) {
        return fail(ErrorCode::kInvalidArgument, "The merge overlap must be over 0 and at most 1.");
    }
    if (!(options.min_score >= 0 && options.min_score <= 1)) {
        return fail(ErrorCode::kInvalidArgument, "The least score must be from 0 to 1.");
    }
    if (!(options.soft_sigma > 0 && options.soft_sigma <= 100)) {
        return fail(ErrorCode::kInvalidArgument, "Soft-NMS's sigma must be over 0 and at most 100.");
    }
    if (options.max_detections < 1) {
        return fail(ErrorCode::kInvalidArgument, "The most detections must be at least 1.");
    }
    return {};
}

void order_by_score(std::span<const float> scores, std::vector<std::uint64_t>& keys,
                    std::vector<std::int32_t>& order) {
    // The bits of floats that are not negative sort as the floats do; inverted, the highest comes first.
    // A stable radix sort of 11 bits a pass, between the two halves of `keys`.
    constexpr int kPassBits = 11;
    constexpr std::size_t kBins = std::size_t{1} << kPassBits;
    const std::size_t count = scores.size();
    keys.resize(2 * count);
    order.resize(count);
    std::span<std::uint64_t> from(keys.data(), count);
    std::span<std::uint64_t> to(keys.data() + count, count);
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t inverted = ~__builtin_bit_cast(std::uint32_t, scores[i] + 0.0F);
        from[i] = (std::uint64_t{inverted} << 32) | i;
    }
    for (int shift = 32; shift < 64; shift += kPassBits) {
        const auto bin_of = [shift](std::uint64_t key) {
            return static_cast<std::size_t>((key >> shift) & (kBins - 1));
        };
        std::array<std::uint32_t, kBins> starts{};
        for (const std::uint64_t key : from) ++starts[bin_of(key)];
        std::uint32_t sum = 0;
        for (std::uint32_t& start : starts) sum += std::exchange(start, sum);
        for (const std::uint64_t key : from) to[starts[bin_of(key)]++] = key;
        std::swap(from, to);
    }
    for (std::size_t i = 0; i < count; ++i) order[i] = static_cast<std::int32_t>(from[i] & 0xFFFFFFFFU);
}

Detection detection_of(const Candidate& candidate, std::int32_t index) {
    return {candidate.box,   candidate.score,
            candidate.label, candidate.tile,
            candidate.level, candidate.cut_edges != 0,
            index,           candidate.level == 0 ? candidate.score : 0.0F};
}

Merger::Merger() : scratch_(std::make_unique<Scratch>()) {}
Merger::~Merger() = default;
Merger::Merger(Merger&& other) noexcept = default;
Merger& Merger::operator=(Merger&& other) noexcept = default;

void Merger::merge(std::span<const Candidate> candidates, const PyramidPlan& plan,
                   const MergeOptions& options, std::vector<Detection>& out,
                   std::span<const std::uint8_t> looked) {
    out.clear();
    Scratch& scratch = *scratch_;
    scratch.found.clear();
    MergeJob job{candidates, plan, options, metric_of(options), scratch, scratch.found, looked};
    run_method(job);

    scratch.scores.clear();
    for (const Detection& detection : scratch.found) scratch.scores.push_back(detection.score);
    order_by_score(scratch.scores, scratch.sort_keys, scratch.order);
    for (const std::int32_t i : scratch.order) {
        const Detection& detection = scratch.found[static_cast<std::size_t>(i)];
        if (detection.score < options.min_score) break;
        if (out.size() == static_cast<std::size_t>(options.max_detections)) break;
        out.push_back(detection);
    }
}

}  // namespace farsight
