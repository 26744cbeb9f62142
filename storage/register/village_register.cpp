#include "storage/register/village_register.hpp"

#include "storage/embedded_sql.hpp"
#include "storage/register/audit.hpp"
#include "storage/register/batches.hpp"
#include "storage/register/commit.hpp"
#include "storage/register/copies/dump.hpp"
#include "storage/register/drafts.hpp"
#include "storage/register/duplicates.hpp"
#include "storage/register/epochs.hpp"
#include "storage/register/imports.hpp"
#include "storage/register/officers.hpp"
#include "storage/register/people.hpp"
#include "storage/register/register_impl.hpp"
#include "storage/register/replies.hpp"
#include "storage/register/revisions.hpp"
#include "storage/register/saving.hpp"
#include "storage/register/settings.hpp"
#include "storage/register/status.hpp"
#include "storage/sqlite/query.hpp"

namespace lontar::storage {

namespace {

SaveScene save_scene(VillageRegister::Impl& impl) {
    return {*impl.database, impl.world, impl.village};
}

OfficerScene officer_scene(VillageRegister::Impl& impl) {
    return {*impl.database, impl.world, impl.folder, impl.key};
}

}  // namespace

VillageRegister::VillageRegister(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
VillageRegister::~VillageRegister() = default;

const Device& VillageRegister::device() const {
    return impl_->device;
}
const std::string& VillageRegister::village() const {
    return impl_->village;
}
const std::string& VillageRegister::village_name() const {
    return impl_->village_name;
}
bool VillageRegister::training() const {
    return impl_->training;
}
const sealed::Secret& VillageRegister::register_key() const {
    return impl_->key;
}

Result<std::string> VillageRegister::setting(std::string_view name) {
    return find_setting(*impl_->database, name);
}
Status VillageRegister::set_setting(std::string_view name, std::string_view value) {
    return put_setting(*impl_->database, name, value);
}
Result<std::string> VillageRegister::manifest() {
    return setting(setting_names::manifest);
}
Status VillageRegister::store_manifest(std::string_view manifest_and_signature) {
    return set_setting(setting_names::manifest, manifest_and_signature);
}
Result<std::string> VillageRegister::activation() {
    return setting(setting_names::activation);
}

Status VillageRegister::store_activation(std::string_view activation) {
    auto transaction = sqlite::Transaction::begin(*impl_->database);
    if (!transaction) {
        return std::move(transaction).error();
    }
    if (auto put = put_setting(*impl_->database, setting_names::activation, activation); !put) {
        return put;
    }
    if (auto started = start_epoch(*impl_->database, impl_->world, impl_->device.id, "again");
        !started) {
        return started;
    }
    return commit(*transaction, "epoch-before-commit", "epoch-after-commit");
}

Result<RegisterStatus> VillageRegister::status() {
    return find_status(*impl_);
}

Result<std::pair<Timestamp, bool>> VillageRegister::moment() {
    const auto moment = moment_of(*impl_->database, impl_->world.clock);
    if (!moment) {
        return moment.error();
    }
    return std::pair(moment->at, moment->uncertain);
}

Result<std::vector<Officer>> VillageRegister::officers() {
    return list_officers(*impl_->database);
}
Status VillageRegister::add_officer(std::string_view name, std::string_view role,
                                    const sealed::Secret& passphrase,
                                    const sealed::PassphraseCost& cost, const OfficerId& by) {
    return storage::add_officer(officer_scene(*impl_), name, role, passphrase, cost, by);
}
Status VillageRegister::change_passphrase(const OfficerId& officer,
                                          const sealed::Secret& passphrase,
                                          const sealed::PassphraseCost& cost) {
    return storage::change_passphrase(officer_scene(*impl_), officer, passphrase, cost);
}
Status VillageRegister::remove_officer(const OfficerId& officer, const OfficerId& by) {
    return storage::remove_officer(officer_scene(*impl_), officer, by);
}
Status VillageRegister::replace_recovery_sheet(const sealed::Recipient& sheet) {
    return storage::replace_recovery_sheet(officer_scene(*impl_), impl_->device, sheet);
}

Result<std::int64_t> VillageRegister::save_draft(const Draft& draft) {
    return put_draft(*impl_->database, draft, impl_->world.clock.now());
}
Result<std::vector<Draft>> VillageRegister::drafts() {
    return list_drafts(*impl_->database);
}
Result<std::optional<Draft>> VillageRegister::draft(std::int64_t id) {
    return find_draft(*impl_->database, id);
}
Status VillageRegister::delete_draft(std::int64_t id) {
    return storage::delete_draft(*impl_->database, id);
}

Result<std::vector<Similar>> VillageRegister::find_similar(
    const model::Answers& answers, const std::optional<RegistrationId>& except) {
    return storage::find_similar(*impl_->database, model::normalise(answers), except);
}
Result<Saved> VillageRegister::save_new(const model::Answers& answers, const SaveOptions& options) {
    return save_new_person(save_scene(*impl_), answers, options);
}
Result<Saved> VillageRegister::correct(const RegistrationId& id, const Rev& base,
                                       const model::Answers& answers, const SaveOptions& options) {
    return correct_person(save_scene(*impl_), id, base, answers, options);
}
Status VillageRegister::withdraw(const RegistrationId& id, const Rev& base, std::string_view why,
                                 const OfficerId& by) {
    return withdraw_person(save_scene(*impl_), id, base, why, by);
}
Result<Registration> VillageRegister::registration(const RegistrationId& id) {
    return find_registration(*impl_->database, id);
}
Result<std::vector<PersonLine>> VillageRegister::people(const PeopleFilter& filter) {
    return list_people(*impl_->database, filter);
}
Result<std::int64_t> VillageRegister::people_count(const PeopleFilter& filter) {
    return count_people(*impl_->database, filter);
}
Result<RegistrationId> VillageRegister::find(std::string_view id_or_nik) {
    return find_person(*impl_->database, id_or_nik);
}
Status VillageRegister::mark_checked(const RegistrationId& id, const OfficerId& by) {
    return mark_person_checked(save_scene(*impl_), id, by);
}

Result<ImportReport> VillageRegister::import_people(std::span<const ImportPerson> people,
                                                    std::string_view file_name, const OfficerId& by,
                                                    bool dry_run) {
    return import_file(save_scene(*impl_), people, file_name, by, dry_run);
}
Result<std::vector<ImportInfo>> VillageRegister::imports() {
    return list_imports(*impl_->database);
}
Result<std::int64_t> VillageRegister::undo_import(const ImportId& id, const OfficerId& by) {
    return take_back_import(save_scene(*impl_), id, by);
}

Result<EpochState> VillageRegister::epoch_state() {
    return find_epoch_state(*impl_->database);
}
Result<std::vector<UnsealedEntry>> VillageRegister::unsealed(std::int64_t limit) {
    return list_unsealed(*impl_->database, limit);
}
Status VillageRegister::record_batch(const SealedBatch& batch) {
    return put_batch(*impl_->database, batch, impl_->world.clock.now());
}
Result<std::vector<BatchInfo>> VillageRegister::batches() {
    return list_batches(*impl_->database);
}
Result<Bytes> VillageRegister::batch_bytes(const Epoch& epoch, std::int64_t seq) {
    return find_batch_bytes(*impl_->database, epoch, seq);
}
Status VillageRegister::record_handed_over(const Epoch& epoch, std::int64_t seq,
                                           std::string_view road, Timestamp at) {
    return hand_over(*impl_->database, epoch, seq, road, at);
}
Result<Applied> VillageRegister::apply_reply(const ReplyRecord& reply) {
    return storage::apply_reply(*impl_->database, impl_->world, impl_->device.id, reply);
}
Status VillageRegister::begin_epoch(std::string_view why) {
    return storage::begin_epoch(*impl_->database, impl_->world, impl_->device.id, why);
}
Status VillageRegister::record_hello_refused(std::string_view problem) {
    return set_hello_problem(*impl_->database, problem);
}
Result<std::vector<std::string>> VillageRegister::notices() {
    return list_notices(*impl_->database);
}

Status VillageRegister::audit(std::string_view action, std::string_view object,
                              const OfficerId& by) {
    auto transaction = sqlite::Transaction::begin(*impl_->database);
    if (!transaction) {
        return std::move(transaction).error();
    }
    auto written =
        append_audit(*impl_->database,
                     {impl_->world.clock.now(), by, std::string(action), std::string(object), {}});
    return written ? transaction->commit() : written;
}
Result<Hash> VillageRegister::audit_tip() {
    return find_audit_tip(*impl_->database);
}
Status VillageRegister::verify_audit() {
    return verify_audit_chain(*impl_->database);
}
Status VillageRegister::check() {
    return check_register(*impl_->database);
}

Status VillageRegister::dump(const std::function<Status(std::string_view)>& sink) {
    return dump_register(*impl_, sink);
}
Result<RegisterSizes> VillageRegister::sizes() {
    return find_sizes(*impl_->database);
}
Status VillageRegister::record_backup(Timestamp at, std::int64_t registrations) {
    return put_backup(*impl_->database, at, registrations);
}

}  // namespace lontar::storage
