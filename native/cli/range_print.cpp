#include "range_print.h"

#include <cstdarg>
#include <cstdio>

namespace farsight::cli {

void append(std::string& out, const char* format, ...) {
    char line[512];
    va_list arguments;
    va_start(arguments, format);
    std::vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    out += line;
}

}  // namespace farsight::cli
