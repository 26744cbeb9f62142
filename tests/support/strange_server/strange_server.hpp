#pragma once
/// Who answers instead of the province: a login page, a plain web server, somebody with another
/// certificate.
#include <atomic>
#include <string>
#include <thread>

#include "storage/base/timestamp.hpp"
#include "sync/server/certificates.hpp"

namespace lontar::support {

enum class Answers {
    nothing,       ///< hangs up
    plain_page,    ///< HTTP without TLS
    login_page,    ///< the province's certificate, 200 and HTML
    redirect,      ///< the province's certificate, 302 to elsewhere
    foreign_page,  ///< a certificate of another authority
};

/// Listens on the loopback as long as the object lives. Ends the test when it cannot.
class StrangeServer {
public:
    explicit StrangeServer(Timestamp now);
    StrangeServer(const StrangeServer&) = delete;
    StrangeServer& operator=(const StrangeServer&) = delete;
    StrangeServer(StrangeServer&&) = delete;
    StrangeServer& operator=(StrangeServer&&) = delete;
    ~StrangeServer();

    /// From the next connection on.
    void answer(Answers what) { answers_ = what; }
    [[nodiscard]] std::string address() const {
        return "https://localhost:" + std::to_string(port_);
    }
    /// PEM of the authority a laptop is told to trust.
    [[nodiscard]] const std::string& authority() const { return authority_.certificate; }

private:
    void serve();
    void answer_one(int connection);

    server::CertificateAuthority authority_;
    server::TlsIdentity own_, foreign_;
    int listener_ = -1;
    int port_ = 0;
    std::atomic<Answers> answers_{Answers::nothing};
    std::thread thread_;
};

}  // namespace lontar::support
