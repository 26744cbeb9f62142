# A laptop whose sum differs from the province's asks only after a week of silence.
set(file sync/spool/question.cpp)
set(right [==[
return state.differs || state.lacks_lines || is_past]==])
set(wrong [==[
return state.lacks_lines || is_past]==])
