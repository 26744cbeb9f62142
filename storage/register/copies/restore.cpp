#include "storage/register/copies/restore.hpp"

#include <algorithm>
#include <optional>

#include "storage/base/json.hpp"
#include "storage/model/roles.hpp"
#include "storage/register/audit.hpp"
#include "storage/register/copies/dump.hpp"
#include "storage/register/database_file.hpp"
#include "storage/register/duplicates.hpp"
#include "storage/register/epochs.hpp"
#include "storage/register/making.hpp"
#include "storage/register/officer_name.hpp"
#include "storage/register/officers.hpp"
#include "storage/register/settings.hpp"
#include "storage/sealed/age_keys.hpp"
#include "storage/sqlite/query.hpp"

namespace lontar::storage {

namespace {

Error not_a_dump(std::string_view why) {
    return fail(ErrorKind::corrupt, "B-02", "restore: " + std::string(why));
}

/// A line that the schema refuses was never written by us; a full disk is still a full disk.
Status as_dump_error(Status status) {
    if (status || status.error().kind == ErrorKind::storage_full ||
        status.error().kind == ErrorKind::storage_failed) {
        return status;
    }
    return not_a_dump(status.error().context);
}

/// Binds one value of a line. False when it is of another kind than the column.
bool bind_value(sqlite::Statement& query, const std::string& parameter, const Json& value,
                ColumnKind kind) {
    if (kind == ColumnKind::integer) {
        if (value.integer() != nullptr) {
            query.bind(parameter, *value.integer());
        }
        return value.integer() != nullptr;
    }
    if (value.text() == nullptr) {
        return false;
    }
    if (kind == ColumnKind::text) {
        query.bind(parameter, *value.text());
        return true;
    }
    const auto blob =
        kind == ColumnKind::id ? from_hex(*value.text()) : sealed::from_base64(*value.text());
    if (blob) {
        query.bind(parameter, ByteView(*blob));
    }
    return blob.has_value();
}

Status insert_row(Register& village_register, const DumpTable& table, const Json& line) {
    bool good = true;
    auto inserted = sqlite::run_query(
        village_register.database(), table.restore, [&](sqlite::Statement& query) {
            for (const DumpColumn& column : table.columns) {
                const Json* value = line.find(column.name);
                if (value != nullptr) {
                    good = bind_value(query, ":" + std::string(column.name), *value, column.kind) &&
                           good;
                }
            }
        });
    return good ? as_dump_error(inserted) : Status(not_a_dump("a value of another kind"));
}

/// The officer of this name, or a new one.
Result<Officer> put_restorer(Register& village_register, const std::string& name) {
    auto known = find_active_officer(village_register, name);
    if (known || known.error().kind != ErrorKind::not_found) {
        return known;
    }
    if (auto named = check_name(name); !named) {
        return std::move(named).error();
    }
    Officer officer{OfficerId::random(village_register.world().random), name,
                    std::string(model::usual_role), true};
    if (auto inserted = insert_officer(village_register, officer.id, officer.name, officer.role,
                                       village_register.world().clock.now());
        !inserted) {
        return std::move(inserted).error();
    }
    return officer;
}

}  // namespace

struct RegisterRestore::Impl {
    std::unique_ptr<Making> making;
    std::optional<sqlite::Transaction> transaction;  // before `making` goes
    std::int64_t rows = 0;
    bool begun = false;
    bool ended = false;
    Status failure;  ///< of the first bad line, so that `finish` cannot make half a register

    Status take_line(std::string_view text);
    /// What a restored register has beside its lines: a device, an epoch, somebody who can unlock
    /// it.
    Result<Officer> complete(const RestoreRequest& request);
};

RegisterRestore::RegisterRestore() : impl_(nullptr) {}
RegisterRestore::~RegisterRestore() {
    if (impl_) {
        impl_->transaction.reset();
    }
}

Result<std::unique_ptr<RegisterRestore>> RegisterRestore::begin(const World& world,
                                                                const Path& folder) {
    auto making =
        Making::begin(world, folder, fail(ErrorKind::conflict, "B-03", "restore a register"));
    if (!making) {
        return std::move(making).error();
    }
    auto transaction = sqlite::Transaction::begin((*making)->content().database());
    if (!transaction) {
        return std::move(transaction).error();
    }
    std::unique_ptr<RegisterRestore> restore(new RegisterRestore());
    std::unique_ptr<Impl> impl(new Impl{*std::move(making), {}, 0, false, false, {}});
    restore->impl_ = std::move(impl);
    restore->impl_->transaction.emplace(*std::move(transaction));
    return restore;
}

Status RegisterRestore::Impl::take_line(std::string_view text) {
    if (!begun) {
        const auto head = read_dump_head(text);
        begun = head.has_value();
        return head ? done() : Status(head.error());
    }
    const auto line = parse_json(text, {.max_bytes = max_dump_line});
    if (!line || ended) {
        return not_a_dump("a line that is none");
    }
    const std::string name = line->text_at("t").value_or("");
    if (name == dump_end) {
        ended = true;
        return line->integer_at("rows") == rows ? done() : Status(not_a_dump("rows are missing"));
    }
    const auto tables = dump_tables();
    const auto table = std::ranges::find(tables, name, &DumpTable::name);
    if (table == tables.end()) {
        return not_a_dump("an unknown table");
    }
    ++rows;
    return insert_row(making->content(), *table, *line);
}

Status RegisterRestore::line(std::string_view json_line) {
    if (json_line.ends_with('\n')) {
        json_line.remove_suffix(1);
    }
    if (impl_->failure) {
        impl_->failure = impl_->take_line(json_line);
    }
    return impl_->failure;
}

Result<Officer> RegisterRestore::Impl::complete(const RestoreRequest& request) {
    Register& village_register = making->content();
    if (auto whole = verify_audit(village_register); !whole) {
        return not_a_dump(whole.error().context);
    }
    auto officer = put_restorer(village_register, request.officer_name);
    if (!officer) {
        return officer;
    }
    if (auto put = making->put_device(); !put) {
        return std::move(put).error();
    }
    const auto sheet = request.recovery_sheet.text();
    if (auto put = put_setting(village_register, setting_names::recovery_sheet, sheet); !put) {
        return std::move(put).error();
    }
    auto logged = append_audit(
        village_register,
        {village_register.world().clock.now(), officer->id, "register_restored", "", {}});
    if (!logged) {
        return std::move(logged).error();
    }
    if (auto started = start_epoch(village_register, "restore"); !started) {
        return std::move(started).error();
    }
    if (auto rebuilt = make_missing_duplicate_keys(village_register); !rebuilt) {
        return not_a_dump(rebuilt.error().context);
    }
    auto committed = as_dump_error(transaction->commit());
    return committed ? officer : Result<Officer>(std::move(committed).error());
}

Result<std::int64_t> RegisterRestore::finish(const RestoreRequest& request) {
    if (!impl_->failure) {
        return impl_->failure.error();
    }
    if (!impl_->ended) {
        return not_a_dump("it is cut");
    }
    Register& village_register = impl_->making->content();
    const auto province = find_setting(village_register, setting_names::province_recovery);
    if (!province) {
        return province.error();
    }
    const auto province_recovery = sealed::Recipient::parse(*province);
    if (!province_recovery) {
        return not_a_dump("no recovery key of the province");
    }
    const auto officer = impl_->complete(request);
    if (!officer) {
        return officer.error();
    }
    const auto sizes = find_sizes(village_register);
    if (!sizes) {
        return sizes.error();
    }
    auto finished =
        impl_->making->finish({officer->id, officer->name, request.passphrase, request.cost,
                               request.recovery_sheet, *province_recovery});
    if (!finished) {
        return std::move(finished).error();
    }
    return sizes->registrations;
}

}  // namespace lontar::storage
