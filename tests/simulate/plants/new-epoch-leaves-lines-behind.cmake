# A new epoch does not seal again what has no answer.
set(file storage/register/epochs.cpp)
set(right [==[
    if (auto unsealed = sqlite::run_query(village_register.database(), queries::unseal_unanswered,
                                          sqlite::bind_nothing);
        !unsealed) {]==])
set(wrong [==[
    if (auto unsealed = now.seconds > 0
                            ? done()
                            : sqlite::run_query(village_register.database(),
                                                queries::unseal_unanswered, sqlite::bind_nothing);
        !unsealed) {]==])
