# What waits for a base goes on waiting when it arrives.
set(file sync/server/history.cpp)
set(right [==[
    if (is_readable() && decide_from_base(rev)) {
        decide_waiting();]==])
set(wrong [==[
    if (is_readable() && decide_from_base(rev)) {
        heads_.erase(Rev{});]==])
