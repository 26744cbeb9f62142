// lontar-test-certificate FOLDER SERVER DAYS: the province in FOLDER shows another certificate from
// now on, signed by its own authority, for the host of SERVER (https://…), beginning in DAYS. What
// an impostor with a stolen certificate, or a laptop with a wrong clock, sees.
//
// lontar-test-certificate FOLDER: ends with 0 when wine can verify what the province shows. Wine 8
// takes an ECDSA signature for a wrong one when one of its numbers has less than 32 bytes, as one
// in 128 has; the certificates of the first form have none of these.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

#include <openssl/ecdsa.h>
#include <openssl/pem.h>

#include "storage/base/durable_file.hpp"
#include "storage/base/timestamp.hpp"
#include "storage/sqlite/database.hpp"
#include "sync/server/certificates.hpp"
#include "sync/server/province.hpp"

using namespace lontar;

namespace {

template <typename T>
T expect(Result<T> result) {
    if (!result) {
        std::fprintf(stderr, "%s %s\n", result.error().code.c_str(),
                     result.error().context.c_str());
        std::exit(1);  // NOLINT(concurrency-mt-unsafe): one thread
    }
    return *std::move(result);
}

std::string secret(sqlite::Database& database, std::string_view kind) {
    auto query = expect(database.prepare("SELECT value FROM secret WHERE kind = :kind"));
    query.bind(":kind", kind);
    return expect(query.step()) ? std::string(as_text(query.blob(0))) : std::string();
}

constexpr int number_bytes = 32;  // of P-256

/// Whether both numbers of the signature on a PEM certificate are as long as they can be.
bool is_whole_length(const std::string& pem) {
    const std::unique_ptr<BIO, decltype(&BIO_free)> text(
        BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(
        PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr), X509_free);
    const ASN1_BIT_STRING* bits = nullptr;
    X509_get0_signature(&bits, nullptr, certificate.get());
    const unsigned char* der = bits->data;
    const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> signature(
        d2i_ECDSA_SIG(nullptr, &der, bits->length), ECDSA_SIG_free);
    return signature && BN_num_bytes(ECDSA_SIG_get0_r(signature.get())) == number_bytes &&
           BN_num_bytes(ECDSA_SIG_get0_s(signature.get())) == number_bytes;
}

bool replace(sqlite::Database& database, std::string_view kind, const std::string& pem) {
    auto query = expect(database.prepare("UPDATE secret SET value = :value WHERE kind = :kind"));
    return query.bind(":kind", kind).bind(":value", as_bytes(pem)).run().has_value();
}

}  // namespace

int main(int count, char** words) {
    if (count != 2 && count != 4) {
        return 2;
    }
    const Path folder = to_path(words[1]);
    const auto hex = expect(system_disk().read(folder / server::files::database_key, 256));
    const auto key = from_hex(as_text(hex).substr(0, 64));
    if (!key) {
        return 1;
    }
    const auto database =
        expect(sqlite::Database::open(folder / server::files::database, {.key = *key}));
    if (count == 2) {
        return is_whole_length(secret(*database, "ca")) &&
                       is_whole_length(secret(*database, "leaf"))
                   ? 0
                   : 1;
    }
    constexpr std::chrono::hours day{24};
    const int days = std::atoi(words[3]);
    // A certificate begins a day before it is made.
    const auto made_at = system_clock().now() + (days + 1) * day;
    server::TlsIdentity leaf;
    do {
        leaf = expect(server::make_leaf({secret(*database, "ca"), secret(*database, "ca_key")},
                                        {words[2]}, made_at));
    } while (!is_whole_length(leaf.certificate));
    return replace(*database, "leaf", leaf.certificate) && replace(*database, "leaf_key", leaf.key)
               ? 0
               : 1;
}
