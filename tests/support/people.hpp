#pragma once
/// Invented workers of a village of NTT. Nobody real can be among them: the serial of every NIK and
/// KK is 99xx, and the telephone numbers begin with 0860, which no operator has.
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "storage/base/timestamp.hpp"
#include "storage/model/form.hpp"

namespace lontar::support {

/// The day tests live in: 2026-11-22.
Date day_of_tests();

/// Makes complete registrations, one after the other: the same seed and village give the same
/// people on every machine. No two of them are alike (`compare_people` says different), though
/// saints and family names repeat as they do in a village.
class PeopleMaker {
public:
    /// `village`: ten digits of a village that exists. Ages are 18 to 60 on `today`.
    PeopleMaker(std::uint64_t seed, std::string village, Date today = day_of_tests());
    PeopleMaker(const PeopleMaker&) = delete;
    PeopleMaker& operator=(const PeopleMaker&) = delete;
    PeopleMaker(PeopleMaker&&) = delete;
    PeopleMaker& operator=(PeopleMaker&&) = delete;
    ~PeopleMaker();

    /// Answers in their stored form, notice included: no check has more than information to say.
    model::Answers next();
    std::vector<model::Answers> make(std::size_t count);

private:
    class Village;
    std::unique_ptr<Village> village_;
};

/// The twenty headers of the sheet that `lontar import` reads, and a row for each.
std::string people_csv(std::span<const model::Answers> people);

}  // namespace lontar::support
