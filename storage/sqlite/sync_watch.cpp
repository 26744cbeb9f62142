#include "storage/sqlite/sync_watch.hpp"

#include "storage/base/bytes.hpp"

namespace lontar::sqlite {

namespace {

/// Our file as the engine sees it; the system's file follows in the same memory, which is aligned
/// to 8 bytes and no more.
struct alignas(8) WatchedFile {
    sqlite3_file seen;
    SyncWatch* watch;
};

WatchedFile* watched(sqlite3_file* file) {
    return reinterpret_cast<WatchedFile*>(file);
}

sqlite3_file* real(sqlite3_file* file) {
    return reinterpret_cast<sqlite3_file*>(watched(file) + 1);
}

int close(sqlite3_file* file) {
    return real(file)->pMethods->xClose(real(file));
}

int read(sqlite3_file* file, void* into, int bytes, sqlite3_int64 at) {
    return real(file)->pMethods->xRead(real(file), into, bytes, at);
}

int write(sqlite3_file* file, const void* from, int bytes, sqlite3_int64 at) {
    if (!watched(file)->watch->may_write()) {
        return SQLITE_IOERR_WRITE;
    }
    return real(file)->pMethods->xWrite(real(file), from, bytes, at);
}

int truncate(sqlite3_file* file, sqlite3_int64 bytes) {
    if (!watched(file)->watch->may_write()) {
        return SQLITE_IOERR_TRUNCATE;
    }
    return real(file)->pMethods->xTruncate(real(file), bytes);
}

int sync(sqlite3_file* file, int flags) {
    return watched(file)->watch->sync(real(file), flags);
}

int file_size(sqlite3_file* file, sqlite3_int64* bytes) {
    return real(file)->pMethods->xFileSize(real(file), bytes);
}

int lock(sqlite3_file* file, int level) {
    return real(file)->pMethods->xLock(real(file), level);
}

int unlock(sqlite3_file* file, int level) {
    return real(file)->pMethods->xUnlock(real(file), level);
}

int check_reserved_lock(sqlite3_file* file, int* reserved) {
    return real(file)->pMethods->xCheckReservedLock(real(file), reserved);
}

int file_control(sqlite3_file* file, int what, void* argument) {
    return real(file)->pMethods->xFileControl(real(file), what, argument);
}

int sector_size(sqlite3_file* file) {
    return real(file)->pMethods->xSectorSize(real(file));
}

int device_characteristics(sqlite3_file* file) {
    return real(file)->pMethods->xDeviceCharacteristics(real(file));
}

// Version 1: neither shared memory nor memory maps.
constexpr sqlite3_io_methods methods{1,
                                     close,
                                     read,
                                     write,
                                     truncate,
                                     sync,
                                     file_size,
                                     lock,
                                     unlock,
                                     check_reserved_lock,
                                     file_control,
                                     sector_size,
                                     device_characteristics,
                                     nullptr,
                                     nullptr,
                                     nullptr,
                                     nullptr,
                                     nullptr,
                                     nullptr};

SyncWatch* watch_of(sqlite3_vfs* vfs) {
    return static_cast<SyncWatch*>(vfs->pAppData);
}

sqlite3_vfs* system_vfs() {
#ifdef _WIN32
    static sqlite3_vfs* const vfs = sqlite3_vfs_find("win32-longpath");
#else
    static sqlite3_vfs* const vfs = sqlite3_vfs_find(nullptr);
#endif
    return vfs;
}

int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* flags_out) {
    const int outcome = system_vfs()->xOpen(system_vfs(), name, real(file), flags, flags_out);
    // The engine closes a file that has methods, also when opening it failed.
    file->pMethods = real(file)->pMethods == nullptr ? nullptr : &methods;
    watched(file)->watch = watch_of(vfs);
    return outcome;
}

int remove(sqlite3_vfs*, const char* name, int sync_folder) {
    return system_vfs()->xDelete(system_vfs(), name, sync_folder);
}

int access(sqlite3_vfs*, const char* name, int flags, int* answer) {
    return system_vfs()->xAccess(system_vfs(), name, flags, answer);
}

int full_path(sqlite3_vfs*, const char* name, int bytes, char* out) {
    return system_vfs()->xFullPathname(system_vfs(), name, bytes, out);
}

int randomness(sqlite3_vfs*, int bytes, char* out) {
    return system_vfs()->xRandomness(system_vfs(), bytes, out);
}

int sleep(sqlite3_vfs*, int microseconds) {
    return system_vfs()->xSleep(system_vfs(), microseconds);
}

int current_time(sqlite3_vfs*, double* now) {
    return system_vfs()->xCurrentTime(system_vfs(), now);
}

int current_time_int64(sqlite3_vfs*, sqlite3_int64* now) {
    return system_vfs()->xCurrentTimeInt64(system_vfs(), now);
}

int last_error(sqlite3_vfs*, int bytes, char* out) {
    return system_vfs()->xGetLastError(system_vfs(), bytes, out);
}

}  // namespace

SyncWatch::SyncWatch() {
    if (sqlite3_initialize() != SQLITE_OK || system_vfs() == nullptr) {
        return;
    }
    const auto self = reinterpret_cast<std::uintptr_t>(this);
    name_ = "lontar-" + std::to_string(self);
    vfs_.iVersion = 2;
    vfs_.szOsFile = static_cast<int>(sizeof(WatchedFile)) + system_vfs()->szOsFile;
    vfs_.mxPathname = system_vfs()->mxPathname;
    vfs_.zName = name_.c_str();
    vfs_.pAppData = this;
    vfs_.xOpen = open;
    vfs_.xDelete = remove;
    vfs_.xAccess = access;
    vfs_.xFullPathname = full_path;
    vfs_.xRandomness = randomness;
    vfs_.xSleep = sleep;
    vfs_.xCurrentTime = current_time;
    vfs_.xGetLastError = last_error;
    vfs_.xCurrentTimeInt64 = current_time_int64;
    registered_ = sqlite3_vfs_register(&vfs_, 0) == SQLITE_OK;
}

SyncWatch::~SyncWatch() {
    if (registered_) {
        sqlite3_vfs_unregister(&vfs_);
    }
}

int SyncWatch::sync(sqlite3_file* file, int flags) {
    if (sync_failed_) {
        return SQLITE_IOERR_FSYNC;
    }
    ++syncs_;
    const int outcome = file->pMethods->xSync(file, flags);
    sync_failed_ = outcome != SQLITE_OK;
    return outcome;
}

}  // namespace lontar::sqlite
