# What is told of a person who is withdrawn opens the registration again.
set(file storage/register/told_lines.cpp)
set(right [==[
            const bool is_withdrawal = entry.type == model::EntryType::withdrawal;
            query.bind(":rev", sealed::rev_of(told.line).view())]==])
set(wrong [==[
            const bool is_withdrawal = false;
            query.bind(":rev", sealed::rev_of(told.line).view())]==])
