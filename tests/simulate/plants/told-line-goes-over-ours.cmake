# What the province tells of a person takes the place of a line of ours that waits.
set(file storage/register/told_lines.cpp)
set(right [==[
standing.waits = (*row)->waits;]==])
set(wrong [==[
standing.waits = false;]==])
