#pragma once
/// Reading people: the list, one whole registration, the search by id or NIK, the counters.
#include "storage/register/village_register.hpp"

namespace lontar::storage {

Result<std::vector<PersonLine>> list_people(sqlite::Database& database, const PeopleFilter& filter);
Result<std::int64_t> count_people(sqlite::Database& database, const PeopleFilter& filter);
Result<Registration> find_registration(sqlite::Database& database, const RegistrationId& id);
Result<RegistrationId> find_person(sqlite::Database& database, std::string_view id_or_nik);
/// People by standing and drafts of new ones: they add up to `entered`.
Result<model::Counters> count_standings(sqlite::Database& database);

}  // namespace lontar::storage
