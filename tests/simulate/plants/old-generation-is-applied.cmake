# A reply of a generation that the province gave up is applied.
set(file storage/register/replies.cpp)
set(right [==[
!epoch->current || reply.gen < epoch->gen ||]==])
set(wrong [==[
!epoch->current ||]==])
