/// The real program, as an administrator runs it.
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include <catch2/catch_test_macros.hpp>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "storage/base/crash_point.hpp"
#include "storage/base/json.hpp"
#include "storage/sealed/hash.hpp"
#include "support/child.hpp"
#include "sync/server/admin/caller.hpp"
#include "sync/upload/http.hpp"
#include "sync/wire/problem.hpp"
#include "tests/sync/server/province_scene.hpp"

namespace lontar {
namespace {

using support::oenif;
using support::person;
using support::TempFolder;

std::string text_of(const Path& file) {
    std::stringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

struct Ran {
    int code = -1;
    std::string out;
    std::string err;
};

/// A province in a folder of its own, driven by command lines.
class Program {
public:
    Program() {
        support::put_bytes(folder / "passphrase", as_bytes("sasando lontar komodo kelimutu\n"));
    }
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;
    Program(Program&&) = delete;
    Program& operator=(Program&&) = delete;
    ~Program() {
        if (server > 0) {
            ::kill(server, SIGKILL);
            ::waitpid(server, nullptr, 0);
        }
    }

    pid_t start(std::vector<std::string> arguments, const std::string& name) {
        const auto out = folder / (name + ".out");
        const auto err = folder / (name + ".err");
        arguments.insert(arguments.begin(), std::string(LONTAR_BIN_DIR) + "/lontar-server");
        arguments.insert(arguments.begin() + 1, {"--data", to_utf8(folder / "data")});
        std::vector<char*> words;
        words.reserve(arguments.size() + 1);
        for (std::string& argument : arguments) {
            words.push_back(argument.data());
        }
        words.push_back(nullptr);
        const pid_t child = ::fork();
        if (child == 0) {
            ::close(0);
            ::open("/dev/null", O_RDONLY);
            ::dup2(::open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), 1);
            ::dup2(::open(err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), 2);
            ::execv(words[0], words.data());
            ::_exit(127);
        }
        return child;
    }
    static int end_of(pid_t child) {
        int status = 0;
        ::waitpid(child, &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
    Ran run(const std::vector<std::string>& arguments) {
        Ran ran;
        ran.code = end_of(start(arguments, "command"));
        ran.out = text_of(folder / "command.out");
        ran.err = text_of(folder / "command.err");
        return ran;
    }
    Ran init() {
        return run({"init", "--name", "NTT", "--server", "https://127.0.0.1:1", "--secrets",
                    to_utf8(folder / "secrets"), "--passphrase-file",
                    to_utf8(folder / "passphrase")});
    }
    /// What `init` leaves, but for the seconds of work that guard its passphrase.
    void make_province() {
        REQUIRE(system_disk().make_folder(folder / "data"));
        REQUIRE(lontar::server::lock_province(folder / "data"));
        const World world{system_disk(), system_clock(), system_random()};
        const lontar::server::NewProvince request{
            "NTT", {"https://127.0.0.1:1"}, sealed::PassphraseCost::for_tests()};
        REQUIRE(lontar::server::create_province(world, folder / "data", folder / "secrets", request,
                                                support::passphrase()));
    }
    void serve() {
        server = start({"serve", "--listen", "127.0.0.1:0", "--log-file", to_utf8(folder / "log")},
                       "serve");
        constexpr std::string_view mark = "listening on 127.0.0.1:";
        for (int i = 0; i < 600 && port.empty(); ++i) {
            const std::string log = text_of(folder / "log");
            const auto at = log.rfind(mark);
            if (at != std::string::npos && at >= log_read) {
                port = log.substr(at + mark.size(), log.find('\n', at) - at - mark.size());
                log_read = log.size();
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
        REQUIRE_FALSE(port.empty());
    }
    int stop(int signal = SIGTERM) {
        ::kill(server, signal);
        const int code = end_of(server);
        server = -1;
        port.clear();
        return code;
    }
    wire::KeyManifest manifest() {
        const auto keys = run({"keys"}).out;
        const auto manifest = wire::parse_manifest(keys.substr(keys.find('{')), std::nullopt);
        REQUIRE(manifest);
        return *manifest;
    }
    wire::Activation invite(const std::string& village) {
        REQUIRE(run({"invite", village, "--out", to_utf8(folder / "out"), "--laptops", "9"}).code ==
                0);
        const auto activation = wire::parse_activation(
            text_of(folder / "out" / (village + ".lontar-activation")), std::nullopt);
        REQUIRE(activation);
        return *activation;
    }

    TempFolder folder;
    pid_t server = -1;
    std::string port;
    std::size_t log_read = 0;
};

/// A first batch with one registration, sealed for the province of `program`.
struct FirstBatch {
    FirstBatch(Program& program, const wire::Activation& activation)
        : manifest(program.manifest()),
          key(sealed::SigningKey::generate(system_random())),
          identity(sealed::Identity::generate(system_random())) {
        batch.device = DeviceId{key.public_key()};
        batch.epoch = Epoch::random(system_random());
        batch.seq = 1;
        batch.app = "test";
        batch.at = system_clock().now();
        wire::Hello hello;
        hello.village = activation.village;
        hello.why = "new";
        hello.code = activation.code;
        hello.recipient = identity.recipient();
        batch.hello = hello;
        model::Entry entry;
        entry.id = RegistrationId::random(system_random());
        entry.at = batch.at;
        entry.fields = person("5301010101800001", "=Kenari \"Rahasia\"");
        entry.fields["no_hp"] = "+628123456789";
        batch.lines = {*model::entry_line(entry)};
        auto recipients = manifest.receiving;
        recipients.push_back(manifest.recovery);
        file = *wire::seal_batch(batch, manifest.number, recipients, key, system_random());
    }
    Result<upload::HttpAnswer> put(const std::string& port) const {
        upload::HttpSettings settings;
        settings.ca = manifest.ca;
        settings.clock = system_clock().now();
        settings.clock_floor = settings.clock;
        settings.stall = std::chrono::seconds(30);
        auto http = upload::make_http(settings);
        REQUIRE(http);
        return (*http)->put("https://127.0.0.1:" + port + "/v1/batches/" + batch.device.hex() +
                                "/" + batch.epoch.hex() + "/1",
                            file, wire::sealed_media_type);
    }
    wire::KeyManifest manifest;
    sealed::SigningKey key;
    sealed::Identity identity;
    wire::Batch batch;
    Bytes file;
};

TEST_CASE(
    "a command that finds no province says how to make one, and a wrong word names the right") {
    Program program;
    const auto serve = program.run({"serve", "--listen", "127.0.0.1:0"});
    CHECK(serve.code == 1);
    CHECK(serve.err.find("V-01") != std::string::npos);
    CHECK(serve.err.find("lontar-server init") != std::string::npos);
    program.make_province();
    const auto invite = program.run({"invite", "5321012099"});
    CHECK(invite.err.find("--name") != std::string::npos);
    const auto reason = program.run({"return", std::string(32, '0'), "--reason", "SALAH"});
    CHECK(reason.code == 2);
    CHECK(reason.err.find("NAMA_BEDA") != std::string::npos);
}

TEST_CASE("a province is set up, serves, answers commands meanwhile, and stops when told") {
    Program program;
    const auto made = program.init();
    CHECK(made.code == 0);
    const auto words = sealed::fingerprint_words(program.manifest().root);
    CHECK(made.out.find("Root words (on every invitation letter): " + words) != std::string::npos);
    CHECK(program.init().code == 1);
    CHECK(text_of(program.folder / "command.err").find("V-02") != std::string::npos);

    program.serve();
    const FirstBatch first(program, program.invite(oenif));
    const auto answer = first.put(program.port);
    REQUIRE(answer);
    CHECK(answer->status == 200);

    const auto report = parse_json(program.run({"report", "--json"}).out);
    REQUIRE(report);
    for (const char* name : {"registrations", "batches", "devices", "villages"}) {
        CHECK(report->integer_at(name) == 1);
    }
    CHECK(report->integer_at("duplicates") == 0);
    const auto revisions = program.run({"revisions"});
    const Hash content = sealed::sha256(as_bytes(first.batch.lines[0]));
    CHECK(revisions.out.find(" " + content.hex().substr(0, 32) + " " + content.hex() + "\n") !=
          std::string::npos);
    CHECK(program.run({"verify"}).code == 0);
    CHECK(program.run({"backup", to_utf8(program.folder / "b.age")}).code == 0);
    CHECK(program.stop() == 0);
    CHECK(text_of(program.folder / "log").find("stopped") != std::string::npos);
    // Without a server the same commands open the province themselves.
    CHECK(program.run({"verify"}).code == 0);

    // Nothing personal but in sealed or encrypted files.
    for (const auto& file : std::filesystem::recursive_directory_iterator(program.folder.path())) {
        if (file.is_regular_file()) {
            const std::string content_of_file = text_of(file.path());
            CHECK(content_of_file.find("Kenari") == std::string::npos);
            CHECK(content_of_file.find("5301010101800001") == std::string::npos);
        }
    }
}

TEST_CASE(
    "killed between COMMIT and the first byte of its answer, the server has the batch and answers "
    "it again") {
    Program program;
    program.make_province();
    const FirstBatch first(program, program.invite(oenif));
    {
        const support::Environment crash("LONTAR_CRASH", "reply-write");
        program.serve();
    }
    const auto lost = first.put(program.port);
    CHECK_FALSE(lost);
    CHECK(Program::end_of(program.server) == crash_exit_code);
    program.server = -1;
    program.port.clear();

    program.serve();
    const auto answer = first.put(program.port);
    REQUIRE(answer);
    CHECK(answer->status == 200);
    const auto proven = wire::prove_reply(answer->body, first.manifest, first.batch.device);
    REQUIRE(proven);
    const auto reply = wire::open_reply(*proven, first.identity);
    REQUIRE(reply);
    CHECK(reply->n == 1);
    CHECK(parse_json(program.run({"report", "--json"}).out)->integer_at("batches") == 1);
    CHECK(program.stop() == 0);
}

TEST_CASE("a server killed with its socket left behind does not hinder the next, nor a command") {
    Program program;
    program.make_province();
    program.serve();
    program.stop(SIGKILL);
    CHECK(std::filesystem::exists(program.folder / "data" / "control"));
    CHECK(program.run({"report"}).code == 0);
    program.serve();
    CHECK(program.run({"report"}).code == 0);
    CHECK(program.stop(SIGINT) == 0);
}

TEST_CASE(
    "the spreadsheet has whole NIKs as text and no formula; the raw file is as stored and says "
    "so") {
    Program program;
    program.make_province();
    program.serve();
    const FirstBatch first(program, program.invite(oenif));
    REQUIRE(first.put(program.port));

    REQUIRE(program.run({"export", "--csv", to_utf8(program.folder / "a.csv")}).code == 0);
    const auto sheet = text_of(program.folder / "a.csv");
    CHECK(sheet.find(",'5301010101800001,") != std::string::npos);
    CHECK(sheet.find("\"'=Kenari \"\"Rahasia\"\"\"") != std::string::npos);
    CHECK(sheet.find(",'+628123456789,") != std::string::npos);
    REQUIRE(program.run({"export", "--raw", "--csv", to_utf8(program.folder / "b.csv")}).code == 0);
    const auto raw = text_of(program.folder / "b.csv");
    CHECK(raw.starts_with("# raw:"));
    CHECK(raw.find(",5301010101800001,") != std::string::npos);
    CHECK(raw.find("\"=Kenari \"\"Rahasia\"\"\"") != std::string::npos);
    CHECK(program.stop() == 0);
}

TEST_CASE("files are invited for every village of a kabupaten") {
    Program program;
    program.make_province();
    const auto many =
        program.run({"invite", "--kabupaten", "5371", "--out", to_utf8(program.folder / "all")});
    CHECK(many.code == 0);
    std::size_t files = 0;
    for (const auto& file : std::filesystem::directory_iterator(program.folder / "all")) {
        CHECK(file.path().filename().string().starts_with("5371"));
        ++files;
    }
    CHECK(files == 51);
    CHECK(parse_json(program.run({"report", "--json"}).out)->integer_at("invited") == 51);
    CHECK(program.run({"invite", "--kabupaten", "5399"}).code == 1);
}

TEST_CASE("no command of the province writes over a file that is there, unless told to") {
    Program program;
    program.init();
    REQUIRE(program.run({"invite", std::string(oenif), "--out", to_utf8(program.folder / "out")})
                .code == 0);
    const Path file = program.folder / "list";
    const Path invitation =
        program.folder / "out" / to_path(std::string(oenif) + ".lontar-activation");
    const std::string first = text_of(invitation);
    for (auto [words, output] :
         {std::pair(std::vector<std::string>{"export", "--csv", to_utf8(file)}, file),
          std::pair(std::vector<std::string>{"backup", to_utf8(file)}, file),
          std::pair(std::vector<std::string>{"invite", std::string(oenif), "--out",
                                             to_utf8(program.folder / "out")},
                    invitation)}) {
        support::put_bytes(file, as_bytes("work of a day"));
        const std::string before = text_of(output);
        const auto refused = program.run(words);
        INFO(words[0] << refused.err);
        CHECK(refused.code == 1);
        CHECK(refused.err.find("V-19") != std::string::npos);
        CHECK(text_of(output) == before);
        words.emplace_back("--force");
        CHECK(program.run(words).code == 0);
        CHECK(text_of(output) != before);
    }
    CHECK(text_of(invitation) != first);
}

TEST_CASE("wrong use is told apart from a refusal, and neither changes anything") {
    Program program;
    CHECK(program.run({"report"}).code == 1);
    CHECK(text_of(program.folder / "command.err").find("V-01") != std::string::npos);
    program.make_province();
    const auto before = support::hash_of_folder(program.folder / "data");
    CHECK(program.run({}).code == 2);
    CHECK(program.run({"nonsense"}).code == 2);
    CHECK(program.run({"invite"}).code == 2);
    CHECK(program.run({"invite", "5301019999"}).code == 1);
    CHECK(program.run({"invite", oenif, "--seats", "SG"}).code == 2);
    CHECK(program.run({"accept", "00000000"}).code == 1);
    CHECK(program.run({"return", "00000000", "--reason", "BERKAS"}).code == 1);
    CHECK(program.run({"return", "00000000", "--reason", "X"}).code == 2);
    CHECK(program.run({"receive", to_utf8(program.folder / "nothing")}).code == 1);
    CHECK(program.run({"serve", "--listen", "nowhere"}).code == 2);
    CHECK(program.run({"serve", "--listen", "192.0.2.1:1"}).code == 1);
    CHECK(program.run({"--help"}).code == 0);
    CHECK(support::hash_of_folder(program.folder / "data") == before);
}

}  // namespace
}  // namespace lontar
