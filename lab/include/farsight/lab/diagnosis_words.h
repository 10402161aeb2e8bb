// A diagnosis in sentences, each with the figure that it rests on; as a text for a terminal and as JSON.
#pragma once

#include <string>
#include <vector>

#include "farsight/lab/diagnosis.h"

namespace farsight::lab {

/// A part of a diagnosis: a title, and sentences.
struct DiagnosisSection {
    enum class Topic : std::uint8_t {
        kVerdict,
        kCures,
        kData,
        kAnchors,
        kProbes,
        kField,
        kRange,
        kMisses,
        kMissing
    };
    Topic topic{};
    std::string title;
    std::vector<std::string> sentences;
};

/// The verdict first; sections without anything to say are left out.
std::vector<DiagnosisSection> diagnosis_sections(const Diagnosis& diagnosis);

/// One line: what limits the group.
std::string limit_headline(const DiagnosisGroup& group);

/// The name of a cure with what it costs.
std::string cure_words(CureKind kind);

/// "+0.312 recall, measured" or "at most +0.120 recall".
std::string gain_text(const Cure& cure);

/// All sections, then a row a class.
std::string diagnosis_table(const Diagnosis& diagnosis);

/// Schema "farsight.diagnosis/1", see docs/diagnosis.md.
std::string diagnosis_json(const Diagnosis& diagnosis);

}  // namespace farsight::lab
