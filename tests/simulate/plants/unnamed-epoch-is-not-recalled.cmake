# Received files of an epoch that states do not name, or above its last, stay received.
set(file storage/register/states.cpp)
set(right [==[
        for (const auto& [epoch, seq] : *answered) {
            if (is_named(epoch, seq)) {]==])
set(wrong [==[
        for (const auto& [epoch, seq] : *answered) {
            if (seq > 0) {]==])
