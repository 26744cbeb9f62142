# An import is taken back after it was sealed.
set(file storage/register/imports.cpp)
set(right [==[
if (!(*state)->can_be_undone) {]==])
set(wrong [==[
if ((*state)->people < 0) {]==])
