// Reads what an ONNX test looks at, by the field numbers of onnx/onnx.proto.
#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdint>
#include <cstring>
#include <map>
#include <protozero/pbf_reader.hpp>
#include <string>
#include <vector>

namespace farsight::testing {

struct OnnxNode {
    std::string type;
    std::vector<std::string> inputs;
    std::string output;
    std::map<std::string, float> reals;
    std::map<std::string, std::int64_t> ints;
    std::map<std::string, std::vector<std::int64_t>> lists;
    std::map<std::string, std::string> texts;
};

struct OnnxTensor {
    int type = 0;  ///< 1 float, 2 uint8, 3 int8, 6 int32, 7 int64, 10 float16.
    std::vector<std::int64_t> shape;
    std::string bytes;

    template <class Value>
    std::vector<Value> values() const {
        std::vector<Value> result(bytes.size() / sizeof(Value));
        std::memcpy(result.data(), bytes.data(), result.size() * sizeof(Value));
        return result;
    }
};

struct OnnxModel {
    std::int64_t ir_version = 0;
    std::int64_t opset = 0;
    std::vector<OnnxNode> nodes;
    std::map<std::string, OnnxTensor> initializers;
    std::map<std::string, std::vector<std::string>> inputs;  ///< Dimensions as text.
    std::map<std::string, std::vector<std::string>> outputs;
    std::map<std::string, int> types;  ///< Of inputs and outputs, as OnnxTensor::type.
    std::map<std::string, std::string> metadata;

    const OnnxNode& producer(const std::string& value) const {
        const auto found = std::find_if(nodes.begin(), nodes.end(),
                                        [&](const OnnxNode& node) { return node.output == value; });
        INFO("producer of " << value);
        REQUIRE(found != nodes.end());
        return *found;
    }
    const OnnxNode& only(const std::string& type) const {
        REQUIRE(count(type) == 1);
        return *std::find_if(nodes.begin(), nodes.end(),
                             [&](const OnnxNode& node) { return node.type == type; });
    }
    std::ptrdiff_t count(const std::string& type) const {
        return std::count_if(nodes.begin(), nodes.end(),
                             [&](const OnnxNode& node) { return node.type == type; });
    }
    const OnnxTensor& initializer(const std::string& name) const {
        INFO("initializer " << name);
        REQUIRE(initializers.count(name) == 1);
        return initializers.at(name);
    }
};

inline void read_attribute(protozero::pbf_reader attribute, OnnxNode& node) {
    std::string name;
    std::vector<std::int64_t> list;
    std::int64_t number = 0;
    float real = 0;
    std::string text;
    int type = 0;
    while (attribute.next()) {
        switch (attribute.tag()) {
            case 1:
                name = attribute.get_string();
                break;
            case 2:
                real = attribute.get_float();
                break;
            case 3:
                number = attribute.get_int64();
                break;
            case 4:
                text = attribute.get_string();
                break;
            case 8:
                list.push_back(attribute.get_int64());
                break;
            case 20:
                type = attribute.get_enum();
                break;
            default:
                attribute.skip();
        }
    }
    REQUIRE((type == 1 || type == 2 || type == 3 || type == 7));
    if (type == 1) {
        node.reals[name] = real;
    } else if (type == 2) {
        node.ints[name] = number;
    } else if (type == 3) {
        node.texts[name] = text;
    } else {
        node.lists[name] = list;
    }
}

inline OnnxNode read_node(protozero::pbf_reader from) {
    OnnxNode node;
    while (from.next()) {
        switch (from.tag()) {
            case 1:
                node.inputs.push_back(from.get_string());
                break;
            case 2:
                node.output = from.get_string();
                break;
            case 4:
                node.type = from.get_string();
                break;
            case 5:
                read_attribute(from.get_message(), node);
                break;
            default:
                from.skip();
        }
    }
    return node;
}

inline std::pair<std::string, OnnxTensor> read_initializer(protozero::pbf_reader from) {
    std::string name;
    OnnxTensor tensor;
    while (from.next()) {
        switch (from.tag()) {
            case 1:
                tensor.shape.push_back(from.get_int64());
                break;
            case 2:
                tensor.type = from.get_enum();
                break;
            case 8:
                name = from.get_string();
                break;
            case 9:
                tensor.bytes = from.get_string();
                break;
            default:
                from.skip();
        }
    }
    return {name, tensor};
}

inline std::vector<std::string> read_dimensions(protozero::pbf_reader shape) {
    std::vector<std::string> dimensions;
    while (shape.next(1)) {
        protozero::pbf_reader dimension = shape.get_message();
        while (dimension.next()) {
            dimensions.push_back(dimension.tag() == 1 ? std::to_string(dimension.get_int64())
                                                      : dimension.get_string());
        }
    }
    return dimensions;
}

/// Adds what it finds to `dimensions` and `types`.
inline void read_value_info(protozero::pbf_reader from,
                            std::map<std::string, std::vector<std::string>>& infos,
                            std::map<std::string, int>& types) {
    std::string name;
    int element = 0;
    std::vector<std::string> dimensions;
    while (from.next()) {
        if (from.tag() == 1) {
            name = from.get_string();
            continue;
        }
        protozero::pbf_reader type = from.get_message();
        REQUIRE(type.next(1));
        protozero::pbf_reader tensor = type.get_message();
        while (tensor.next()) {
            if (tensor.tag() == 1) {
                element = tensor.get_enum();
            } else {
                dimensions = read_dimensions(tensor.get_message());
            }
        }
    }
    infos[name] = dimensions;
    types[name] = element;
}

inline OnnxModel read_onnx(const std::string& bytes) {
    OnnxModel model;
    protozero::pbf_reader file(bytes);
    protozero::pbf_reader graph;
    while (file.next()) {
        switch (file.tag()) {
            case 1:
                model.ir_version = file.get_int64();
                break;
            case 7:
                graph = file.get_message();
                break;
            case 8: {
                protozero::pbf_reader opset = file.get_message();
                REQUIRE(opset.next(2));
                model.opset = opset.get_int64();
                break;
            }
            case 14: {
                protozero::pbf_reader entry = file.get_message();
                REQUIRE(entry.next(1));
                const std::string key = entry.get_string();
                REQUIRE(entry.next(2));
                model.metadata[key] = entry.get_string();
                break;
            }
            default:
                file.skip();
        }
    }
    while (graph.next()) {
        switch (graph.tag()) {
            case 1:
                model.nodes.push_back(read_node(graph.get_message()));
                break;
            case 5:
                model.initializers.insert(read_initializer(graph.get_message()));
                break;
            case 11:
                read_value_info(graph.get_message(), model.inputs, model.types);
                break;
            case 12:
                read_value_info(graph.get_message(), model.outputs, model.types);
                break;
            default:
                graph.skip();
        }
    }
    return model;
}

}  // namespace farsight::testing
