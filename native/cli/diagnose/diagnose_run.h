// Runs a network over the field's photos and over the probes made of them.
#pragma once

#include <string>
#include <vector>

#include "dataset/dataset.h"
#include "farsight/detector.h"
#include "farsight/lab/diagnosis_data.h"
#include "farsight/resample.h"
#include "farsight/runtime/model_file.h"

namespace farsight::cli {

struct DiagnoseDetector {
    DetectorOptions detector;
    MergeOptions merging;
    Filter filter = Filter::kTriangle;
    double score = 0.3;
    int threads = 0;
    double budget_ms = 0;  ///< A time for each photo; 0: none.
    int max_objects = 100;
    bool keep_pictures = false;  ///< For the report.
};

/// A probe as the network saw it, for the report.
struct ProbeView {
    Probe probe;
    float score = 0;
    Image patch;  ///< The object with its surround, in network pixels.
};

struct DiagnoseViews {
    std::vector<ProbeView> views;  ///< Of a few objects, object by object, in the order of Prober::probes().
};

/// Runs everything that needs the pictures and enters it into `data`, whose field objects are there already.
/// Fails with kCancelled and a sentence when the user interrupts.
Result<DiagnoseViews> run_diagnosis(const Model& model, const Dataset& dataset,
                                    const lab::DiagnosisClasses& classes, const DiagnoseDetector& options,
                                    lab::DiagnosisData& data);

}  // namespace farsight::cli
