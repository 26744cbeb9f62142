# A laptop with the register hears of nobody until it asks by itself.
set(file sync/server/news.cpp)
set(right [==[
    if (batch.lines.empty()) {
        return done();]==])
set(wrong [==[
    if (batch.seq > 0) {
        return done();]==])
