// lontar-test-certificate FOLDER SERVER DAYS: the province in FOLDER shows another certificate from
// now on, signed by its own authority, for the host of SERVER (https://…), beginning in DAYS. What
// an impostor with a stolen certificate, or a laptop with a wrong clock, sees.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

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

bool replace(sqlite::Database& database, std::string_view kind, const std::string& pem) {
    auto query = expect(database.prepare("UPDATE secret SET value = :value WHERE kind = :kind"));
    return query.bind(":kind", kind).bind(":value", as_bytes(pem)).run().has_value();
}

}  // namespace

int main(int count, char** words) {
    if (count != 4) {
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
    constexpr std::chrono::hours day{24};
    const int days = std::atoi(words[3]);  // NOLINT(cert-err34-c): a test's own argument
    // A certificate begins a day before it is made.
    const auto leaf =
        expect(server::make_leaf({secret(*database, "ca"), secret(*database, "ca_key")}, {words[2]},
                                 system_clock().now() + (days + 1) * day));
    return replace(*database, "leaf", leaf.certificate) && replace(*database, "leaf_key", leaf.key)
               ? 0
               : 1;
}
