#include "simulate/road.hpp"

#include "simulate/province_box.hpp"

namespace lontar::simulate {

namespace {

Error lost(std::string_view where) {
    return fail(ErrorKind::unreachable, "L-02", "simulated: lost " + std::string(where));
}

class SimulatedHttp final : public upload::Http {
public:
    SimulatedHttp(Road& road, std::string address) : road_(road), address_(std::move(address)) {}

    Result<upload::HttpAnswer> put(const std::string& url, ByteView body,
                                   std::string_view media_type) override {
        const Bytes bytes = to_bytes(body);
        return road_.exchange(address_, url, &bytes, media_type);
    }
    Result<upload::HttpAnswer> get(const std::string& url) override {
        return road_.exchange(address_, url, nullptr, {});
    }

private:
    Road& road_;
    std::string address_;
};

}  // namespace

upload::MakeHttp Road::make_http(std::string address) {
    return [this, address = std::move(address)](
               const upload::HttpSettings&) -> Result<std::unique_ptr<upload::Http>> {
        return std::unique_ptr<upload::Http>(std::make_unique<SimulatedHttp>(*this, address));
    };
}

Result<upload::HttpAnswer> Road::exchange(const std::string& address, const std::string& url,
                                          const Bytes* body, std::string_view media_type) {
    if (state_ == RoadState::closed || is_dead_()) {
        return lost("on the way there");
    }
    auto answer = province_.answer(address, url, body, media_type);
    if (!answer || is_dead_()) {
        return lost("with the server");
    }
    if (state_ == RoadState::loses_answers || state_ == RoadState::breaks_once) {
        if (state_ == RoadState::breaks_once) {
            state_ = RoadState::open;
        }
        return lost("on the way back");
    }
    bytes_up_ += body == nullptr ? 0 : body->size();
    bytes_down_ += answer->body.size();
    return *std::move(answer);
}

}  // namespace lontar::simulate
