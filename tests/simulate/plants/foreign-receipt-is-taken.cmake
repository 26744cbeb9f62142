# A receipt for another file under our number is taken as ours.
set(file storage/register/replies.cpp)
set(right [==[
if (!*batch || (*batch)->file != receipt.file) {
            return true;]==])
set(wrong [==[
if (!*batch) {
            return true;]==])
