# A laptop that knows more replies than the province gave is answered as always.
set(file sync/server/ingest.cpp)
set(right [==[
(batch.gen == epoch.gen && batch.ack > epoch.n);]==])
set(wrong [==[
(batch.gen == epoch.gen && batch.ack > epoch.n + 1000);]==])
