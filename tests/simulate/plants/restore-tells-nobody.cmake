# A restored province writes no states of its own accord.
set(file sync/server/backup.cpp)
set(right [==[
        drafts.tell_states(epoch);
]==])
set(wrong [==[
        drafts.draft(epoch);
]==])
