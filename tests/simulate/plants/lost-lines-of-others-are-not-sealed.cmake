# What came as records from a file that the province lost is not sealed here.
set(file storage/register/states.cpp)
set(right [==[
auto taken = take_over_lines(register_, epoch, seq, outcome_.recalled);]==])
set(wrong [==[
auto taken = done();]==])
