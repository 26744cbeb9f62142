# Whoever claims a NIK holds it, also beside another.
set(file sync/server/claims.cpp)
set(right [==[
taken.live = others.empty();]==])
set(wrong [==[
taken.live = true;]==])
