# The hello names no earlier epoch of its register.
set(file sync/spool/sealing.cpp)
set(right [==[
hello.from.push_back({each.epoch, each.rev});]==])
set(wrong [==[
hello.from_epoch.reset(), static_cast<void>(each);]==])
