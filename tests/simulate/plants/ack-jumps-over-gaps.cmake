# The highest reply applied is told as if none below it were missing.
set(file storage/register/replies.cpp)
set(right [==[
ack += row.integer(0) == ack + 1 ? 1 : 0;]==])
set(wrong [==[
ack = row.integer(0);]==])
