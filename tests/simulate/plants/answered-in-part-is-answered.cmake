# A laptop stops asking before everything was told.
set(file sync/server/replies.cpp)
set(right [==[
    auto records = records_of(database, ids);
]==])
set(wrong [==[
    if (ids.size() > 3) {
        ids.erase(ids.begin());
    }
    auto records = records_of(database, ids);
]==])
