#include "idle_options.h"

#include <string>

namespace farsight {

Result<void> refuse_typed(const CLI::App& command, std::initializer_list<const char*> options,
                          std::string_view why) {
    for (const char* name : options) {
        const CLI::Option* option = command.get_option_no_throw(name);
        if (option == nullptr || option->count() == 0) continue;
        return fail(ErrorCode::kInvalidArgument, std::string(name) + " " + std::string(why) + ".");
    }
    return {};
}

}  // namespace farsight
