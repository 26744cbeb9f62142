#pragma once
/// Every word a person reads, from `id.po` and `en.po` compiled into the program. Indonesian unless
/// told otherwise.
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "storage/base/result.hpp"

namespace lontar::client {

enum class Language { indonesian, english };
/// From `--lang`, else LONTAR_LANG (`id`, `en`), else Indonesian. Set once at start.
void set_language(Language language);
Language language();

/// The words for `key` (`home.title`). A missing key is shown as itself and turns a test red.
std::string_view say(std::string_view key);
bool has_words(std::string_view key);
/// With `{name}` replaced by each value; values come already drawable. `{name:one|more}` is the
/// first word when the value is 1, else the second.
std::string say(std::string_view key,
                std::initializer_list<std::pair<std::string_view, std::string>> values);

/// What, why, what to do, and the short code: three lines of `error.<code>`; without own words
/// those of the kind.
std::string explain(const Error& error);
/// One-line form of explain.
std::string explain_short(const Error& error);

/// In numbers.cpp: `1.234`, `12,5 KB`, `2 menit`, `3 hari lalu` in the chosen language.
std::string number_text(std::int64_t value);
std::string bytes_text(std::int64_t bytes);
std::string duration_text(std::int64_t seconds);
std::string age_text(std::int64_t seconds);

}  // namespace lontar::client
