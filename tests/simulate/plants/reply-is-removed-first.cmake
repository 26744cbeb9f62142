# A reply leaves in/ before it is applied.
set(file sync/spool/intake.cpp)
set(right [==[
            if (!*settled) {
                continue;
            }]==])
set(wrong [==[
            if (!*settled && one.reply.n < 0) {
                continue;
            }]==])
