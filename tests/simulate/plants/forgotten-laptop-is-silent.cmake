# An answer that the device is unknown is waited out, and seq 1 is not sent.
set(file sync/upload/upload_run.cpp)
set(right [==[
if (hello == files_.end() || !greeted_again_]==])
set(wrong [==[
if (hello != files_.end() || !greeted_again_]==])
