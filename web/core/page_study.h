// The lab's range study as the page drives it: a picture and a run for each scene.
#pragma once

#include <string>

#include "binding.h"
#include "farsight/lab/study.h"
#include "page_run.h"

namespace farsight::web {

class PageStudy {
public:
    /// Fails as lab::Study::create does.
    static Result<PageStudy> create(const lab::StudySettings& settings, const Card& card);

    /// Renders the next scene.
    Result<Image> render();
    /// A run on the picture that was rendered last.
    Result<PageRun> run(const Card& card) const;
    /// Fails as lab::Study::add does.
    Result<void> add(PageRun& run, double ms) { return study_.add(run.run(), truth_, ms); }
    const lab::Study& study() const { return study_; }

private:
    explicit PageStudy(lab::Study study) : study_(std::move(study)) {}

    lab::Study study_;
    SceneRenderer renderer_;
    GroundTruth truth_;
    Size picture_;
};

}  // namespace farsight::web
