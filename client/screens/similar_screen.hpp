#pragma once
/// Two people who may be one, side by side; an official decides.
#include <functional>
#include <memory>
#include <vector>

#include "client/screens/desk.hpp"
#include "storage/register/duplicates.hpp"

namespace lontar::client {

/// Keys of the words above the two.
struct SimilarWords {
    std::string_view text;
    std::string_view ours;
    std::string_view theirs;
};
/// Of somebody who is being typed in.
inline constexpr SimilarWords typed_words{"screen.similar.text", "screen.similar.typed",
                                          "screen.similar.registered"};
/// Of two who are registered under one NIK.
inline constexpr SimilarWords same_nik_words{"screen.similar.same_nik", "screen.similar.this",
                                             "screen.similar.other"};

/// `different`: they are two people, go on. `same`: it is this one.
std::unique_ptr<Screen> make_similar_screen(Desk& desk, const SimilarWords& words,
                                            const model::Answers& typed,
                                            std::vector<storage::Similar> similar,
                                            std::function<void()> different,
                                            std::function<void(const RegistrationId&)> same);

}  // namespace lontar::client
