#include "plain_help.h"

#include <string>

namespace farsight {
namespace {

/// CLI11 joins an option's type and its checks with colons.
std::string type_of(const CLI::Option& option) {
    const std::string name = option.get_type_name();
    return name.substr(0, name.find(':'));
}

std::string check_of(const CLI::Option& option) {
    const std::string name = option.get_type_name();
    const std::size_t colon = name.find(':');
    return colon == std::string::npos ? "" : name.substr(colon + 1);
}

bool is_flag(const CLI::Option& option) {
    return option.get_items_expected_max() == 0;
}

class PlainHelp : public CLI::Formatter {
public:
    std::string make_option_name(const CLI::Option* option, bool is_positional) const override {
        if (is_positional) return option->get_name(true);
        std::string names;
        for (const std::string& name : option->get_snames()) names += (names.empty() ? "-" : ", -") + name;
        for (const std::string& name : option->get_lnames()) names += (names.empty() ? "--" : ", --") + name;
        return names;
    }

    std::string make_option_opts(const CLI::Option* option) const override {
        if (is_flag(*option)) return "";
        const std::string check = check_of(*option);
        const std::string type = type_of(*option);
        std::string text;
        if (check.find('|') != std::string::npos) {
            text = " " + check;
        } else if (option->nonpositional()) {
            text = type == "TEXT" ? " TEXT" : " N";
        }
        return text + (option->get_expected_max() >= CLI::detail::expected_max_vector_size ? "..." : "");
    }

    std::string make_option_desc(const CLI::Option* option) const override {
        const std::string check = check_of(*option);
        std::string extra = check.find('|') == std::string::npos ? check : "";
        const std::string standard = is_flag(*option) ? "" : option->get_default_str();
        if (!standard.empty()) extra += (extra.empty() ? "" : "; ") + ("default " + standard);
        return option->get_description() + (extra.empty() ? "" : " (" + extra + ")");
    }
};

}  // namespace

std::shared_ptr<CLI::Formatter> plain_help() {
    return std::make_shared<PlainHelp>();
}

}  // namespace farsight
