// A diagnosis as one HTML file that needs nothing else.
#pragma once

#include <string>

#include "diagnose/diagnose_run.h"
#include "farsight/lab/diagnosis.h"

namespace farsight::cli {

/// Sections in words, with their figures, and the probes' pictures where there are views. Fails as encode_png
/// does.
Result<std::string> diagnosis_html(const lab::Diagnosis& diagnosis, const DiagnoseViews& views);

}  // namespace farsight::cli
