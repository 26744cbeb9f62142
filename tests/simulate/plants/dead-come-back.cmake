# A correction that was made before the withdrawal arrived opens the registration again.
set(file sync/server/history.cpp)
set(right [==[
mine.withdrawn != base.withdrawn ? mine.withdrawn : record_.withdrawn};]==])
set(wrong [==[
mine.withdrawn};]==])
