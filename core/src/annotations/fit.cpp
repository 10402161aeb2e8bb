#include <cmath>
#include <optional>

#include "farsight/annotated_pictures.h"

namespace farsight {
namespace {

Size stored_size(const PictureFacts& facts) {
    return facts.orientation >= 5 ? Size{facts.size.height, facts.size.width} : facts.size;
}

/// A box in the pixels as they are stored, in those of the upright picture (CIPA DC-008, tag 0x0112).
CocoBox turned_upright(const CocoBox& box, int orientation, Size upright) {
    const double right = upright.width;
    const double bottom = upright.height;
    switch (orientation) {
        case 5:
            return {box.y, box.x, box.height, box.width};
        case 6:
            return {right - box.y - box.height, box.x, box.height, box.width};
        case 7:
            return {right - box.y - box.height, bottom - box.x - box.width, box.height, box.width};
        case 8:
            return {box.y, bottom - box.x - box.width, box.height, box.width};
        default:
            return box;
    }
}

CocoBox scaled(const CocoBox& box, double x, double y) {
    return {box.x * x, box.y * y, box.width * x, box.height * y};
}

/// What is done to the boxes of one image.
struct Change {
    double x = 1;
    double y = 1;
    bool turn = false;
};

std::string text_of(Size size) {
    return std::to_string(size.width) + " x " + std::to_string(size.height);
}

/// Whether one ratio takes this size to that one, to within half a pixel of either.
bool scales_to(Size from, Size to, double ratio) {
    const double slack = 0.5 + 0.5 * ratio;
    return std::abs(from.width * ratio - to.width) <= slack &&
           std::abs(from.height * ratio - to.height) <= slack;
}

class Fitter {
public:
    Fitter(Annotations& annotations, std::span<const PictureFacts> facts)
        : annotations_(annotations), facts_(facts) {}

    Result<void> run() {
        changes_.resize(annotations_.images.size());
        for (std::size_t i = 0; i < annotations_.images.size(); ++i) {
            if (facts_[i].size.width == 0) continue;
            if (auto good = compare(i); !good) return good;
        }
        for (TruthBox& truth : annotations_.truths) apply(truth);
        for (std::size_t i = 0; i < annotations_.images.size(); ++i) {
            if (facts_[i].size.width > 0) annotations_.images[i].size = facts_[i].size;
        }
        annotations_.fractions = false;
        return {};
    }

private:
    Result<void> compare(std::size_t i) {
        const AnnotatedImage& image = annotations_.images[i];
        const PictureFacts& facts = facts_[i];
        Change& change = changes_[i];
        if (annotations_.fractions) {
            change.x = facts.size.width;
            change.y = facts.size.height;
        }
        const std::string& name = image.file_name;
        if (image.size.width == 0 || image.size == facts.size) {
            const bool tells =
                facts.orientation >= 5 && image.size.width > 0 && stored_size(facts) != facts.size;
            if (facts.orientation > 1 && !tells) annotations_.remarks.add(Oddity::kMaybeTurned, name);
            return {};
        }
        if (facts.orientation >= 5 && image.size == stored_size(facts)) {
            change.turn = true;
            annotations_.remarks.add(Oddity::kTurnedBack, name);
            return {};
        }
        if (annotations_.fractions) return {};
        return scale(i, name);
    }

    Result<void> scale(std::size_t i, const std::string& name) {
        const Size from = annotations_.images[i].size;
        const Size to = facts_[i].size;
        const double ratio = static_cast<double>(to.width) / from.width;
        if (!scales_to(from, to, ratio)) {
            return fail(ErrorCode::kMismatch,
                        name + ": is annotated at " + text_of(from) + " pixels and has " + text_of(to) +
                            ", which is another shape; its boxes cannot be placed. Annotate the "
                            "picture that is there, or give the one that was annotated.");
        }
        if (ratio_ && !scales_to(from, to, *ratio_)) {
            return fail(ErrorCode::kMismatch,
                        name + ": is annotated at " + text_of(from) + " pixels and has " + text_of(to) +
                            "; " + first_scaled_ +
                            " differs by another factor, so that nobody can say what was done to "
                            "the pictures.");
        }
        if (!ratio_) {
            ratio_ = ratio;
            first_scaled_ = name;
        }
        changes_[i].x = static_cast<double>(to.width) / from.width;
        changes_[i].y = static_cast<double>(to.height) / from.height;
        annotations_.remarks.add(Oddity::kScaled, name + " from " + text_of(from) + " to " + text_of(to));
        return {};
    }

    void apply(TruthBox& truth) const {
        const auto i = static_cast<std::size_t>(truth.image);
        const Change& change = changes_[i];
        if (change.turn) truth.box = turned_upright(truth.box, facts_[i].orientation, facts_[i].size);
        if (change.x == 1 && change.y == 1) return;
        truth.box = scaled(truth.box, change.x, change.y);
        truth.area =
            annotations_.fractions ? truth.box.width * truth.box.height : truth.area * change.x * change.y;
    }

    Annotations& annotations_;
    std::span<const PictureFacts> facts_;
    std::vector<Change> changes_;
    std::optional<double> ratio_;
    std::string first_scaled_;
};

}  // namespace

Result<void> fit_to_pictures(Annotations& annotations, std::span<const PictureFacts> facts) {
    return Fitter(annotations, facts).run();
}

}  // namespace farsight
