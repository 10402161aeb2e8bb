#include <algorithm>
#include <cmath>
#include <cstdio>

#include "farsight/lab/diagnosis_words.h"

namespace farsight::lab {
namespace {

constexpr std::size_t kColumns = 100;
constexpr const char* kIndent = "  ";

/// Breaks a sentence into lines at its spaces.
void add_wrapped(std::string& out, const std::string& words) {
    std::size_t column = 0;
    for (std::size_t at = 0; at < words.size();) {
        const std::size_t end = std::min(words.find(' ', at), words.size());
        const std::size_t length = end - at;
        if (column > 0 && column + 1 + length > kColumns) {
            out += "\n    ";
            column = 4;
        } else if (column > 0) {
            out += ' ';
            ++column;
        } else {
            out += kIndent;
            column = 2;
        }
        out.append(words, at, length);
        column += length;
        at = end + 1;
    }
    out += '\n';
}

std::string cell(double value, const char* format, int width) {
    char text[32];
    if (std::isfinite(value)) {
        std::snprintf(text, sizeof text, format, value);
    } else {
        std::snprintf(text, sizeof text, "-");
    }
    char padded[64];
    std::snprintf(padded, sizeof padded, "%*s", width, text);
    return padded;
}

double share_of(std::int64_t part, std::int64_t whole) {
    return whole == 0 ? std::nan("") : static_cast<double>(part) / static_cast<double>(whole);
}

void add_groups(std::string& out, const Diagnosis& diagnosis) {
    std::size_t width = 5;
    for (const DiagnosisGroup& group : diagnosis.groups) width = std::max(width, group.name.size());
    out += "\nBy class, sizes in network pixels\n  " + std::string("class") + std::string(width - 5, ' ') +
           "  objects  half found from  anchors' end  training's end  recall  pyramid  limit\n";
    for (const DiagnosisGroup& group : diagnosis.groups) {
        const std::int64_t objects = std::max(group.field.objects, group.objects);
        const double half = group.by_size.curve.d50.place;
        const double pyramid =
            diagnosis.data.pyramid ? share_of(group.found[1], group.objects) : std::nan("");
        out += kIndent + group.name + std::string(width - group.name.size(), ' ') +
               cell(static_cast<double>(objects), "%.0f", 9) +
               cell(half > 0 ? half : std::nan(""), "%.1f", 17) + cell(group.anchor_end_px, "%.1f", 14) +
               cell(group.gap.training_p5_px, "%.1f", 16) +
               cell(share_of(group.found[0], group.objects), "%.3f", 8) + cell(pyramid, "%.3f", 9) + "  " +
               std::string(name_of(group.limit)) + "\n";
    }
}

}  // namespace

std::string diagnosis_table(const Diagnosis& diagnosis) {
    std::string out = "Why does " + diagnosis.data.model + " miss far objects?\n";
    for (const DiagnosisSection& section : diagnosis_sections(diagnosis)) {
        out += "\n" + section.title + "\n";
        for (const std::string& sentence : section.sentences) add_wrapped(out, sentence);
    }
    if (diagnosis.data.has_field || diagnosis.data.has_training) add_groups(out, diagnosis);
    return out;
}

}  // namespace farsight::lab
