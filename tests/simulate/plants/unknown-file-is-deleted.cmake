# A file in out/ that a restored register does not know is removed as if it had been sent.
set(file sync/spool/reconcile.cpp)
set(right [==[
    if (answered == answers.end()) {
        return done();]==])
set(wrong [==[
    if (answered == answers.end()) {
        return spool.remove_out(file.epoch, file.seq);]==])
