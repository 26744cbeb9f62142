// What only Windows does: files that others hold, names of 300 letters, locks of other processes.
#include <windows.h>
// Those that need the types of windows.h.
#include <array>
#include <chrono>
#include <string>
#include <thread>

#include <catch2/catch_test_macros.hpp>

#include "storage/base/durable_file.hpp"
#include "storage/base/os.hpp"
#include "storage/base/windows.hpp"
#include "support/child.hpp"
#include "support/temp_folder.hpp"

using namespace lontar;
using support::TempFolder;
using windows::Handle;

namespace {

/// As a virus scanner does: opens the file and shares it with nobody.
Handle hold(const Path& path) {
    Handle file(::CreateFileW(path.c_str(), GENERIC_READ, 0, nullptr, OPEN_EXISTING,
                              FILE_ATTRIBUTE_NORMAL, nullptr));
    REQUIRE(file.is_open());
    return file;
}

void let_go_soon(Handle& file, std::thread& later) {
    later = std::thread([&file] {
        std::this_thread::sleep_for(std::chrono::milliseconds(400));
        file.close();
    });
}

/// This program again, with one hidden test and a path for it.
PROCESS_INFORMATION start_again(const std::string& hidden_test, const Path& path) {
    const support::Environment told("LONTAR_TEST_PATH", to_utf8(path));
    std::array<wchar_t, 1024> own{};
    REQUIRE(::GetModuleFileNameW(nullptr, own.data(), static_cast<DWORD>(own.size())) != 0);
    std::wstring line =
        L"\"" + std::wstring(own.data()) + L"\" \"" + windows::wide(hidden_test) + L"\"";
    STARTUPINFOW start{};
    start.cb = sizeof(start);
    PROCESS_INFORMATION process{};
    REQUIRE(::CreateProcessW(nullptr, line.data(), nullptr, nullptr, FALSE, 0, nullptr, nullptr,
                             &start, &process) != 0);
    return process;
}

bool appears(const Path& path) {
    for (int tries = 0; tries < 300; ++tries) {
        if (system_disk().exists(path)) {
            return true;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return false;
}

void end(PROCESS_INFORMATION& process) {
    ::TerminateProcess(process.hProcess, 9);
    ::WaitForSingleObject(process.hProcess, INFINITE);
    ::CloseHandle(process.hThread);
    ::CloseHandle(process.hProcess);
}

}  // namespace

TEST_CASE("a process that holds lock and part until it is killed", "[.]") {
    const auto path = environment("LONTAR_TEST_PATH");
    REQUIRE(path);
    const Path folder = to_path(*path);
    const auto lock = lock_file(folder / "lock");
    auto part = system_disk().begin(folder / "a");
    REQUIRE(lock);
    REQUIRE(part);
    REQUIRE((*part)->write(as_bytes("half of the other")));
    support::put_bytes(folder / "ready", {});
    ::Sleep(60'000);
}

TEST_CASE("lock and part of another process are refused until it is killed") {
    const TempFolder folder;
    auto other =
        start_again("a process that holds lock and part until it is killed", folder.path());
    REQUIRE(appears(folder / "ready"));
    const auto lock = lock_file(folder / "lock");
    const auto part = system_disk().begin(folder / "a");
    end(other);
    REQUIRE_FALSE(lock);
    CHECK(lock.error().code == "P-02");
    REQUIRE_FALSE(part);
    CHECK(part.error().code == "D-03");
    CHECK(lock_file(folder / "lock"));
    CHECK(system_disk().write(folder / "a", as_bytes("mine")));
}

TEST_CASE("a file that a scanner holds for a moment is read, replaced, moved and removed") {
    const TempFolder folder;
    REQUIRE(system_disk().write(folder / "a", as_bytes("old")));
    std::thread later;
    SECTION("read") {
        Handle held = hold(folder / "a");
        let_go_soon(held, later);
        CHECK(system_disk().read(folder / "a", 10));
        later.join();
    }
    SECTION("replaced") {
        Handle held = hold(folder / "a");
        let_go_soon(held, later);
        CHECK(system_disk().write(folder / "a", as_bytes("new")));
        later.join();
        CHECK(support::bytes_of(folder / "a").size() == 3);
    }
    SECTION("moved") {
        Handle held = hold(folder / "a");
        let_go_soon(held, later);
        CHECK(system_disk().move(folder / "a", folder / "b"));
        later.join();
    }
    SECTION("removed") {
        Handle held = hold(folder / "a");
        let_go_soon(held, later);
        CHECK(system_disk().remove(folder / "a"));
        later.join();
        CHECK_FALSE(system_disk().exists(folder / "a"));
    }
}

TEST_CASE("a file held longer than ten seconds is told as held, and keeps its bytes") {
    const TempFolder folder;
    REQUIRE(system_disk().write(folder / "a", as_bytes("old")));
    {
        const Handle held = hold(folder / "a");
        const Status refused = system_disk().write(folder / "a", as_bytes("new"));
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == "D-03");
    }
    const Bytes left = support::bytes_of(folder / "a");
    CHECK(as_text(left) == "old");
    CHECK_FALSE(system_disk().exists(folder / "a.part"));
}

TEST_CASE("names of three hundred letters beyond ASCII are made, listed, read and removed") {
    const TempFolder folder;
    Path deep = folder.path();
    for (int i = 0; i < 6; ++i) {
        deep /= to_path("Kecamatan Sa'ate Désa Ñiki-niki 村 " + std::to_string(i) +
                        std::string(20, 'x'));
    }
    REQUIRE(deep.native().size() > 300);
    REQUIRE(system_disk().make_folder(deep));
    const Path file = deep / to_path("Ölkam.age");
    REQUIRE(system_disk().write(file, as_bytes("daun")));
    const auto listed = system_disk().list(deep);
    REQUIRE(listed);
    REQUIRE(listed->size() == 1);
    CHECK(listed->front().name == "Ölkam.age");
    const auto read = system_disk().read(file, 100);
    REQUIRE(read);
    CHECK(as_text(*read) == "daun");
    CHECK(lock_file(deep / "lock"));
    CHECK(system_disk().free_bytes(deep / "x"));
    CHECK(system_disk().move(file, deep / "b"));
    CHECK(system_disk().remove(deep / "b"));
    CHECK_FALSE(system_disk().exists(deep / "b"));
}

TEST_CASE("a long path becomes whole and verbatim, a short one stays as it is") {
    const std::wstring name(250, L'a');
    CHECK(for_system(L"C:\\short") == Path(L"C:\\short"));
    CHECK(for_system(L"relative") == Path(L"relative"));
    CHECK(for_system(L"C:/x/../" + name) == Path(L"\\\\?\\C:\\" + name));
    CHECK(for_system(L"\\\\server\\share\\" + name) == Path(L"\\\\?\\UNC\\server\\share\\" + name));
    CHECK(for_system(L"\\\\?\\C:\\" + name) == Path(L"\\\\?\\C:\\" + name));
    CHECK(for_system(name).native().starts_with(L"\\\\?\\"));
}

TEST_CASE("a name that is no text is shown with a mark and stops nothing") {
    const std::wstring half{L'a', wchar_t{0xD800}, L'b'};
    CHECK(to_utf8(Path(half)) ==
          "a\xEF\xBF\xBD"
          "b");
    CHECK(to_path("Désa").native() == L"D\u00E9sa");
}
