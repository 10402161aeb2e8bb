// Words from files, made safe to print: on a terminal, in JSON, in a link, on a picture.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace farsight {

/// A character of UTF-8.
struct Utf8Character {
    char32_t code = 0;      ///< Its code point.
    std::size_t bytes = 1;  ///< How many it takes, 1 to 4.
    bool good = false;      ///< False: the first byte begins no character; the other fields are as above.
};

/// The character that `text`, which is not empty, begins with.
Utf8Character first_character(std::string_view text);

/// `text` as valid UTF-8 that cannot steer what shows it. Control characters, separators of lines and those
/// that turn the direction of writing become \\xNN or \\u{NNNN}; bytes that are no UTF-8 become \\xNN. Line
/// feeds and tabs stay. Text that is safe already comes back as it is.
std::string plain_text(std::string_view text);

/// The same in one line: line feeds and tabs are escaped, too.
std::string plain_line(std::string_view text);

}  // namespace farsight
