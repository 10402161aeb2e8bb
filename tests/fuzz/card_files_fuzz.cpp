// A card, the list of anchors that it names and a list of labels, apart by NUL: each is refused in words, or
// they are a card that can be used.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <variant>

#include "farsight/anchors.h"
#include "farsight/labels.h"
#include "farsight/model.h"

namespace {

/// The text up to the next NUL, which leaves `rest`.
std::string_view next(std::string_view& rest) {
    const std::string_view text = rest.substr(0, rest.find('\0'));
    rest.remove_prefix(text.size() < rest.size() ? text.size() + 1 : rest.size());
    return text;
}

void refuse_without_words(const farsight::Error& error) {
    if (error.message.empty()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    auto card = farsight::read_card(next(rest));
    const auto anchors = farsight::read_anchors(next(rest));
    if (!anchors) refuse_without_words(anchors.error());
    if (!card) return 0;
    if (auto* list = std::get_if<farsight::ExplicitAnchorSpec>(&card->heads.anchors);
        list != nullptr && anchors) {
        list->anchors = *anchors;
    }
    const auto grid = farsight::make_anchors(card->heads.anchors, card->input.size);
    if (!grid) {
        refuse_without_words(grid.error());
        return 0;
    }
    auto labels = farsight::fit_labels(next(rest), card->heads);
    if (!labels) {
        refuse_without_words(labels.error());
        return 0;
    }
    card->labels = std::move(labels->labels);
    if (!farsight::validate_card(*card)) std::abort();
    return 0;
}
