#include <cmath>
#include <nlohmann/json.hpp>

#include "farsight/lab/diagnosis_words.h"
#include "farsight/lab/range_json.h"

namespace farsight::lab {
namespace {

using Json = nlohmann::ordered_json;

Json profile_json(const SizeProfile& profile) {
    if (profile.objects == 0) return nullptr;
    return {{"objects", profile.objects},
            {"smallest_px", profile.smallest_px},
            {"p5_px", profile.p5_px},
            {"median_px", profile.median_px},
            {"p95_px", profile.p95_px},
            {"aspect", {profile.p5_aspect, profile.median_aspect, profile.p95_aspect}},
            {"fill_frame", profile.fill_frame},
            {"histogram", profile.counts}};
}

Json probes_json(const ProbeCurve& curve) {
    Json json = curve_json(curve.curve, "px");
    json["peak_px"] = number_or_null(curve.peak_px);
    json["peak_recall"] = number_or_null(curve.peak_recall);
    Json scores = Json::array();
    for (const double score : curve.mean_scores) scores.push_back(number_or_null(score));
    json["mean_scores"] = std::move(scores);
    return json;
}

Json scope_json(const DiagnosisGroup& group, std::size_t scope) {
    Json misses = Json::object();
    for (std::size_t cause = 0; cause < kMissCauses; ++cause) {
        misses[std::string(name_of(static_cast<MissCause>(cause)))] = group.causes[scope][cause];
    }
    const auto& metres = group.recall_by_distance[scope];
    return {{"found", group.found[scope]},
            {"beyond_anchors", group.beyond_anchors[scope]},
            {"misses", misses},
            {"by_size", curve_json(group.recall_by_size[scope], "px")},
            {"by_distance", metres ? curve_json(*metres, "m") : Json(nullptr)}};
}

Json measured_json(const Diagnosis& diagnosis, const DiagnosisGroup& group) {
    Json json = {{"objects", group.objects},
                 {"beyond_receptive_field", group.beyond_field},
                 {"full_frame", scope_json(group, 0)}};
    json["pyramid"] = diagnosis.data.pyramid ? scope_json(group, 1) : Json(nullptr);
    json["probed"] = group.probed;
    json["probed_large"] = group.large;
    json["found_at_some_size"] = group.ever_found;
    json["probed_for_detail"] = group.detailed;
    json["by_probe_size"] = probes_json(group.by_size);
    json["by_probe_detail"] = probes_json(group.by_detail);
    json["coarse_removed"] = {{"objects", group.coarse_trials},
                              {"found_whole", group.coarse_found_whole},
                              {"found_without", group.coarse_found_without},
                              {"score_whole", number_or_null(group.coarse_score_whole)},
                              {"score_without", number_or_null(group.coarse_score_without)}};
    return json;
}

Json group_json(const Diagnosis& diagnosis, const DiagnosisGroup& group) {
    Json json = {{"class", group.name},
                 {"limit", name_of(group.limit)},
                 {"anchor_end_px", number_or_null(group.anchor_end_px)},
                 {"training_end_px", number_or_null(group.gap.training_p5_px)},
                 {"training_p25_px", number_or_null(group.gap.training_p25_px)},
                 {"training", profile_json(group.training)},
                 {"field", profile_json(group.field)},
                 {"compared", group.gap.compared},
                 {"below_training_p5", group.gap.below_p5},
                 {"below_training_smallest", group.gap.below_smallest}};
    json["measured"] = diagnosis.data.has_pictures ? measured_json(diagnosis, group) : Json(nullptr);
    return json;
}

Json left_out_json(const SeenObjects& seen) {
    return {{"unknown_class", seen.unknown_class},
            {"unknown_size", seen.unknown_size},
            {"not_counted", seen.not_counted}};
}

}  // namespace

std::string diagnosis_json(const Diagnosis& diagnosis) {
    const DiagnosisData& data = diagnosis.data;
    Json sections = Json::array();
    for (const DiagnosisSection& section : diagnosis_sections(diagnosis)) {
        sections.push_back({{"title", section.title}, {"sentences", section.sentences}});
    }
    Json groups = Json::array();
    for (const DiagnosisGroup& group : diagnosis.groups) groups.push_back(group_json(diagnosis, group));
    Json cures = Json::array();
    for (const Cure& cure : diagnosis.cures) {
        cures.push_back({{"cure", name_of(cure.kind)},
                         {"kind", cure.measured ? "measured" : "bound"},
                         {"objects", cure.objects},
                         {"gain_recall", cure.gain}});
    }
    std::int64_t wrong[kDiagnosisScopes] = {0, 0};
    double ratio = 0;
    for (const DiagnosedPhoto& photo : data.photos) {
        wrong[0] += photo.false_positives[0];
        wrong[1] += photo.false_positives[1];
        ratio += photo.pixel_ratio / static_cast<double>(data.photos.size());
    }
    Json json = {{"schema", "farsight.diagnosis/1"},
                 {"model", data.model},
                 {"input", {data.input.width, data.input.height}},
                 {"score", data.score},
                 {"iou", 0.5},
                 {"limit", name_of(diagnosis.all().limit)},
                 {"sections", sections},
                 {"cures", cures},
                 {"histogram_edges_px", size_profile_edges_px()},
                 {"receptive_fields_px", data.fields_px},
                 {"training_images", data.training_images},
                 {"training_left_out", left_out_json(data.training)},
                 {"field_images", data.field_images},
                 {"field_left_out", left_out_json(data.field)},
                 {"photos", data.photos.size()},
                 {"false_positives", {wrong[0], wrong[1]}},
                 {"pixel_ratio", ratio}};
    json["groups"] = std::move(groups);
    return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace farsight::lab
