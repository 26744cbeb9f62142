# A received file that states name as missing stays received.
set(file storage/register/states.cpp)
set(right [==[
    Status take_missing(const Epoch& epoch, std::int64_t seq) {
        const auto batch = find_batch(register_, epoch, seq);
        if (!batch) {
            return batch.error();
        }
        if (*batch) {]==])
set(wrong [==[
    Status take_missing(const Epoch& epoch, std::int64_t seq) {
        const auto batch = find_batch(register_, epoch, seq);
        if (!batch) {
            return batch.error();
        }
        if (*batch && seq == 0) {]==])
