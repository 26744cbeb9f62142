# Of a second file under one number the bytes are kept, and nobody in it counts.
set(file sync/server/ingest.cpp)
set(right [==[
    if (auto applied = apply_fork(arriving, device); !applied) {]==])
set(wrong [==[
    if (auto applied = done(); !applied) {]==])
