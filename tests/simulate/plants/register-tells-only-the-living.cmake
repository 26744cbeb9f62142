# Whoever was withdrawn is left out of the records of a village.
set(file sync/server/records.cpp)
set(right [==[
if (registration.row && registration.history.find]==])
set(wrong [==[
if (registration.row && registration.row->state != RegistrationState::withdrawn && registration.history.find]==])
