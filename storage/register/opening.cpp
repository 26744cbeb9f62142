#include "storage/register/opening.hpp"

#include "storage/register/commit.hpp"
#include "storage/register/database_file.hpp"
#include "storage/register/device_rows.hpp"
#include "storage/register/duplicates.hpp"
#include "storage/register/epochs.hpp"
#include "storage/register/making.hpp"
#include "storage/register/register.hpp"
#include "storage/register/settings.hpp"

namespace lontar::storage {

/// A register between its file and whoever works with it.
class Opening {
public:
    /// Takes the lock; nothing is read yet.
    static Result<Opening> begin(const World& world, const Path& folder, const sealed::Secret& key);
    explicit Opening(std::unique_ptr<Register> content) : content_(std::move(content)) {}

    Result<std::unique_ptr<Register>> to_work();
    Result<std::unique_ptr<Register>> to_read();

private:
    Status load();
    Status load_names();
    Status go_on_here(const KnownDevice& known);
    Status leave_epoch_of_original();

    std::unique_ptr<Register> content_;
};

namespace {

Status make_keys(Register& village_register) {
    auto transaction = sqlite::Transaction::begin(village_register.database());
    if (!transaction) {
        return std::move(transaction).error();
    }
    auto made = make_missing_duplicate_keys(village_register);
    return made ? transaction->commit() : made;
}

}  // namespace

Result<Opening> Opening::begin(const World& world, const Path& folder, const sealed::Secret& key) {
    if (!world.disk.exists(folder / register_file)) {
        return fail(ErrorKind::not_found, "R-01", "open a register: there is none");
    }
    auto lock = lock_folder(folder);
    if (!lock) {
        return std::move(lock).error();
    }
    return Opening(std::unique_ptr<Register>(
        new Register(world, folder, *std::move(lock), sealed::Secret::copy_of(key.view()))));
}

Result<std::unique_ptr<Register>> Opening::to_work() {
    if (auto loaded = load(); !loaded) {
        return std::move(loaded).error();
    }
    return std::move(content_);
}

Result<std::unique_ptr<Register>> Opening::to_read() {
    auto database =
        sqlite::Database::open(content_->folder() / register_file,
                               {.key = content_->key().view(), .create = false, .read_only = true});
    if (!database) {
        return std::move(database).error();
    }
    content_->database_ = *std::move(database);
    return std::move(content_);
}

Status Opening::load() {
    Disk& disk = content_->world().disk;
    const Path file = content_->folder() / register_file;
    auto opened = open_database(disk, file, content_->key(), false);
    if (!opened) {
        return std::move(opened).error();
    }
    content_->database_ = std::move(opened->database);
    auto known = find_device(*content_);
    if (!known) {
        return std::move(known).error();
    }
    content_->device_ = std::move(known->device);
    if (auto loaded = load_names(); !loaded) {
        return loaded;
    }
    if (auto made = make_keys(*content_); !made) {
        return made;
    }
    if (auto went_on = go_on_here(*known); !went_on) {
        return went_on;
    }
    if (!opened->was_migrated) {
        // Nobody is kept from working by a copy that does not go; the next start tries again.
        static_cast<void>(sqlite::remove_copies(disk, file));
    }
    return done();
}

Status Opening::load_names() {
    for (const auto& [name, into] :
         {std::pair(setting_names::village, &content_->village_),
          std::pair(setting_names::village_name, &content_->village_name_)}) {
        auto value = find_setting(*content_, name);
        if (!value) {
            return std::move(value).error();
        }
        *into = *std::move(value);
    }
    const auto training = find_setting(*content_, setting_names::training);
    if (!training) {
        return training.error();
    }
    content_->training_ = !training->empty();
    return content_->village().empty()
               ? Status(fail(ErrorKind::corrupt, "R-06", "read the village of the register"))
               : done();
}

Status Opening::go_on_here(const KnownDevice& known) {
    if (known.is_unbound) {
        return set_machine(*content_, content_->device().machine);
    }
    return known.is_other_machine ? leave_epoch_of_original() : done();
}

/// On a machine it was never open on: a copy, which must not go on with the epoch of the original.
Status Opening::leave_epoch_of_original() {
    auto transaction = sqlite::Transaction::begin(content_->database());
    if (!transaction) {
        return std::move(transaction).error();
    }
    if (auto started = start_epoch(*content_, "clone"); !started) {
        return started;
    }
    if (auto set = set_machine(*content_, content_->device().machine); !set) {
        return set;
    }
    return commit(*transaction, "epoch-before-commit", "epoch-after-commit");
}

Result<std::unique_ptr<Register>> open_register(const World& world, const Path& folder,
                                                const sealed::Secret& key) {
    auto opening = Opening::begin(world, folder, key);
    return opening ? opening->to_work() : std::move(opening).error();
}

Result<std::unique_ptr<Register>> open_to_read(const World& world, const Path& folder,
                                               const sealed::Secret& key) {
    auto opening = Opening::begin(world, folder, key);
    return opening ? opening->to_read() : std::move(opening).error();
}

Result<std::unique_ptr<Register>> open_made(Making& making) {
    return Opening(making.take()).to_work();
}

}  // namespace lontar::storage
