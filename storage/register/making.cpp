#include "storage/register/making.hpp"

#include "storage/base/crash_point.hpp"
#include "storage/register/aside.hpp"
#include "storage/register/database_file.hpp"
#include "storage/register/device_rows.hpp"
#include "storage/sqlite/database.hpp"

namespace lontar::storage {

namespace {

constexpr std::string_view new_register_file = "register.db.new";
constexpr std::string_view lock_name = "lock";
constexpr std::size_t register_key_bytes = 32;

}  // namespace

Result<std::unique_ptr<FileLock>> lock_folder(const Path& folder) {
    return lock_file(folder / lock_name);
}

bool has_lost_register(Disk& disk, const Path& folder) {
    return !disk.exists(folder / register_file) && !disk.exists(folder / new_register_file) &&
           (disk.exists(folder / sealed::keyring_file) ||
            disk.exists(folder / sealed::recovery_file));
}

Making::~Making() {
    if (content_ && content_->database_) {
        content_->database_.reset();
        static_cast<void>(remove_leftovers());
    }
}

Status Making::remove_leftovers() {
    for (const std::string_view ending : {"", "-wal", "-journal"}) {
        Path file = content_->folder() / new_register_file;
        file += ending;
        if (auto removed = content_->world().disk.remove(file); !removed) {
            return removed;
        }
    }
    return done();
}

Result<std::unique_ptr<Making>> Making::begin(const World& world, const Path& folder,
                                              const Error& taken) {
    if (auto made = world.disk.make_folder(folder); !made) {
        return std::move(made).error();
    }
    auto lock = lock_folder(folder);
    if (!lock) {
        return std::move(lock).error();
    }
    if (world.disk.exists(folder / register_file)) {
        return taken;
    }
    sealed::Secret key(register_key_bytes);
    world.random.fill(key.bytes());
    std::unique_ptr<Making> making(new Making());
    making->content_.reset(new Register(world, folder, *std::move(lock), std::move(key)));
    if (auto removed = making->remove_leftovers(); !removed) {
        return std::move(removed).error();
    }
    Register& content = *making->content_;
    auto opened = open_database(world.disk, folder / new_register_file, content.key(), true);
    if (!opened) {
        return std::move(opened).error();
    }
    content.database_ = std::move(opened->database);
    NewDevice device = make_device(world.random);
    content.device_ = std::move(device.device);
    making->machine_salt_ = device.machine_salt;
    crash_point("register-begun");
    return making;
}

Status Making::put_device() {
    return insert_device(*content_, machine_salt_);
}

Status Making::finish(const Access& access) {
    const World& world = content_->world();
    const Path& folder = content_->folder();
    const ByteView key = content_->key().view();
    // Whole in one file: nothing of it may stay behind in a journal of the old name.
    if (auto flushed = content_->database().checkpoint(); !flushed) {
        return flushed;
    }
    // The register they open may come back.
    if (auto kept = put_aside(world.disk, folder); !kept) {
        return kept;
    }
    const std::array recipients{access.recovery_sheet, access.province_recovery};
    auto recovery = sealed::write_recovery(world.disk, folder, key, recipients,
                                           content_->device().signing_key, world.random);
    if (!recovery) {
        return recovery;
    }
    sealed::Keyring keyring;
    auto wrap = sealed::wrap_key(key, access.officer, access.officer_name, access.passphrase,
                                 access.cost, world.random);
    if (!wrap) {
        return std::move(wrap).error();
    }
    keyring.wraps.push_back(*std::move(wrap));
    if (auto written = sealed::write_keyring(world.disk, folder, keyring); !written) {
        return written;
    }
    crash_point("register-keys-written");
    content_->database_.reset();
    auto moved = world.disk.move(folder / new_register_file, folder / register_file);
    if (!moved) {
        static_cast<void>(remove_leftovers());
        return moved;
    }
    crash_point("register-in-place");
    return done();
}

}  // namespace lontar::storage
