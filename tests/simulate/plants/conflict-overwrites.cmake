# The later of two corrections of one field wins.
set(file sync/server/history.cpp)
set(right [==[
if (!merge.conflicts.empty()) {]==])
set(wrong [==[
if (merge.conflicts.size() > 100) {]==])
