// Reads protobuf messages. protozero's own reader tells damage by throwing, and the WebAssembly build of the
// core has no exceptions: there a damaged file would end the module. This one tells it by a flag.
#pragma once

#include <cstddef>
#include <cstdint>
#include <protozero/types.hpp>
#include <string_view>

namespace farsight {

/// Goes through the fields of one message. After damage next() gives false, here and in every enclosing
/// message.
class ProtobufReader {
public:
    /// `damaged` is set, never cleared, and must outlive the reader.
    ProtobufReader(std::string_view bytes, bool& damaged) : rest_(bytes), damaged_(&damaged) {}

    /// To the next field, whose value must then be taken or skipped; false at the end.
    bool next() {
        if (rest_.empty() || *damaged_) return false;
        begin_ = rest_;
        const std::uint64_t key = varint();
        field_ = key >> 3;
        wire_type_ = static_cast<protozero::pbf_wire_type>(key & 7);
        return field_ > 0 || damage();
    }

    std::uint64_t field() const { return field_; }

    /// Text, bytes or a message; nothing when the field is of another kind.
    std::string_view view() {
        if (wire_type_ != protozero::pbf_wire_type::length_delimited) {
            damage();
            return {};
        }
        return take(varint());
    }

    ProtobufReader message() { return {view(), *damaged_}; }

    /// The whole field, key and value, of which nothing was taken yet.
    std::string_view raw() {
        skip();
        return begin_.substr(0, begin_.size() - rest_.size());
    }

    /// A number; nothing when the field is of another kind.
    std::int64_t integer() {
        if (wire_type_ == protozero::pbf_wire_type::varint) return static_cast<std::int64_t>(varint());
        damage();
        return 0;
    }

    /// Calls `use` with each number of a repeated field, packed or not.
    template <class Use>
    void integers(Use&& use) {
        if (wire_type_ == protozero::pbf_wire_type::varint) {
            use(static_cast<std::int64_t>(varint()));
            return;
        }
        ProtobufReader packed = message();
        while (!packed.rest_.empty() && !*damaged_) use(static_cast<std::int64_t>(packed.varint()));
    }

    void skip() {
        switch (wire_type_) {
            case protozero::pbf_wire_type::varint:
                varint();
                break;
            case protozero::pbf_wire_type::fixed64:
                take(8);
                break;
            case protozero::pbf_wire_type::length_delimited:
                take(varint());
                break;
            case protozero::pbf_wire_type::fixed32:
                take(4);
                break;
            default:
                damage();
        }
    }

private:
    bool damage() {
        *damaged_ = true;
        return false;
    }

    std::string_view take(std::uint64_t count) {
        if (count > rest_.size()) {
            damage();
            return {};
        }
        const auto size = static_cast<std::size_t>(count);
        const std::string_view taken = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return taken;
    }

    std::uint64_t varint() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (rest_.empty()) break;
            const auto byte = static_cast<unsigned char>(rest_.front());
            rest_.remove_prefix(1);
            value |= std::uint64_t{byte & 127U} << shift;
            if (byte < 128) return value;
        }
        damage();
        return 0;
    }

    std::string_view rest_;
    std::string_view begin_;  ///< `rest_` before the field at hand.
    bool* damaged_;
    std::uint64_t field_ = 0;
    protozero::pbf_wire_type wire_type_ = protozero::pbf_wire_type::unknown;
};

}  // namespace farsight
