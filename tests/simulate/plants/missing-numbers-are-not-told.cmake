# The province names no gap in the numbers it has.
set(file sync/server/replies.cpp)
set(right [==[
have.missing.push_back(next);]==])
set(wrong [==[
have.missing.empty();]==])
