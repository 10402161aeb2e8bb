// Any text either is refused or is a card that reads back equal after it is written.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "farsight/model.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto card = farsight::read_card({reinterpret_cast<const char*>(data), size});
    if (!card) {
        if (card.error().code != farsight::ErrorCode::kInvalidModel || card.error().message.empty())
            std::abort();
        return 0;
    }
    const auto again = farsight::read_card(farsight::write_card(*card));
    if (!again || *again != *card) std::abort();
    return 0;
}
