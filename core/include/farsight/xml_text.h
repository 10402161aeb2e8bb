// Text inside XML, SVG and HTML.
#pragma once

#include <string>
#include <string_view>

namespace farsight {

/// Text as it may stand between tags and in attributes of XML: &, <, > and " as entities, without the control
/// characters that XML does not have.
std::string xml_text(std::string_view text);

}  // namespace farsight
