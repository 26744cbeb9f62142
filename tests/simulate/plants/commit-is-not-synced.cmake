# A commit returns before it is on the disk.
set(file storage/sqlite/database.cpp)
set(right [==[
"PRAGMA synchronous = FULL;"]==])
set(wrong [==[
"PRAGMA synchronous = OFF;"]==])
