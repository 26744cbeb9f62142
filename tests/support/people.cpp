#include "support/people.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <unordered_set>

#include "storage/model/characters.hpp"
#include "storage/model/likeness.hpp"
#include "storage/model/nik.hpp"
#include "storage/model/region.hpp"
#include "support/fakes.hpp"
#include "support/people_words.hpp"

namespace lontar::support {

namespace {

using model::Answers;
using model::Sex;

constexpr int youngest = 18;
constexpr int oldest = 60;
constexpr std::int64_t days_a_year = 365;

std::string padded(std::uint64_t number, std::size_t digits) {
    std::string text = std::to_string(number);
    return std::string(digits - std::min(digits, text.size()), '0') + text;
}

Date day_from(std::int64_t day_number) {
    return Date::in_wita({day_number * 86'400});
}

constexpr auto columns = std::to_array<std::string_view>({
    "nik",
    "no_kk",
    "nama",
    "tempat_lahir",
    "tanggal_lahir",
    "jenis_kelamin",
    "nama_ibu_kandung",
    "alamat",
    "rt",
    "rw",
    "kode_desa",
    "no_hp",
    "pekerjaan",
    "lokasi_kerja",
    "jam_kerja",
    "penghasilan",
    "ahli_waris_nama",
    "ahli_waris_hubungan",
    "status_kawin",
    "sumber_dana",
});

std::string csv_cell(const std::string& text) {
    if (text.find_first_of(",\"\n\r;") == std::string::npos) {
        return text;
    }
    std::string cell = "\"";
    for (const char c : text) {
        cell += c;
        if (c == '"') {
            cell += c;
        }
    }
    return cell + '"';
}

}  // namespace

Date day_of_tests() {
    return *Date::from_ymd(2026, 11, 22);
}

class PeopleMaker::Village {
public:
    Village(std::uint64_t seed, std::string code, Date today)
        : random_(seed),
          code_(std::move(code)),
          name_(model::find_region(code_)->name),
          today_(today) {}

    Answers next() {
        for (;;) {
            if (waiting_.empty()) {
                make_household();
            }
            Answers person = std::move(waiting_.back());
            waiting_.pop_back();
            if (is_new(person)) {
                return person;
            }
        }
    }

private:
    struct Member {
        Sex sex = Sex::male;
        std::string name;
        Date born;
        std::string mother;
        std::string marriage;
        std::string heir;
        std::string relation;
    };
    struct Home {
        std::string kk;
        std::string address;
        std::string rt;
        std::string rw;
    };

    template <std::size_t N>
    std::string any(const std::array<std::string_view, N>& words) {
        return std::string(words[random_.below(N)]);
    }
    bool chance(std::uint64_t percent) { return random_.below(100) < percent; }

    std::string name_of(Sex sex, const std::string& family) {
        const bool male = sex == Sex::male;
        std::string name = male ? any(men) : any(women);
        if (chance(35)) {
            const std::string second = male ? any(men) : any(women);
            name += second == name ? "" : ' ' + second;
        }
        return name + ' ' + family;
    }
    std::string stranger(Sex sex) { return name_of(sex, any(families)); }

    Date born_between(int from_age, int to_age) {
        const auto span = static_cast<std::uint64_t>((to_age - from_age) * days_a_year);
        const auto days =
            from_age * days_a_year + 20 + static_cast<std::int64_t>(random_.below(span));
        return day_from(today_.day_number() - days);
    }

    /// A couple and sometimes a grown child, or somebody who lives alone.
    void make_household() {
        const Home home{family_card(), "Dusun " + any(hamlets), padded(1 + random_.below(12), 3),
                        padded(1 + random_.below(4), 3)};
        const std::string family = any(families);
        const Date head_born = born_between(youngest + 4, oldest);
        const int head_age = head_born.years_until(today_);
        Member head{Sex::male,     name_of(Sex::male, family), head_born, stranger(Sex::female),
                    "belum_kawin", stranger(Sex::male),        "saudara"};
        if (chance(75)) {
            const std::string marriage = chance(60) ? "kawin_tercatat" : "kawin_belum_tercatat";
            const int wife_age = std::clamp(head_age - 4 + static_cast<int>(random_.below(8)),
                                            youngest + 1, oldest - 1);
            Member wife{Sex::female,
                        stranger(Sex::female),
                        born_between(wife_age, wife_age + 1),
                        stranger(Sex::female),
                        marriage,
                        head.name,
                        "suami"};
            head.marriage = marriage;
            head.heir = wife.name;
            head.relation = "istri";
            if (wife_age > 40 && chance(50)) {
                const Sex sex = chance(50) ? Sex::male : Sex::female;
                add({sex, name_of(sex, family), born_between(youngest, youngest + 3), wife.name,
                     "belum_kawin", wife.name, "orang_tua"},
                    home);
            }
            add(wife, home);
        }
        add(head, home);
    }

    std::string family_card() {
        const Date recorded = *Date::from_ymd(2014 + static_cast<int>(random_.below(11)),
                                              1 + static_cast<int>(random_.below(12)),
                                              1 + static_cast<int>(random_.below(28)));
        return code_.substr(0, 6) + digits_of(recorded, 0) + "99" + padded(random_.below(100), 2);
    }

    static std::string digits_of(Date date, std::uint64_t more_days) {
        return padded(static_cast<std::uint64_t>(date.day()) + more_days, 2) +
               padded(static_cast<std::uint64_t>(date.month()), 2) +
               padded(static_cast<std::uint64_t>(date.year() % 100), 2);
    }

    /// Where a person of this village was first registered: mostly here, under the code of that
    /// time.
    std::string first_district() {
        const bool is_malaka = code_.starts_with("5321");
        const std::uint64_t way = random_.below(100);
        if (way >= 95) {
            return any(elsewhere);
        }
        return is_malaka && way < 80 ? any(old_belu) : code_.substr(0, 6);
    }

    void add(const Member& member, const Home& home) {
        const bool male = member.sex == Sex::male;
        // 9999 looks invented.
        const std::string nik = first_district() + digits_of(member.born, male ? 0 : 40) + "99" +
                                padded(random_.below(99), 2);
        const auto& job = male ? men_jobs[random_.below(men_jobs.size())]
                               : women_jobs[random_.below(women_jobs.size())];
        Answers person{
            {"nik", nik},
            {"no_kk", home.kk},
            {"nama", member.name},
            {"tempat_lahir", chance(50) ? name_ : any(towns)},
            {"tanggal_lahir", member.born.iso()},
            {"jenis_kelamin", std::string(model::code_of(member.sex))},
            {"nama_ibu_kandung", member.mother},
            {"alamat", home.address},
            {"rt", home.rt},
            {"rw", home.rw},
            {"kode_desa", code_},
            {"pekerjaan", std::string(job.code)},
            {"lokasi_kerja", job.place.empty() ? "Desa " + name_ : std::string(job.place)},
            {"jam_kerja", std::string(job.hours)},
            {"penghasilan", std::to_string(400'000 + 50'000 * random_.below(30))},
            {"ahli_waris_nama", member.heir},
            {"ahli_waris_hubungan", member.relation},
            {"status_kawin", member.marriage},
            {"sumber_dana", "SG"},
            {"pemberitahuan_tanggal",
             day_from(today_.day_number() - static_cast<std::int64_t>(random_.below(60))).iso()},
            {"pemberitahuan_cara", chance(70) ? "tanda_tangan" : "cap_jempol"},
        };
        if (chance(70)) {
            person.emplace("no_hp", "0860" + padded(random_.below(90'000'000) + 10'000'000, 8));
        }
        waiting_.push_back(std::move(person));
    }

    /// Keeps `person` in mind when nobody before was alike.
    bool is_new(const Answers& person) {
        std::vector<std::string> names;
        for (std::string& key : model::likeness_keys(person)) {
            if (key.starts_with("w:") || key.starts_with("n:")) {
                if (taken_.contains(key)) {
                    return false;
                }
                names.push_back(std::move(key));
            }
        }
        auto& same_day = born_on_[person.at("tanggal_lahir")];
        for (const Answers& other : same_day) {
            if (model::compare_people(person, other) != model::Likeness::different) {
                return false;
            }
        }
        same_day.push_back(person);
        taken_.insert(names.begin(), names.end());
        return true;
    }

    SeededRandom random_;
    std::string code_;
    std::string name_;
    Date today_;
    std::vector<Answers> waiting_;
    std::unordered_set<std::string> taken_;
    std::map<std::string, std::vector<Answers>> born_on_;
};

PeopleMaker::PeopleMaker(std::uint64_t seed, std::string village, Date today)
    : village_(std::make_unique<Village>(seed, std::move(village), today)) {}

PeopleMaker::~PeopleMaker() = default;

Answers PeopleMaker::next() {
    return village_->next();
}

std::vector<Answers> PeopleMaker::make(std::size_t count) {
    std::vector<Answers> people;
    people.reserve(count);
    for (std::size_t made = 0; made < count; ++made) {
        people.push_back(next());
    }
    return people;
}

std::string people_csv(std::span<const Answers> people) {
    std::string csv;
    for (const std::string_view column : columns) {
        csv += (csv.empty() ? "" : ",") + std::string(column);
    }
    csv += '\n';
    for (const Answers& person : people) {
        for (const std::string_view column : columns) {
            const auto answer = person.find(column);
            csv += column == columns.front() ? "" : ",";
            csv += answer == person.end() ? "" : csv_cell(answer->second);
        }
        csv += '\n';
    }
    return csv;
}

}  // namespace lontar::support
