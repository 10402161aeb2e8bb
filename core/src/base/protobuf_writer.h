// Writes protobuf messages, field by field, into a string.
#pragma once

#include <cstddef>
#include <cstdint>
#include <protozero/buffer_string.hpp>
#include <protozero/types.hpp>
#include <protozero/varint.hpp>
#include <string>
#include <string_view>

namespace farsight {

/// Appends protobuf fields to a string. protozero's own pbf_writer does the same, but its destructor
/// may call std::terminate, which the core promises not to.
class ProtobufWriter {
public:
    explicit ProtobufWriter(std::string& bytes) : bytes_(bytes) {}

    void integer(protozero::pbf_tag_type tag, std::int64_t value) {
        key(tag, protozero::pbf_wire_type::varint);
        protozero::add_varint_to_buffer(&bytes_, static_cast<std::uint64_t>(value));
    }

    void real(protozero::pbf_tag_type tag, float value) {
        key(tag, protozero::pbf_wire_type::fixed32);
        bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
    }

    void text(protozero::pbf_tag_type tag, std::string_view value) {
        key(tag, protozero::pbf_wire_type::length_delimited);
        protozero::add_varint_to_buffer(&bytes_, value.size());
        bytes_.append(value);
    }

    /// A field that another message holds, key and value.
    void raw(std::string_view field) { bytes_.append(field); }

    /// Begins a message within; what is appended until close() is its own.
    std::size_t open(protozero::pbf_tag_type tag) {
        key(tag, protozero::pbf_wire_type::length_delimited);
        bytes_.append(kLengthBytes, '\0');
        return bytes_.size();
    }

    void close(std::size_t begin) {
        char* length = bytes_.data() + begin - kLengthBytes;
        const int used = protozero::add_varint_to_buffer(length, bytes_.size() - begin);
        const auto unused = kLengthBytes - static_cast<std::size_t>(used);
        bytes_.erase(begin - unused, unused);
    }

    template <class Fill>
    void message(protozero::pbf_tag_type tag, const Fill& fill) {
        const std::size_t begin = open(tag);
        fill();
        close(begin);
    }

private:
    /// A varint of 32 bits takes at most five bytes.
    static constexpr std::size_t kLengthBytes = 5;

    void key(protozero::pbf_tag_type tag, protozero::pbf_wire_type type) {
        constexpr unsigned kTypeBits = 3;
        protozero::add_varint_to_buffer(&bytes_, (tag << kTypeBits) | static_cast<std::uint32_t>(type));
    }

    std::string& bytes_;
};

}  // namespace farsight
