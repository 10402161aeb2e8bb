#include "diagnose/diagnose_report.h"

#include <array>
#include <cmath>
#include <map>

#include "diagnose/diagnose_figures.h"
#include "farsight/lab/diagnosis_words.h"
#include "farsight/runtime/image_file.h"
#include "farsight/xml_text.h"
#include "figure/svg.h"
#include "figure/svg_style.h"
#include "range_print.h"

namespace farsight::cli {
namespace {

using Topic = lab::DiagnosisSection::Topic;

constexpr const char* kStyle =
    "<style>\n"
    ":root{color-scheme:light dark}\n"
    "body{background:light-dark(#fff,#0d1117);margin:2rem auto;max-width:1160px;padding:0 1rem;font:15px/1.5 "
    "system-ui,'Segoe "
    "UI',Helvetica,Arial,sans-serif}\n"
    "h1{font-size:1.6rem;margin-bottom:.2rem;overflow-wrap:anywhere}h2{font-size:1.15rem;margin-top:2.2rem}\n"
    ".about{opacity:.7;margin-top:0}.verdict{font-size:1.3rem;font-weight:600;margin:.6rem 0}\n"
    "ul{padding-left:1.2rem}pre{overflow:auto;font-size:12px}\n"
    ".figure{overflow-x:auto}.figure svg{width:100%;min-width:680px;height:auto}\n"
    ".probes{display:grid;grid-template-columns:repeat(auto-fill,minmax(86px,1fr));gap:8px;margin:.6rem 0 "
    "1.2rem}\n"
    ".probes figure{margin:0;text-align:center;font-size:12px;line-height:1.3}\n"
    ".probes img{width:100%;box-sizing:border-box;aspect-ratio:1;image-rendering:pixelated;border:3px solid "
    "#8a929b}\n"
    ".probes .found{border-color:#0072b2}\n"
    "</style>\n";

std::string base64(const std::vector<std::byte>& bytes) {
    static constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const auto at = [&](std::size_t k) {
            return i + k < bytes.size() ? std::to_integer<std::uint32_t>(bytes[i + k]) : 0U;
        };
        const std::uint32_t three = at(0) << 16 | at(1) << 8 | at(2);
        text += kDigits[three >> 18];
        text += kDigits[three >> 12 & 63];
        text += i + 1 < bytes.size() ? kDigits[three >> 6 & 63] : '=';
        text += i + 2 < bytes.size() ? kDigits[three & 63] : '=';
    }
    return text;
}

Result<std::string> view_html(const ProbeView& view, double min_score) {
    const auto png = encode_png(view.patch.view());
    if (!png) return tl::unexpected(png.error());
    const bool found = view.score > 0 && static_cast<double>(view.score) >= min_score;
    std::string what;
    switch (view.probe.kind) {
        case ProbeKind::kSize:
            append(what, "%g px", view.probe.size_px);
            break;
        case ProbeKind::kFineRemoved:
            append(what, "detail of %g px", view.probe.detail_px);
            break;
        case ProbeKind::kCoarseRemoved:
            append(what, "detail of %g px removed", view.probe.detail_px);
            break;
    }
    std::string html = "<figure><img class=\"" + std::string(found ? "found" : "missed") + "\" alt=\"" +
                       what + "\" src=\"data:image/png;base64," + base64(*png) + "\"><br>" + what;
    append(html, "<br>%s %.2f</figure>\n", found ? "found" : "missed", static_cast<double>(view.score));
    return html;
}

/// A strip an object and kind.
Result<std::string> views_html(const DiagnoseViews& views, double min_score) {
    std::map<std::pair<std::int32_t, bool>, std::string> strips;
    for (const ProbeView& view : views.views) {
        auto html = view_html(view, min_score);
        if (!html) return html;
        strips[{view.probe.object, view.probe.kind != ProbeKind::kSize}] += *html;
    }
    if (strips.empty()) return std::string();
    std::string out =
        "<p>Some of them as the network got them, enlarged to one size here. Blue frames: found; the number "
        "is "
        "the score.</p>\n";
    for (const auto& [key, strip] : strips) out += "<div class=\"probes\">\n" + strip + "</div>\n";
    return out;
}

std::string figure_for(Topic topic, const lab::Diagnosis& diagnosis) {
    switch (topic) {
        case Topic::kCures:
            return cures_figure(diagnosis);
        case Topic::kData:
            return sizes_figure(diagnosis);
        case Topic::kProbes:
            return probes_figure(diagnosis);
        case Topic::kField:
            return fields_figure(diagnosis);
        case Topic::kRange:
            return range_figure(diagnosis);
        case Topic::kMisses:
            return misses_figure(diagnosis);
        case Topic::kVerdict:
        case Topic::kAnchors:
        case Topic::kMissing:
            break;
    }
    return {};
}

}  // namespace

Result<std::string> diagnosis_html(const lab::Diagnosis& diagnosis, const DiagnoseViews& views) {
    const std::string title = "Why does " + xml_text(diagnosis.data.model) + " miss far objects?";
    std::string out =
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
        "content=\"width=device-width\">\n<title>" +
        title + "</title>\n" + kStyle + svg_style_sheet() + "<h1>" + title + "</h1>\n";
    append(out,
           "<p class=\"about\">Input %d x %d pixels; found means a score of %.2f and an IoU of 0.5.</p>\n",
           diagnosis.data.input.width, diagnosis.data.input.height, diagnosis.data.score);
    for (const lab::DiagnosisSection& section : lab::diagnosis_sections(diagnosis)) {
        if (section.topic != Topic::kVerdict) out += "<h2>" + xml_text(section.title) + "</h2>\n";
        const std::string figure = figure_for(section.topic, diagnosis);
        if (!figure.empty()) out += "<div class=\"figure\">\n" + figure + "</div>\n";
        const bool list = section.topic == Topic::kCures || section.topic == Topic::kMissing;
        if (list) out += "<ul>\n";
        for (std::size_t i = 0; i < section.sentences.size(); ++i) {
            const bool headline = section.topic == Topic::kVerdict && i == 0;
            out += std::string(list       ? "<li>"
                               : headline ? "<p class=\"verdict\">"
                                          : "<p>") +
                   xml_text(section.sentences[i]) + (list ? "</li>\n" : "</p>\n");
        }
        if (list) out += "</ul>\n";
        if (section.topic != Topic::kProbes) continue;
        auto pictures = views_html(views, diagnosis.data.score);
        if (!pictures) return pictures;
        out += *pictures;
    }
    out += "<h2>All of it as text</h2>\n<pre>" + xml_text(lab::diagnosis_table(diagnosis)) + "</pre>\n";
    return out + "</html>\n";
}

}  // namespace farsight::cli
