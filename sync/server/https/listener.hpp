#pragma once
/// The HTTPS port of the province: thousands of slow links in one thread.
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "storage/base/result.hpp"
#include "sync/server/certificates.hpp"
#include "sync/server/https/front.hpp"
#include "sync/server/https/limits.hpp"
#include "sync/server/https/log.hpp"

namespace lontar::server {

struct ListenerSettings {
    std::string address = "0.0.0.0";
    std::uint16_t port = 8443;  ///< 0: any free one
    TlsIdentity tls;
    std::string keys;  ///< answer to GET /v1/keys
    HttpLimits limits;
};

class Listener {
public:
    /// Bound and listening on return; calls `hourly` while it runs. `log` must outlive it. refused
    /// "V-10": the address cannot be used; storage_failed "V-09": the certificate.
    static Result<std::unique_ptr<Listener>> listen(const ListenerSettings& settings,
                                                    Backend backend, std::function<void()> hourly,
                                                    Log& log);
    ~Listener();
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    Listener(Listener&&) = delete;
    Listener& operator=(Listener&&) = delete;

    [[nodiscard]] std::uint16_t port() const;
    /// Serves until `stop`, or SIGINT or SIGTERM when `with_signals`; finishes the requests under
    /// way within the grace.
    void run(bool with_signals);
    /// Any thread.
    void stop();
    /// For connections from now on; a certificate that cannot be used changes nothing. Any thread.
    void renew(const TlsIdentity& tls);

private:
    struct Impl;
    explicit Listener(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace lontar::server
