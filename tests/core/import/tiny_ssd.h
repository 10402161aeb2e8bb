// A detector of a few kilobytes in a TFLite file, ended as TensorFlow ends an SSD.
#pragma once

#include <flatbuffers/flexbuffers.h>

#include <cstdint>
#include <string>
#include <vector>

#include "core/import/tflite_builder.h"

namespace farsight::testing {

enum class Storage { kFloat, kUint8, kInt8 };

/// Input 32x32 pixels, a map of 2x2 cells with two anchors each, a background and two classes. The quantized
/// ones take bytes and compute in 8 bits, UINT8 by tensor and INT8 by channel.
class TinySsd {
public:
    explicit TinySsd(Storage storage) : storage_(storage) {}

    TfliteBuilder b;
    std::string custom_code = "TFLite_Detection_PostProcess";
    int classes = 2;  ///< What the options say.

    static std::vector<std::uint8_t> options(int classes) {
        flexbuffers::Builder map;
        map.Map([&] {
            map.Int("max_detections", 10);
            map.Int("max_classes_per_detection", 1);
            map.Int("num_classes", classes);
            map.Float("nms_score_threshold", 0.05F);
            map.Float("nms_iou_threshold", 0.5F);
            map.Float("y_scale", 10);
            map.Float("x_scale", 10);
            map.Float("h_scale", 5);
            map.Float("w_scale", 5);
            map.Bool("use_regular_nms", false);
        });
        map.Finish();
        return map.GetBuffer();
    }

    /// cy, cx, height, width: in each cell a square of 0.4 and a wide one of 0.3 by 0.6.
    static std::vector<float> anchors() {
        std::vector<float> values;
        for (const float cy : {0.25F, 0.75F}) {
            for (const float cx : {0.25F, 0.75F}) {
                values.insert(values.end(), {cy, cx, 0.4F, 0.4F, cy, cx, 0.3F, 0.6F});
            }
        }
        return values;
    }

    std::vector<std::byte> finish() {
        const int in = activation("pixels", {1, 32, 32, 3}, 1 / 128.0F, 128);
        const int features = convolve(in, "features", {1, 2, 2, 4}, 16, 6 / 255.0F, 0, 3,
                                      schema::ActivationFunctionType::RELU6);
        const int boxes =
            reshape(convolve(features, "box_map", {1, 2, 2, 8}, 1, 0.05F, 128, 4), "boxes", {1, 8, 4});
        const int logits =
            reshape(convolve(features, "class_map", {1, 2, 2, 6}, 1, 0.06F, 160, 4), "logits", {1, 8, 3});
        const int scores = activation("scores", {1, 8, 3}, 1 / 256.0F, 0);
        b.op(TfliteBuilder::Code::LOGISTIC, {logits}, {scores});
        const int list = b.floats("anchors", {8, 4}, anchors());
        const std::vector<int> results = {b.tensor("found_boxes", {1, 10, 4}),
                                          b.tensor("found_classes", {1, 10}),
                                          b.tensor("found_scores", {1, 10}), b.tensor("found_count", {1})};
        b.op(TfliteBuilder::Code::CUSTOM, {boxes, scores, list}, results, schema::BuiltinOptions::NONE, 0,
             custom_code, options(classes));
        return b.finish({in}, results);
    }

private:
    bool quantized() const { return storage_ != Storage::kFloat; }

    /// `zero` counts as for UINT8.
    int activation(const std::string& name, const std::vector<int>& shape, float scale, int zero) {
        if (!quantized()) return b.tensor(name, shape);
        const bool bytes = storage_ == Storage::kUint8;
        return b.quantized({scale}, {bytes ? zero : zero - 128}, [&] {
            return b.tensor(name, shape, bytes ? schema::TensorType::UINT8 : schema::TensorType::INT8);
        });
    }

    /// The same small numbers everywhere, from a linear congruential generator.
    int next() {
        state_ = state_ * 1103515245U + 12345U;
        return static_cast<int>(state_ >> 16 & 255U) - 128;
    }

    int convolve(int in, const std::string& name, const std::vector<int>& out_shape, int stride,
                 float out_scale, int out_zero, int in_channels,
                 schema::ActivationFunctionType function = schema::ActivationFunctionType::NONE) {
        const int channels = out_shape[3];
        const auto count = static_cast<std::size_t>(channels) * 9 * static_cast<std::size_t>(in_channels);
        std::vector<int> steps(count);
        for (int& step : steps) step = next();
        const float scale = 0.002F;
        const std::vector<int> shape = {channels, 3, 3, in_channels};
        int weights = 0;
        int bias = 0;
        const auto outputs = static_cast<std::size_t>(channels);
        if (!quantized()) {
            std::vector<float> values;
            for (const int step : steps) values.push_back(scale * static_cast<float>(step));
            weights = b.floats(name + "/weights", shape, values);
            bias = b.floats(name + "/bias", {channels}, std::vector<float>(outputs, 0.25F));
        } else {
            const float in_scale = in == 0 ? 1 / 128.0F : 6 / 255.0F;
            const bool bytes = storage_ == Storage::kUint8;
            const std::vector<float> scales(bytes ? 1 : outputs, scale);
            const std::vector<float> bias_scales(bytes ? 1 : outputs, scale * in_scale);
            const auto add = [&]<class Byte>(Byte, schema::TensorType type, int zero) {
                std::vector<Byte> values;
                for (const int step : steps) values.push_back(static_cast<Byte>(step + zero));
                return b.quantized(scales, std::vector<std::int64_t>(scales.size(), zero),
                                   [&] { return b.constant(name + "/weights", shape, type, values); });
            };
            weights = bytes ? add(std::uint8_t{}, schema::TensorType::UINT8, 128)
                            : add(std::int8_t{}, schema::TensorType::INT8, 0);
            const auto step = static_cast<std::int32_t>(0.25F / (scale * in_scale));
            bias = b.quantized(bias_scales, std::vector<std::int64_t>(bias_scales.size(), 0), [&] {
                return b.constant(name + "/bias", {channels}, schema::TensorType::INT32,
                                  std::vector<std::int32_t>(outputs, step));
            });
        }
        const int out = activation(name, out_shape, out_scale, out_zero);
        const auto options =
            schema::CreateConv2DOptions(b.fbb, schema::Padding::SAME, stride, stride, function);
        b.op(TfliteBuilder::Code::CONV_2D, {in, weights, bias}, {out}, schema::BuiltinOptions::Conv2DOptions,
             options.Union());
        return out;
    }

    /// In the quantization of its input.
    int reshape(int in, const std::string& name, const std::vector<int>& shape) {
        const bool boxes = name == "boxes";
        const int target = b.integers(name + "/shape", shape);
        const int out = activation(name, shape, boxes ? 0.05F : 0.06F, boxes ? 128 : 160);
        b.op(TfliteBuilder::Code::RESHAPE, {in, target}, {out});
        return out;
    }

    Storage storage_;
    std::uint32_t state_ = 7;
};

}  // namespace farsight::testing
