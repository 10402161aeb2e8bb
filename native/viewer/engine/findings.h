// Messages from the engine to the window. They do not change after they are sent.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "farsight/detector.h"
#include "farsight/image.h"
#include "farsight/lab/judgement.h"
#include "farsight/lab/result.h"
#include "farsight/lab/run.h"
#include "farsight/lab/run_words.h"
#include "farsight/lab/why.h"
#include "farsight/model.h"
#include "farsight/score_map.h"
#include "state/ground.h"

namespace farsight::viewer {

/// A photo at some distance, or a rendered scene.
struct ShownPhoto {
    std::string name;
    double distance = 1;
    Size size;
    double decode_ms = 0;
    std::string cache_key;  ///< Changes with the file's bytes, as far as its date and size tell.
    /// The picture and its halves, down to a few pixels.
    std::vector<Image> mips;
    std::shared_ptr<const SceneFacts> scene;  ///< Null: a photo, which has no ground truth.
};

struct ShownModel {
    std::string name;
    ModelCard card;
    double smallest_reach_px = 0;   ///< 0: unknown.
    std::vector<double> fields_px;  ///< Receptive field by layer of anchors; empty: unknown.
    bool has_card = true;
    bool has_score_map = true;
};

/// Which detector's detections, of the full frame or of the pyramid.
struct Side {
    lab::Detector detector = lab::Detector::kA;
    lab::Scope scope = lab::Scope::kPyramid;

    bool operator==(const Side&) const = default;
};

/// Detections of a run, finished or not.
struct Findings {
    std::uint64_t request = 0;  ///< The request that they answer.
    bool done = false;
    int tiles_done = 0;
    int tiles_cached = 0;
    std::shared_ptr<const PyramidPlan> plan;
    std::shared_ptr<const ShownPhoto> photo;
    std::shared_ptr<const ShownModel> model;
    std::vector<Detection> full_frame;  ///< Of the full frame alone.
    std::vector<Detection> pyramid;     ///< Of all levels.
    std::vector<int> matches;           ///< Of the pyramid's (lab::Run::matches).
    lab::Counts counts;
    float min_score = 0;           ///< What they were decided with.
    int followed_full_frame = -1;  ///< Index of the followed object; -1: none.
    int followed_pyramid = -1;
    lab::Timing timing;
    lab::ImageResult result;                          ///< All but the file, the picture's size and the times.
    std::uint64_t network_runs = 0;                   ///< Since the program started.
    std::shared_ptr<const lab::Judgement> judgement;  ///< Of the scene's objects; null: a photo.
    std::vector<lab::ObjectStory> stories;            ///< In the order of the scene's objects.
    /// Of the chosen object; null until all is in, and when nothing of it is in sight.
    std::shared_ptr<const lab::WhyView> why;
    /// One map a level; empty where the model has none.
    std::shared_ptr<const std::vector<ScoreMap>> score_maps;

    const std::vector<Detection>& detections(lab::Scope scope) const {
        return scope == lab::Scope::kFullFrame ? full_frame : pyramid;
    }
    bool recovered(lab::Scope scope, std::size_t detection) const {
        return scope == lab::Scope::kPyramid && matches[detection] < 0;
    }
};

/// The followed object's best scores at one distance.
struct ConfidencePoint {
    double distance = 1;
    float full_frame = 0;
    float pyramid = 0;
};

enum class Phase : std::uint8_t { kLoading, kWorking, kReady, kStopped, kError };

struct Status {
    Phase phase = Phase::kLoading;
    std::string text = "Starting";
    float fraction = -1;  ///< Of the tiles; negative: unknown.
};

enum class ErrorAbout : std::uint8_t { kPhoto, kModel, kRun };

struct ErrorNote {
    ErrorAbout about = ErrorAbout::kRun;
    std::string name;  ///< Of the photo or model.
    std::string text;
};

}  // namespace farsight::viewer
