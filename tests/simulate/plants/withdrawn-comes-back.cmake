# Who is told to have left is put into the register as one who lives.
set(file storage/register/told_lines.cpp)
set(right [==[
    if (entry.type == model::EntryType::registration) {
        auto put = put_registration(]==])
set(wrong [==[
    if (entry.type != model::EntryType::unknown) {
        auto put = put_registration(]==])
