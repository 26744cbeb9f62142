# Received files of an epoch that states do not name, or above its last, stay received.
set(file storage/register/states.cpp)
set(right [==[
            if (is_named(epoch, seq)) {
                continue;]==])
set(wrong [==[
            if (seq > 0) {
                continue;]==])
