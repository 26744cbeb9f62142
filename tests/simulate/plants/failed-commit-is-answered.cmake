# A batch is called received though its COMMIT failed.
set(file sync/server/ingest.cpp)
set(right [==[
    crash_point("server-before-commit");
    if (auto committed = transaction->commit(); !committed) {
        return std::move(committed).error();
    }]==])
set(wrong [==[
    crash_point("server-before-commit");
    static_cast<void>(transaction->commit());]==])
