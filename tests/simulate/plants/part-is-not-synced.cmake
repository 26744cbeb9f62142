# A file gets its name before its bytes are on the disk.
set(file storage/base/part_file.cpp)
set(right [==[
if (auto synced = file_calls::sync(file_, part_); !synced) {]==])
set(wrong [==[
if (auto synced = done(); !synced) {]==])
