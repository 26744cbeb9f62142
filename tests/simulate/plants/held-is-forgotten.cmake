# What waits for its base is not looked at again when that comes.
set(file sync/server/history.cpp)
set(right [==[
            if (waiting.state == RevisionState::held && is_decidable(waiting) && decide(waiting)) {]==])
set(wrong [==[
            if (waiting.state == RevisionState::held && waiting.row < 0 && decide(waiting)) {]==])
