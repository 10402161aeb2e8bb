// The numbers of a range study, for the study itself and for the command that measures the same.
#pragma once

namespace farsight::lab {

/// Distances of a study's objects in metres.
inline constexpr double kStudyNearestM = 5;
inline constexpr double kStudyFarthestM = 150;
/// Objects asked for in each scene.
inline constexpr int kStudyObjects = 14;
/// After this many scenes the interval of D50 shrinks too little for the time that more would take.
inline constexpr int kStudyScenes = 200;
/// Bootstrap resamples after every scene: enough for a steady band.
inline constexpr int kStudyResamples = 400;

}  // namespace farsight::lab
