# A file that comes again after a restore gets the reply of the old generation.
set(file sync/server/ingest.cpp)
set(right [==[
if (!(*stored)->is_outdated) {]==])
set(wrong [==[
if (stanza.seq > 0) {]==])
