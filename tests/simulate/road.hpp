#pragma once
/// The road between a laptop and the province: an exchange goes through, or breaks on the way there
/// or back.
#include <functional>
#include <memory>
#include <string>

#include "sync/upload/http.hpp"

namespace lontar::simulate {

class ProvinceBox;

enum class RoadState {
    open,
    closed,
    loses_answers,  ///< what is asked arrives, the answer does not
    breaks_once,    ///< the first answer is lost, then it is open
};

class Road {
public:
    /// `is_dead`: whoever asks has lost its power meanwhile and asks nothing more.
    Road(ProvinceBox& province, std::function<bool()> is_dead)
        : province_(province), is_dead_(std::move(is_dead)) {}

    void set(RoadState state) { state_ = state; }
    /// Exchanges of somebody at this address.
    upload::MakeHttp make_http(std::string address);

    /// Bytes of all bodies so far, up and down, without TLS and HTTP.
    [[nodiscard]] std::size_t bytes_up() const { return bytes_up_; }
    [[nodiscard]] std::size_t bytes_down() const { return bytes_down_; }

    /// One exchange; `body` null for a GET.
    Result<upload::HttpAnswer> exchange(const std::string& address, const std::string& url,
                                        const Bytes* body, std::string_view media_type);

private:
    ProvinceBox& province_;
    std::function<bool()> is_dead_;
    RoadState state_ = RoadState::open;
    std::size_t bytes_up_ = 0;
    std::size_t bytes_down_ = 0;
};

}  // namespace lontar::simulate
