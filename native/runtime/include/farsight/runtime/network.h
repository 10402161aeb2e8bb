// ONNX Runtime behind one small interface. No other header knows of it, and no exception leaves it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "farsight/decode.h"
#include "farsight/model.h"
#include "farsight/result.h"

namespace farsight {

/// Largest network file taken, in bytes.
inline constexpr std::size_t kMaxNetworkBytes = std::size_t{2047} << 20;

/// A loaded network. Copies share it; it is safe to use from several threads at once.
class Network {
public:
    /// Loads ONNX. Each run uses one thread: tiles run in parallel, which beats threads inside a run.
    /// Fails with kIo for a missing file, with kInvalidModel when ONNX Runtime refuses the network, and
    /// with kUnsupported when it does not have exactly one input of floats (any precision) or of whole
    /// numbers for bytes. Inputs in half or double precision count as float32, those of int32 and int64 as
    /// uint8.
    static Result<Network> load(const std::filesystem::path& file);
    static Result<Network> load(std::span<const std::byte> onnx);  ///< The same from memory.

    std::span<const TensorInfo> inputs() const;  ///< Exactly one.
    /// Outputs that hold numbers; others (strings, sequences) are left out.
    std::span<const TensorInfo> outputs() const;

private:
    friend class NetworkRun;
    struct Session;
    explicit Network(std::shared_ptr<Session> session);

    std::shared_ptr<Session> session_;
};

/// Version of ONNX Runtime in use, for example "1.30.0".
std::string network_runtime_version();

/// The buffers of one run, used again and again. One a thread.
class NetworkRun {
public:
    /// Makes buffers for batches of up to `max_batch`, or of the network's own size where it has one. Asks
    /// the network only for the outputs the card names, or for all when it names none. Fails with kMismatch
    /// when they do not belong together.
    static Result<NetworkRun> create(const Network& network, const ModelCard& card, int max_batch);

    /// Most entries of a run. A network of a fixed batch runs with all of them each time; those not filled
    /// keep what they had.
    int capacity() const;

    NetworkRun(NetworkRun&&) noexcept;
    NetworkRun& operator=(NetworkRun&&) noexcept;
    ~NetworkRun();

    /// Makes room for regions of another size than the card's, which the network must leave free. Costs
    /// nothing when it is the size of the call before.
    void set_size(Size size);

    /// Where a tile's values go, of the card's type; the other span is empty.
    std::span<float> input_floats(int entry);
    std::span<std::uint8_t> input_bytes(int entry);  ///< See input_floats.

    /// Runs the first `batch` entries. The heads are valid until the next call; NaN and infinity pass
    /// through. Fails with kRuntime and ONNX Runtime's words.
    Result<std::span<const HeadView>> run(int batch);

private:
    struct Buffers;
    explicit NetworkRun(std::unique_ptr<Buffers> buffers);

    std::unique_ptr<Buffers> buffers_;
};

}  // namespace farsight
